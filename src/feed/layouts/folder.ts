import { composePost } from '../facts.ts'
import type { Folder } from '../folder.ts'
import { shownPath } from '../inputs.ts'
import type { Claim, Draft, Passed, SidecarLayout } from '../layout.ts'
import { byText, carouselMember, extensionOf, isOtherPictureName, isPhotoName, isVideoName, stemOf } from '../names.ts'
import type { FeedOptions } from '../options.ts'
import type { FeedItem } from '../post.ts'
import { factsOfRecord } from '../record.ts'
import { mtimeDates, photoRefs, readCaption, readMetadata } from '../sidecars.ts'

/**
 * Photos with a caption (`.txt`) and metadata (`.json`) of the same stem. `look_1.jpg`, `look_2.jpg` beside a
 * `look.txt` or `look.json` are one post.
 */
export const folderLayout: SidecarLayout = { name: 'folder', owns: async () => false, claim, read }

/** What img2dataset writes beside its folders and tars. */
const STATISTICS = /^\d+_stats\.json$/

interface Group {
  readonly photos: string[]
  caption: string | null
  metadata: string | null
}

function claim(names: readonly string[]): Claim {
  const groups = new Map<string, Group>()
  const passed: Passed[] = []
  for (const name of names) {
    const extension = extensionOf(name)
    if (isPhotoName(name)) group(groups, stemOf(name)).photos.push(name)
    else if (extension === 'txt') group(groups, sidecarStem(name)).caption = name
    else if (extension === 'json' && !STATISTICS.test(name)) group(groups, sidecarStem(name)).metadata = name
    else if (isOtherPictureName(name)) passed.push({ code: 'photo_format', name })
    else if (isVideoName(name)) passed.push({ code: 'video_skipped', name })
  }
  gatherCarousels(groups)
  const drafts: Draft[] = []
  for (const [stem, { photos, caption, metadata }] of groups) {
    if (photos.length > 0) drafts.push({ layout: 'folder', stem, photos, caption, metadata, place: null })
    else passed.push({ code: 'caption_without_photo', name: caption ?? metadata ?? stem })
  }
  return { drafts, passed, rest: [] }
}

function group(groups: Map<string, Group>, stem: string): Group {
  const known = groups.get(stem)
  if (known !== undefined) return known
  const fresh: Group = { photos: [], caption: null, metadata: null }
  groups.set(stem, fresh)
  return fresh
}

/** `look.txt` and `look.jpg.txt` both belong to `look`. */
function sidecarStem(name: string): string {
  const stem = stemOf(name)
  return isPhotoName(stem) ? stemOf(stem) : stem
}

/** Numbered photos without a caption of their own join the caption that has no photo. */
function gatherCarousels(groups: Map<string, Group>): void {
  const members: { readonly stem: string; readonly post: string; readonly number: number }[] = []
  for (const [stem, { photos, caption, metadata }] of groups) {
    const member = carouselMember(stem)
    const home = member === null ? undefined : groups.get(member.post)
    if (member === null || home === undefined || home.photos.length > 0) continue
    if (photos.length > 0 && caption === null && metadata === null) members.push({ stem, ...member })
  }
  members.sort((a, b) => a.number - b.number || byText(a.stem, b.stem))
  for (const { stem, post } of members) {
    groups.get(post)?.photos.push(...(groups.get(stem)?.photos ?? []))
    groups.delete(stem)
  }
}

async function read(folder: Folder, draft: Draft, options: FeedOptions): Promise<readonly FeedItem[]> {
  const items: FeedItem[] = []
  const reading = { folder, options, items }
  const [photos, caption, metadata] = await Promise.all([
    photoRefs(reading, draft.photos),
    readCaption(reading, draft.caption),
    readMetadata(reading, draft.metadata),
  ])
  if (photos.length === 0) return items
  const facts = metadata === null ? {} : factsOfRecord(metadata)
  const stem = shownPath(folder.input, folder.path, draft.stem)
  const post = composePost(
    {
      ...facts,
      caption: caption?.trim() ? caption : facts.caption,
      dates: [...(facts.dates ?? []), ...(await mtimeDates(photos, options))],
    },
    { layout: 'folder', path: photos[0]?.path ?? stem, stem, photos },
    options.now,
  )
  return [...items, ...post]
}
