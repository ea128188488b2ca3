import { basename } from 'node:path'
import { composePost, type Facts } from '../facts.ts'
import { readSmallFile } from '../files.ts'
import { type Folder, fileOf } from '../folder.ts'
import { shownPath } from '../inputs.ts'
import { at, first, isRecord, type JsonRecord, parseRecord } from '../json.ts'
import type { Draft, SidecarLayout } from '../layout.ts'
import { carouselMember, stemOf } from '../names.ts'
import type { FeedOptions } from '../options.ts'
import type { FeedItem } from '../post.ts'
import { factsOfRecord } from '../record.ts'
import { METADATA_LIMIT, mtimeDates, photoRefs, type Reading, readCaption, readMetadata } from '../sidecars.ts'
import { warn } from '../warnings.ts'
import { claim, isDefaultStem } from './instaloader-names.ts'

/**
 * Instaloader's folders: `<stem>.jpg` or `<stem>_1.jpg`…, `<stem>.txt`, `<stem>.json` or `.json.xz`,
 * `<stem>_location.txt`. Stems are `2021-09-10_19-46-05_UTC` unless the user chose others; then the JSON tells.
 */
export const instaloaderLayout: SidecarLayout = { name: 'instaloader', owns, claim, read }

/** With file names of the user's own, one JSON shows whose folder it is. */
async function owns(folder: Folder): Promise<boolean> {
  const name = folder.files.find((file) => file.endsWith('.json') && !isDefaultStem(stemOf(file)))
  if (name === undefined) return false
  const bytes = await readSmallFile(fileOf(folder, name), METADATA_LIMIT)
  return typeof bytes !== 'string' && isRecord(parseRecord(bytes)?.instaloader)
}

async function read(folder: Folder, draft: Draft, options: FeedOptions): Promise<readonly FeedItem[]> {
  const items: FeedItem[] = []
  const reading: Reading = { folder, options, items }
  const metadata = await readMetadata(reading, draft.metadata)
  const type = at(metadata, 'instaloader.node_type')
  const isPost = metadata !== null && (type === undefined || type === 'Post' || type === 'StoryItem')
  const stem = shownPath(folder.input, folder.path, draft.stem)
  if (draft.photos.length === 0) {
    if (isPost || draft.caption !== null) items.push(warn('caption_without_photo', stem))
    return items
  }
  const node = isPost && isRecord(metadata.node) ? metadata.node : null
  const stills = draft.photos.filter((name) => !isThumbnail(node, name))
  for (const name of draft.photos.filter((photo) => !stills.includes(photo))) {
    items.push(warn('video_skipped', shownPath(folder.input, folder.path, name)))
  }
  const photos = await photoRefs(reading, stills)
  if (photos.length === 0) return items
  const facts = node !== null ? factsOfNode(node) : isPost ? factsOfRecord(metadata) : {}
  const tagged = await readPlace(reading, draft.place)
  const caption = blank(facts.caption) ? await readCaption(reading, draft.caption) : facts.caption
  const post = composePost(
    {
      ...facts,
      account: facts.account ?? accountOfFolder(folder),
      caption,
      dates: [...(facts.dates ?? []), ...(await mtimeDates(photos, options))],
      coordinates: [...(facts.coordinates ?? []), ...(tagged.coordinates ?? [])],
      placeNames: [...(facts.placeNames ?? []), ...(tagged.placeNames ?? [])],
    },
    { layout: 'instaloader', path: photos[0]?.path ?? stem, stem, photos },
    options.now,
  )
  return [...items, ...post]
}

/** What a post's node says, in each of the forms it has had over the years. */
export function factsOfNode(node: JsonRecord): Facts {
  const place = isRecord(node.location) ? node.location : at(node, 'iphone_struct.location')
  return {
    id: first(node, ['shortcode', 'code', 'iphone_struct.code', 'id']),
    account: first(node, ['owner.username', 'iphone_struct.user.username', 'owner.id']),
    caption: first(node, [
      'edge_media_to_caption.edges.0.node.text',
      'caption.text',
      'caption',
      'iphone_struct.caption.text',
    ]),
    dates: [{ source: 'json', raw: first(node, ['date', 'taken_at_timestamp', 'taken_at', 'iphone_struct.taken_at']) }],
    coordinates: [{ source: 'coordinates', latitude: at(place, 'lat'), longitude: at(place, 'lng') }],
    placeNames: [at(place, 'name')],
  }
}

/** A still that only stands for a video, kept although the video itself was not. */
function isThumbnail(node: JsonRecord | null, name: string): boolean {
  if (node === null) return false
  const children = at(node, 'edge_sidecar_to_children.edges') ?? at(node, 'iphone_struct.carousel_media')
  if (!Array.isArray(children)) return node.__typename === 'GraphVideo' || node.is_video === true
  const child: unknown = children[(carouselMember(stemOf(name))?.number ?? 0) - 1]
  return at(child, 'node.is_video') === true || at(child, 'media_type') === 2
}

/** `<stem>_location.txt`: a name, then a link to a map with the coordinates in it. */
async function readPlace(reading: Reading, name: string | null): Promise<Facts> {
  const text = await readCaption(reading, name)
  if (text === null) return {}
  const point = /[?&]q=(-?[\d.]+),(-?[\d.]+)/.exec(text)
  const coordinates =
    point === null ? [] : [{ source: 'coordinates' as const, latitude: point[1], longitude: point[2] }]
  return { coordinates, placeNames: [text.split('\n', 1)[0]] }
}

/** Without metadata, a folder bears its account's name; those of hashtags, places and feeds start with a mark. */
function accountOfFolder(folder: Folder): string | null {
  const name = basename(folder.absolute)
  return /^[A-Za-z0-9._]{1,30}$/.test(name) ? name : null
}

function blank(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}
