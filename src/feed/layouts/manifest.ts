import { realpath } from 'node:fs/promises'
import { resolve } from 'node:path'
import { composePost } from '../facts.ts'
import { type Folder, fileOf } from '../folder.ts'
import { shownPath } from '../inputs.ts'
import { isRecord, type JsonRecord } from '../json.ts'
import type { FileLayout, SourceFile } from '../layout.ts'
import { type Ground, locatePhoto } from '../locate.ts'
import { mergeCarousels } from '../merge.ts'
import { extensionOf, stemOf } from '../names.ts'
import { type FeedOptions, inputError } from '../options.ts'
import { mapOrdered } from '../ordered.ts'
import type { FeedItem, PhotoRef } from '../post.ts'
import { mtimeDates } from '../sidecars.ts'
import { warn } from '../warnings.ts'
import { type Columns, columnsOf, factsOfRow, looksLikeManifest, valueAt } from './manifest-columns.ts'
import { columnNames, MANIFEST_EXTENSIONS, type Row, rowsOf } from './manifest-rows.ts'

/**
 * A table with a row a photo (or a post): CSV, TSV, JSON lines or Parquet. In a folder, `metadata.csv`, `.jsonl` and
 * `.parquet` are found by themselves (Hugging Face ImageFolder); other names when the layout or a map is given.
 * Neighbouring rows with the same id are one post.
 */
export const manifestLayout: FileLayout = { name: 'manifest', recognises, read }

/** Rows whose photos are looked for at a time. */
const AHEAD = 32

/** A photo inside a table larger than this is no photo of a post. */
const EMBEDDED_LIMIT = 64 << 20

async function recognises(folder: Folder, name: string, { layout, map }: FeedOptions): Promise<boolean> {
  if (name === '-') return true
  if (!MANIFEST_EXTENSIONS.has(extensionOf(name))) return false
  if (layout === 'manifest') return true
  if (map === null && !/^metadata\.(csv|jsonl|parquet)$/.test(name)) return false
  return looksLikeManifest(await columnNames(fileOf(folder, name), name), map)
}

function read(source: SourceFile, options: FeedOptions): AsyncIterable<FeedItem> {
  return mergeCarousels(readRows(source, options))
}

async function* readRows(source: SourceFile, options: FeedOptions): AsyncGenerator<FeedItem> {
  const place = await placeOfPhotos(source, options)
  let names = ''
  let columns: Columns | null = null
  const readRow = async (row: Row): Promise<readonly FeedItem[]> => {
    const path = `${place.shown}#${row.number}`
    if ('code' in row) return [warn(row.code, path, row.message)]
    const rowNames = Object.keys(row.record)
    if (columns === null) columns = checkedColumns(rowNames, source, options)
    else if (rowNames.join() !== names) columns = columnsOf(rowNames, options.map)
    names = rowNames.join()
    return readPost(row.record, columns, path, place, options)
  }
  try {
    for await (const items of mapOrdered(rowsOf(source, options.stdin), AHEAD, readRow)) yield* items
  } catch (error) {
    if (!(error instanceof Error) || error.name === 'UserError') throw error
    yield warn('metadata_unreadable', place.shown, `The manifest breaks off: ${error.message}`)
  }
}

interface PhotoPlace extends Ground {
  /** The manifest's own path, as tables show it. */
  readonly shown: string
}

async function placeOfPhotos(source: SourceFile, { imageRoot }: FeedOptions): Promise<PhotoPlace> {
  const shown = source.file === '' ? 'stdin' : shownPath(source.input, source.path, source.name)
  if (imageRoot !== null) {
    const root = await realpath(imageRoot).catch(() => null)
    if (root !== null) return { shown, base: root, root, input: source.input }
    throw inputError('input_missing', `There is no folder \`${imageRoot}\`.`, 'Check the path for typing mistakes.')
  }
  if (source.file === '') return { shown, base: source.input.root, root: null, input: source.input }
  return { shown, base: resolve(source.input.root, source.path), root: source.input.root, input: source.input }
}

function checkedColumns(names: readonly string[], source: SourceFile, { map }: FeedOptions): Columns {
  const columns = columnsOf(names, map)
  if (columns.image !== null) return columns
  throw inputError(
    'manifest_without_photos',
    `No column of \`${source.input.given}\` names photos; it has ${names
      .slice(0, 20)
      .map((name) => `\`${name}\``)
      .join(', ')}.`,
    'Say which one does: `--map image=COLUMN,caption=COLUMN`.',
  )
}

async function readPost(
  record: JsonRecord,
  columns: Columns,
  path: string,
  place: PhotoPlace,
  options: FeedOptions,
): Promise<readonly FeedItem[]> {
  const items: FeedItem[] = []
  const value = valueAt(record, columns.image)
  const listed = Array.isArray(value) ? value : value === undefined || value === null ? [] : [value]
  if (listed.length === 0) return [warn('row_without_photo', path)]
  const photos: PhotoRef[] = []
  for (const [index, entry] of listed.entries()) {
    const photo = await photoOf(entry, `${path}${index === 0 ? '' : `.${index + 1}`}`, place, options)
    if ('warning' in photo) items.push(photo)
    else photos.push(photo)
  }
  if (photos.length === 0) return items
  const facts = factsOfRow(record, columns)
  const dates = [...(facts.dates ?? []), ...(await mtimeDates(photos, options))]
  const origin = { layout: 'manifest', path, stem: stemOf(photos[0]?.path ?? path), photos } as const
  return [...items, ...composePost({ ...facts, dates }, origin, options.now)]
}

/** A path, a Hugging Face image (`{ bytes, path }`), or bytes alone. */
async function photoOf(entry: unknown, row: string, place: PhotoPlace, options: FeedOptions) {
  if (entry instanceof Uint8Array) return embedded({}, entry, row)
  if (isRecord(entry) && entry.bytes instanceof Uint8Array) return embedded(entry, entry.bytes, row)
  const path = isRecord(entry) ? entry.path : entry
  if (typeof path !== 'string' || path.trim() === '') return warn('row_without_photo', row)
  return locatePhoto(path, place, row, options)
}

function embedded(entry: JsonRecord, bytes: Uint8Array, row: string): PhotoRef | ReturnType<typeof warn> {
  if (bytes.length > EMBEDDED_LIMIT) return warn('photo_too_large', row)
  const name = typeof entry.path === 'string' ? entry.path.split('/').at(-1) : undefined
  return { path: name === undefined || name === '' ? row : `${row}/${name}`, bytes: { kind: 'bytes', bytes } }
}
