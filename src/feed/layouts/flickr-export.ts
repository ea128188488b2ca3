import { composePost, type Facts } from '../facts.ts'
import { type Folder, listFolder } from '../folder.ts'
import { at, first, isRecord, type JsonRecord } from '../json.ts'
import type { TreeLayout } from '../layout.ts'
import { byText, isPhotoName, isVideoName, stemOf } from '../names.ts'
import type { FeedOptions } from '../options.ts'
import { mapOrdered } from '../ordered.ts'
import type { FeedItem } from '../post.ts'
import { photoRefs, readMetadata } from '../sidecars.ts'
import { withTags } from '../tags.ts'
import { warn } from '../warnings.ts'

/**
 * Flickr's "your Flickr data": `photo_<id>.json` in one set of folders, `…_<id>_o.jpg` in another. Holds the names of
 * one person's photos in memory, to find each record's photo.
 */
export const flickrLayout: TreeLayout = { name: 'flickr-export', recognises, read }

const RECORD = /^photo_(\d+)\.json$/
/** `title-in-words_<id>_o.jpg`, `<id>_<secret>_o.jpg`; the id has eight digits or more. */
const PHOTO_ID = /(?:^|_)(\d{8,})(?=[_.])/g
/** Folders as Flickr's zips unpack. */
const PARTS = /^(\d+_[0-9a-f]+_part\d+|data-download-\d+)$/

const AHEAD = 32

async function recognises(folder: Folder): Promise<boolean> {
  return folder.files.some((name) => RECORD.test(name)) || folder.folders.some((name) => PARTS.test(name))
}

interface Located {
  readonly folder: Folder
  readonly name: string
}

async function* read(folder: Folder, options: FeedOptions): AsyncGenerator<FeedItem> {
  const records: (Located & { readonly id: string })[] = []
  const photos = new Map<string, Located>()
  for await (const place of foldersBelow(folder, options)) {
    for (const warning of place.warnings) yield { warning }
    for (const name of place.files) {
      const id = RECORD.exec(name)?.[1]
      if (id !== undefined) records.push({ folder: place, name, id })
      else if (isPhotoName(name) || isVideoName(name)) {
        for (const [, candidate = ''] of name.matchAll(PHOTO_ID)) photos.set(candidate, { folder: place, name })
      }
    }
  }
  records.sort((a, b) => byText(a.id.padStart(20, '0'), b.id.padStart(20, '0')))
  const readRecord = (record: (typeof records)[number]) => readPost(record, photos.get(record.id), options)
  for await (const items of mapOrdered(records, AHEAD, readRecord)) yield* items
}

async function* foldersBelow(folder: Folder, options: FeedOptions): AsyncGenerator<Folder> {
  yield folder
  for (const name of folder.folders) {
    const path = folder.path === '' ? name : `${folder.path}/${name}`
    yield* foldersBelow(await listFolder(folder.input, path, options.followSymlinks), options)
  }
}

async function readPost(record: Located & { readonly id: string }, photo: Located | undefined, options: FeedOptions) {
  const items: FeedItem[] = []
  const shown = `${record.folder.input.label}${[record.folder.path, record.name].filter((part) => part !== '').join('/')}`
  if (photo === undefined) return [warn('photo_missing', shown, `There is no photo of the record \`${record.id}\`.`)]
  if (isVideoName(photo.name)) return [warn('video_skipped', shown)]
  const photos = await photoRefs({ folder: photo.folder, options, items }, [photo.name])
  if (photos.length === 0) return items
  const metadata = await readMetadata({ folder: record.folder, options, items }, record.name)
  const facts = metadata === null ? {} : factsOfRecord(metadata)
  const origin = { layout: 'flickr-export', path: shown, stem: stemOf(photos[0]?.path ?? shown), photos } as const
  return [...items, ...composePost({ ...facts, id: record.id }, origin, options.now)]
}

function factsOfRecord(record: JsonRecord): Facts {
  const geo = Array.isArray(record.geo) ? record.geo.filter(isRecord) : isRecord(record.geo) ? [record.geo] : []
  const tags = Array.isArray(record.tags) ? record.tags.map((tag: unknown) => (isRecord(tag) ? tag.tag : tag)) : []
  return {
    account: first(record, ['owner.username', 'owner', 'username']),
    caption: withTags(
      first(record, ['description']) ?? titleOf(record.name),
      tags.filter((tag) => typeof tag === 'string'),
    ),
    dates: [{ source: 'json', raw: first(record, ['date_taken', 'date_imported']) }],
    coordinates: geo.map((point) => ({
      source: 'coordinates' as const,
      latitude: degrees(point.latitude, 90),
      longitude: degrees(point.longitude, 180),
    })),
    placeNames: [at(geo[0], 'locality')],
    country: at(geo[0], 'country'),
  }
}

/** A title that is not just the name the camera gave (`DSC00123`, `IMG_2041`, `20190504_101010`). */
function titleOf(name: unknown): unknown {
  return typeof name === 'string' && /^[a-z_]{0,6}[-_ ]?\d[\d_-]*$/i.test(name.trim()) ? undefined : name
}

/** Flickr writes millionths of a degree; plain degrees are taken as such. */
function degrees(value: unknown, limit: number): unknown {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Math.abs(number) > limit ? number / 1e6 : number
}
