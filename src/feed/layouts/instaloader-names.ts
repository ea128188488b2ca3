import type { Claim, Draft, Passed } from '../layout.ts'
import { carouselMember, isOtherPictureName, isPhotoName, isVideoName, stemOf } from '../names.ts'

const DEFAULT_STEM = /^\d{4}-\d{2}-\d{2}_\d{2}-\d{2}-\d{2}_UTC/
/** Files that belong to no single post, or to an older state of one. */
const ASIDE = /^iterator_.*\.json(\.xz)?$|_comments\.json(\.xz)?$|_old_\d+\.txt$/

/** Is this a name of the form Instaloader gives by itself? */
export function isDefaultStem(name: string): boolean {
  return DEFAULT_STEM.test(name)
}

interface Group {
  readonly photos: string[]
  /** A photo of a video's stem is its thumbnail. */
  readonly videos: Set<string>
  caption: string | null
  metadata: string | null
  place: string | null
}

type Part = { readonly kind: 'photo' | 'video' | 'picture' | 'caption' | 'metadata' | 'place'; readonly stem: string }

/** Sorts Instaloader's names into posts. `all`: names of the user's own choice too. */
export function claim(names: readonly string[], all: boolean): Claim {
  const groups = new Map<string, Group>()
  const passed: Passed[] = []
  const rest: string[] = []
  const described = new Set(names.map(describedStem))
  const compressed = new Set(names.filter((name) => name.endsWith('.json.xz')).map(describedStem))
  for (const name of names) {
    const part = partOf(name)
    const home = part === null ? name : homeOf(part, described)
    const mine = all || isDefaultStem(home) || compressed.has(home)
    if (ASIDE.test(name) && (mine || name.startsWith('iterator_'))) continue
    if (part === null || !mine) rest.push(name)
    else if (/_profile_pic$/.test(part.stem)) passed.push({ code: 'profile_picture_skipped', name })
    else if (/_cover$/.test(part.stem)) passed.push({ code: 'cover_skipped', name })
    else if (part.kind === 'picture') passed.push({ code: 'photo_format', name })
    else put(groups, home, part, name)
  }
  const drafts: Draft[] = []
  for (const [stem, group] of groups) {
    for (const video of group.videos) passed.push({ code: 'video_skipped', name: video })
    const draft = draftOf(stem, group)
    if (draft.photos.length > 0 || group.videos.size === 0) drafts.push(draft)
  }
  return { drafts, passed, rest }
}

/** The stem a metadata or caption file speaks of; null for other files. */
function describedStem(name: string): string | null {
  const part = partOf(name)
  return part?.kind === 'metadata' || part?.kind === 'caption' ? part.stem : null
}

function partOf(name: string): Part | null {
  if (name.endsWith('.json.xz')) return { kind: 'metadata', stem: name.slice(0, -'.json.xz'.length) }
  if (name.endsWith('.json')) return { kind: 'metadata', stem: stemOf(name) }
  if (name.endsWith('_location.txt')) return { kind: 'place', stem: name.slice(0, -'_location.txt'.length) }
  if (name.endsWith('.txt')) return { kind: 'caption', stem: stemOf(name) }
  if (isPhotoName(name)) return { kind: 'photo', stem: stemOf(name) }
  if (isVideoName(name)) return { kind: 'video', stem: stemOf(name) }
  return isOtherPictureName(name) ? { kind: 'picture', stem: stemOf(name) } : null
}

/** The post a file belongs to: its own stem, or that of the carousel it is a member of. */
function homeOf({ kind, stem }: Part, described: ReadonlySet<string | null>): string {
  if ((kind !== 'photo' && kind !== 'video') || described.has(stem)) return stem
  const member = carouselMember(stem)
  if (member === null) return stem
  return described.has(member.post) || /_UTC$/.test(member.post) ? member.post : stem
}

function put(groups: Map<string, Group>, home: string, { kind }: Part, name: string): void {
  const fresh = { photos: [], videos: new Set<string>(), caption: null, metadata: null, place: null }
  const group: Group = groups.get(home) ?? fresh
  groups.set(home, group)
  if (kind === 'photo') group.photos.push(name)
  else if (kind === 'video') group.videos.add(name)
  else if (kind === 'caption' || kind === 'metadata' || kind === 'place') group[kind] = name
}

function draftOf(stem: string, { photos, videos, caption, metadata, place }: Group): Draft {
  const thumbnails = new Set([...videos].map(stemOf))
  const stills = photos.filter((name) => !thumbnails.has(stemOf(name)))
  stills.sort((a, b) => numberOf(a) - numberOf(b))
  return { layout: 'instaloader', stem, photos: stills, caption, metadata, place }
}

function numberOf(name: string): number {
  return carouselMember(stemOf(name))?.number ?? 0
}
