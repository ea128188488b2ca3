import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { type Extract, extract } from 'tar-stream'
import { composePost } from '../facts.ts'
import type { Folder } from '../folder.ts'
import { shownPath } from '../inputs.ts'
import type { FileLayout, SourceFile } from '../layout.ts'
import { isOtherPictureName, isPhotoName, isVideoName, stemOf } from '../names.ts'
import type { FeedOptions } from '../options.ts'
import type { FeedItem, PhotoRef } from '../post.ts'
import { factsOfRecord } from '../record.ts'
import { METADATA_LIMIT, recordOf } from '../sidecars.ts'
import { decodeText } from '../text.ts'
import { type WarningCode, warn } from '../warnings.ts'

/**
 * WebDataset tars, as img2dataset writes them: neighbouring members whose names agree up to the first dot of their
 * base name are one post. Read in order, never unpacked to disk.
 */
export const webdatasetLayout: FileLayout = { name: 'webdataset', recognises, read }

const TAR = /\.(tar|tar\.gz|tgz)$/i

/** A photo inside a tar larger than this is passed over. */
const PHOTO_LIMIT = 64 << 20

async function recognises(_folder: Folder, name: string): Promise<boolean> {
  return TAR.test(name)
}

interface Sample {
  readonly key: string
  readonly members: Map<string, Member>
}

interface Member {
  readonly name: string
  readonly bytes: Buffer
}

async function* read(source: SourceFile, options: FeedOptions): AsyncGenerator<FeedItem> {
  const shown = shownPath(source.input, source.path, source.name)
  let sample: Sample = { key: '', members: new Map() }
  try {
    for await (const entry of entriesOf(source.file)) {
      const name = entry.header.name.replace(/^(\.\/)+/, '')
      const refused = refusal(name, entry.header.type, entry.header.size ?? 0)
      if (refused !== null) {
        entry.resume()
        if (refused !== 'aside') yield warn(refused, `${shown}/${name}`)
        continue
      }
      const { key, extension } = splitName(name)
      if (key !== sample.key) {
        yield* postOf(sample, shown, options)
        sample = { key, members: new Map() }
      }
      const bytes = await bytesOf(entry as unknown as AsyncIterable<Buffer>)
      if (sample.members.has(extension)) yield warn('sample_repeated', `${shown}/${name}`)
      else sample.members.set(extension, { name, bytes })
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    yield warn('tar_cut_off', shown, `The tar breaks off (${reason}); what came before is read.`)
    return
  }
  yield* postOf(sample, shown, options)
}

function entriesOf(file: string): Extract {
  const unpacked = extract()
  const stages = /gz$/i.test(file) ? [createGunzip(), unpacked] : [unpacked]
  pipeline([createReadStream(file), ...stages], () => {})
  return unpacked
}

/** WebDataset's rule: the key reaches to the first dot of the base name, folders included. */
export function splitName(name: string): { readonly key: string; readonly extension: string } {
  const base = name.lastIndexOf('/') + 1
  const dot = name.indexOf('.', base)
  if (dot === -1) return { key: name, extension: '' }
  return { key: name.slice(0, dot), extension: name.slice(dot + 1).toLowerCase() }
}

function* postOf({ key, members }: Sample, shown: string, { now }: FeedOptions): Generator<FeedItem> {
  if (members.size === 0) return
  const items: FeedItem[] = []
  const photos: PhotoRef[] = [...members.values()]
    .filter(({ name }) => isPhotoName(name))
    .map(({ name, bytes }) => ({ path: `${shown}/${name}`, bytes: { kind: 'bytes', bytes } }))
  const json = members.get('json')
  const metadata = json === undefined ? null : recordOf(json.bytes, `${shown}/${json.name}`, items)
  yield* items
  if (photos.length === 0) return yield warn('caption_without_photo', `${shown}/${key}`)
  const text = members.get('txt') ?? members.get('caption')
  const caption = text === undefined ? '' : decodeText(text.bytes).text.trim()
  const facts = metadata === null ? {} : factsOfRecord(metadata)
  const origin = {
    layout: 'webdataset',
    path: photos[0]?.path ?? shown,
    stem: `${stemOf(shown)}/${key}`,
    photos,
  } as const
  yield* composePost({ ...facts, caption: caption === '' ? facts.caption : caption }, origin, now)
}

/** Why a member is not read: a code, `aside` for what is no part of a post, null where it is read. */
function refusal(name: string, type: string | null | undefined, size: number): WarningCode | 'aside' | null {
  if (type === 'directory' || /(^|\/)(\.|__.*__$)/.test(name.replaceAll('../', ''))) return 'aside'
  if (name.startsWith('/') || /(^|[\\/])\.\.([\\/]|$)/.test(name)) return 'path_outside'
  if (type !== 'file' && type !== 'contiguous-file') return 'not_a_file'
  if (isPhotoName(name)) return size > PHOTO_LIMIT ? 'photo_too_large' : null
  if (/\.(json|txt|caption)$/i.test(name)) return size > METADATA_LIMIT ? 'metadata_too_large' : null
  if (isOtherPictureName(name)) return 'photo_format'
  return isVideoName(name) ? 'video_skipped' : 'aside'
}

async function bytesOf(entry: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of entry) pieces.push(piece)
  return Buffer.concat(pieces)
}
