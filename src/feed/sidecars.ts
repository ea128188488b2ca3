import { readSmallFile, statsOf } from './files.ts'
import { type Folder, fileOf } from './folder.ts'
import { shownPath } from './inputs.ts'
import { isRecord, type JsonRecord, parseJson } from './json.ts'
import type { FeedOptions } from './options.ts'
import type { FeedItem, PhotoRef } from './post.ts'
import { decodeText } from './text.ts'
import { type WarningCode, warn } from './warnings.ts'
import { decompressXz } from './xz.ts'

/** A caption of a megabyte is no caption. */
const CAPTION_LIMIT = 1 << 20
/** Instaloader's largest records, with every field and comment, stay below two megabytes. */
export const METADATA_LIMIT = 8 << 20

/** Files of one post, with what was wrong with them gathered in `items`. */
export interface Reading {
  readonly folder: Folder
  readonly options: FeedOptions
  readonly items: FeedItem[]
}

/** A caption file's text; null where there is none or it cannot be used. */
export async function readCaption({ folder, items }: Reading, name: string | null): Promise<string | null> {
  if (name === null) return null
  const path = shownPath(folder.input, folder.path, name)
  const bytes = await readSmallFile(fileOf(folder, name), CAPTION_LIMIT)
  if (typeof bytes === 'string') {
    items.push(warn(bytes === 'too_large' ? 'caption_too_large' : problem(bytes), path))
    return null
  }
  const { text, unicode } = decodeText(bytes)
  if (!unicode) items.push(warn('text_not_utf8', path))
  return text
}

/** The record of a JSON sidecar, packed with xz or not; null where there is none or it cannot be used. */
export async function readMetadata({ folder, items }: Reading, name: string | null): Promise<JsonRecord | null> {
  if (name === null) return null
  const path = shownPath(folder.input, folder.path, name)
  const bytes = await readSmallFile(fileOf(folder, name), METADATA_LIMIT)
  if (typeof bytes === 'string') {
    items.push(warn(bytes === 'too_large' ? 'metadata_too_large' : problem(bytes), path))
    return null
  }
  if (!name.endsWith('.xz')) return recordOf(bytes, path, items)
  const unpacked = await decompressXz(bytes, METADATA_LIMIT)
  if (typeof unpacked !== 'string') return recordOf(unpacked, path, items)
  items.push(warn(unpacked === 'too_large' ? 'metadata_too_large' : 'metadata_unreadable', path))
  return null
}

/** Bytes of a JSON object, with a warning where they are none. */
export function recordOf(bytes: Uint8Array, path: string, items: FeedItem[]): JsonRecord | null {
  const { text, unicode } = decodeText(bytes)
  if (!unicode) items.push(warn('text_not_utf8', path))
  const value = parseJson(text)
  if (isRecord(value)) return value
  items.push(warn('metadata_unreadable', path, value === undefined ? 'No JSON, or cut off.' : 'No JSON object.'))
  return null
}

function problem(kind: 'not_a_file' | 'missing'): WarningCode {
  return kind === 'missing' ? 'metadata_unreadable' : 'not_a_file'
}

/** Photos that are there and regular files, with their sizes. */
export async function photoRefs({ folder, items }: Reading, names: readonly string[]): Promise<readonly PhotoRef[]> {
  const photos: PhotoRef[] = []
  for (const name of names) {
    const path = shownPath(folder.input, folder.path, name)
    const file = fileOf(folder, name)
    const stats = await statsOf(file)
    if (stats?.isFile()) photos.push({ path, bytes: { kind: 'file', file, size: stats.size } })
    else items.push(warn(stats === null ? 'photo_missing' : 'not_a_file', path))
  }
  return photos
}

/** The modification time of the first photo, where the user allows it to stand for a date. */
export async function mtimeDates(photos: readonly PhotoRef[], options: FeedOptions) {
  const first = photos[0]?.bytes
  if (!options.dateFromMtime || first?.kind !== 'file') return []
  const stats = await statsOf(first.file)
  return stats === null ? [] : [{ source: 'mtime' as const, raw: stats.mtime }]
}
