import { type Entry, groundOf, readIndex } from '../export-reading.ts'
import { composePost, type Facts } from '../facts.ts'
import { readSmallFile } from '../files.ts'
import { type Folder, listFolder } from '../folder.ts'
import { at, isRecord, type JsonRecord, parseRecord } from '../json.ts'
import type { TreeLayout } from '../layout.ts'
import { locatePhoto } from '../locate.ts'
import { isPhotoName, isVideoName, stemOf } from '../names.ts'
import type { FeedOptions } from '../options.ts'
import type { FeedItem, PhotoRef } from '../post.ts'
import { METADATA_LIMIT } from '../sidecars.ts'
import { repairMojibake } from '../text.ts'
import { warn } from '../warnings.ts'

/**
 * Instagram's "download your information" as JSON: `posts_1.json`… with paths from the export's folder, or the
 * `media.json` of exports before 2021. Stories and profile photos are no posts.
 */
export const instagramLayout: TreeLayout = { name: 'instagram-export', recognises, read }

/** Where exports of different years keep their index. */
const HOMES = [
  '',
  'content',
  'media',
  'posts',
  'your_instagram_activity',
  'your_instagram_activity/content',
  'your_instagram_activity/media',
  'your_instagram_activity/posts',
]
const INDEX = /^posts_(\d+)\.(json|html)$/

async function recognises(folder: Folder): Promise<boolean> {
  return (await indexesOf(folder)).length > 0
}

/** Relative paths of indexes, in their order. */
async function indexesOf(folder: Folder): Promise<readonly string[]> {
  const found: string[] = []
  for (const home of HOMES) {
    const [first = ''] = home.split('/')
    if (home !== '' && !folder.folders.includes(first)) continue
    const path = [folder.path, home].filter((part) => part !== '').join('/')
    const { files } = home === '' ? folder : await listFolder(folder.input, path, false)
    const posts = files.filter((name) => INDEX.test(name)).sort((a, b) => numberOf(a) - numberOf(b))
    found.push(...posts.map((name) => (home === '' ? name : `${home}/${name}`)))
  }
  const old = folder.files.includes('media.json') && folder.folders.includes('photos')
  return found.length === 0 && old ? ['media.json'] : found
}

function numberOf(name: string): number {
  return Number(INDEX.exec(name)?.[1] ?? 0)
}

async function* read(folder: Folder, options: FeedOptions): AsyncGenerator<FeedItem> {
  const account = await accountOf(folder)
  for (const index of await indexesOf(folder)) {
    if (index.endsWith('.html')) yield warn('export_is_html', `${folder.input.label}${index}`)
    else yield* readIndex(folder, index, (entry) => readEntry(folder, entry, account, options))
  }
}

async function readEntry(folder: Folder, entry: Entry, account: string | null, options: FeedOptions) {
  const { record, key, path } = entry
  if (key === 'photos') return readPost(folder, path, [record], { ...factsOfOldPhoto(record), account }, options)
  if (key !== null && key !== 'media') return []
  const media = (key === 'media' ? [record] : [record.media].flat()).filter(isRecord)
  if (media.length === 0) return [warn('metadata_unreadable', path, 'The post lists no media.')]
  return readPost(folder, path, media, { ...factsOfPost(record, media), account }, options)
}

async function readPost(
  folder: Folder,
  path: string,
  media: readonly JsonRecord[],
  facts: Facts,
  options: FeedOptions,
): Promise<readonly FeedItem[]> {
  const items: FeedItem[] = []
  const photos: PhotoRef[] = []
  for (const medium of media) {
    const uri = medium.uri ?? medium.path
    if (typeof uri !== 'string') items.push(warn('metadata_unreadable', path, 'A medium names no file.'))
    else if (isVideoName(uri)) items.push(warn('video_skipped', path, `\`${uri}\` is a video.`))
    else if (!isPhotoName(uri)) items.push(warn('photo_format', path, `\`${uri}\` is in no format that is read.`))
    else {
      const photo = await locatePhoto(uri, groundOf(folder), path, options)
      if ('warning' in photo) items.push(photo)
      else photos.push(photo)
    }
  }
  if (photos.length === 0) return items
  const origin = { layout: 'instagram-export', path, stem: stemOf(photos[0]?.path ?? path), photos } as const
  return [...items, ...composePost(facts, origin, options.now)]
}

/** The caption of a post with one medium is that medium's title; of a carousel, its own. */
function factsOfPost(record: JsonRecord, media: readonly JsonRecord[]): Facts {
  const [medium] = media
  const title = media.length === 1 ? (medium?.title ?? record.title) : (record.title ?? medium?.title)
  return {
    caption: repaired(title === '' ? record.title : title),
    dates: [{ source: 'json', raw: record.creation_timestamp ?? medium?.creation_timestamp }],
    coordinates: media.flatMap(exifPositions),
  }
}

function factsOfOldPhoto(record: JsonRecord): Facts {
  return {
    caption: repaired(record.caption),
    dates: [{ source: 'json', raw: record.taken_at }],
    placeNames: [repaired(record.location)],
  }
}

function repaired(value: unknown): unknown {
  return typeof value === 'string' ? repairMojibake(value) : value
}

/** Instagram keeps what it read from the original's EXIF; it is the post's place. */
function exifPositions(medium: JsonRecord): NonNullable<Facts['coordinates']> {
  const list = at(medium, 'media_metadata.photo_metadata.exif_data')
  return (Array.isArray(list) ? list : [list]).filter(isRecord).map(({ latitude, longitude }) => ({
    source: 'coordinates' as const,
    latitude,
    longitude,
  }))
}

/** The account's name, where the export holds it in English. */
async function accountOf(folder: Folder): Promise<string | null> {
  for (const home of ['personal_information', 'personal_information/personal_information', 'account_information']) {
    const bytes = await readSmallFile(`${folder.absolute}/${home}/personal_information.json`, METADATA_LIMIT)
    const name =
      typeof bytes === 'string' ? null : at(parseRecord(bytes), 'profile_user.0.string_map_data.Username.value')
    if (typeof name === 'string') return name
  }
  return null
}
