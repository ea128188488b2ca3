import { createHash } from 'node:crypto'
import { type FileHandle, open, rename, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, UserError } from '../../errors.ts'
import { mapOrdered } from '../../feed/ordered.ts'
import type { Box } from '../../inference/findings.ts'
import { decodePhoto } from '../../photo/decode.ts'
import { readPhoto } from '../../photo/read.ts'
import { CANVAS } from './sizes.ts'

/** Cached photos are a quarter larger than the canvas, so that a crop keeps its detail. */
export const CACHED = { width: CANVAS.width * 1.25, height: CANVAS.height * 1.25, pad: CANVAS.pad }

const PIXEL_BYTES = CACHED.width * CACHED.height * 3
/** The pixels, then where the photo lies on the cached canvas: x, y, width, height as float32 shares. */
const RECORD = PIXEL_BYTES + 16

/** Photos decoded at once. */
const AHEAD = 8

/** Decoded photos in one file of records of one size, in the order of `files`. */
export class PixelCache {
  readonly #file: FileHandle

  private constructor(file: FileHandle) {
    this.#file = file
  }

  /** Decodes what is not there yet: the file's name says which photos, with size and time of change, it holds. */
  static async open(folder: string, files: readonly string[]): Promise<PixelCache> {
    const hash = createHash('sha256').update(`${CACHED.width} x ${CACHED.height}`)
    for (const file of files) {
      const info = await stat(file).catch(() => null)
      if (info === null) throw unreadable(file, 'it is not there')
      hash.update(`${file}\0${info.size}\0${info.mtimeMs}\n`)
    }
    const path = join(folder, `photos-${hash.digest('hex').slice(0, 16)}.bin`)
    const there = await stat(path).catch(() => null)
    if (there?.size !== files.length * RECORD) await decodeAll(path, files)
    return new PixelCache(await open(path, 'r'))
  }

  /** Reads the photo at `index` into `record` (RGB, {@link CACHED}). */
  async read(index: number, record: Uint8Array): Promise<void> {
    await this.#file.read(record, 0, RECORD, index * RECORD)
  }

  async close(): Promise<void> {
    await this.#file.close()
  }
}

export const emptyRecord = (): Uint8Array => new Uint8Array(RECORD)

/** Puts a record's pixels through JPEG of a given quality, as photos that were shared again and again look. */
export async function recompress(record: Uint8Array, quality: number): Promise<void> {
  const raw = { width: CACHED.width, height: CACHED.height, channels: 3 } as const
  const { default: sharp } = await import('sharp')
  const jpeg = await sharp(record.subarray(0, PIXEL_BYTES), { raw }).jpeg({ quality }).toBuffer()
  record.set(await sharp(jpeg).raw().toBuffer())
}

/** A box of the photo as shares of the cached canvas it lies on. */
export function onCanvas(box: Box, record: Uint8Array): Box {
  const [x, y, width, height] = new Float32Array(record.slice(PIXEL_BYTES, RECORD).buffer) as unknown as [
    number,
    number,
    number,
    number,
  ]
  return { x0: x + box.x0 * width, y0: y + box.y0 * height, x1: x + box.x1 * width, y1: y + box.y1 * height }
}

async function decodeAll(path: string, files: readonly string[]): Promise<void> {
  const out = await open(`${path}.partial`, 'w')
  try {
    const decode = async (file: string): Promise<Uint8Array> => {
      try {
        const { size } = await stat(file)
        const { pixels, placement } = await decodePhoto(await readPhoto({ kind: 'file', file, size }), CACHED)
        const record = emptyRecord()
        record.set(pixels)
        const { x, y, width, height } = placement
        const shares = [x / CACHED.width, y / CACHED.height, width / CACHED.width, height / CACHED.height]
        record.set(new Uint8Array(Float32Array.from(shares).buffer), PIXEL_BYTES)
        return record
      } catch (error) {
        throw unreadable(file, (error as Error).message)
      }
    }
    for await (const record of mapOrdered(files, AHEAD, decode)) await out.write(record)
    await out.sync()
  } finally {
    await out.close()
  }
  await rename(`${path}.partial`, path)
}

function unreadable(file: string, why: string): UserError {
  return new UserError('photo_unreadable', `The labelled photo \`${file}\` cannot be read: ${why}`, {
    exit: EXIT.input,
  })
}
