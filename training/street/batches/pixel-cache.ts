import { type FileHandle, open, rename, stat } from 'node:fs/promises'
import sharp from 'sharp'
import type { Box } from '../../../src/inference/findings.ts'
import { UNKNOWN_REGION } from '../regions.ts'
import type { RegionTruth, Sample, Tile } from '../sample.ts'
import { seeded } from '../seeded.ts'

/** Size of a cached canvas: a quarter larger than the pack's input, so that crops keep their detail. */
export const CACHED = { width: 240, height: 320 } as const
const PIXELS = CACHED.width * CACHED.height
/** RGB, then one region index a pixel. */
export const RECORD_BYTES = PIXELS * 4

/**
 * Decodes every sample once into one file of fixed records, in the order given; kept from run to run.
 * @param file where; made anew when its size is not that of these samples
 */
export async function writePixelCache(file: string, samples: readonly Sample[]): Promise<void> {
  const there = await stat(file).catch(() => null)
  if (there?.size === samples.length * RECORD_BYTES) return
  const out = await open(`${file}.new`, 'w')
  try {
    const ahead = 8
    const waiting: Promise<Uint8Array>[] = []
    for (let at = 0; at < samples.length + ahead; at++) {
      if (at < samples.length) waiting.push(recordOf(samples[at] as Sample))
      if (at >= ahead) await out.write(await (waiting.shift() as Promise<Uint8Array>))
    }
  } finally {
    await out.close()
  }
  await rename(`${file}.new`, file)
}

/** Reads record `index` into `record` (`RECORD_BYTES` long). */
export async function readRecord(cache: FileHandle, index: number, record: Uint8Array): Promise<void> {
  await cache.read(record, 0, RECORD_BYTES, index * RECORD_BYTES)
}

async function recordOf(sample: Sample): Promise<Uint8Array> {
  const record = new Uint8Array(RECORD_BYTES)
  const random = seeded(`ground/${sample.id}`)
  const ground = sample.tiles.length > 1 ? [0, 1, 2].map(() => Math.floor(40 + 180 * random())) : [114, 114, 114]
  for (let at = 0; at < PIXELS; at++) record.set(ground, at * 3)
  record.fill(sample.regions === null ? UNKNOWN_REGION : 0, PIXELS * 3)
  for (const tile of sample.tiles) await layTile(record, tile)
  if (sample.regions !== null) await layRegions(record, sample.tiles[0] as Tile, sample.regions)
  return record
}

/** The pixels a box covers on the cached canvas. */
function pixelsOf(tile: Tile): { left: number; top: number; width: number; height: number } {
  const left = Math.round(tile.box.x0 * CACHED.width)
  const top = Math.round(tile.box.y0 * CACHED.height)
  return {
    left,
    top,
    width: Math.max(1, Math.min(CACHED.width, Math.round(tile.box.x1 * CACHED.width)) - left),
    height: Math.max(1, Math.min(CACHED.height, Math.round(tile.box.y1 * CACHED.height)) - top),
  }
}

async function layTile(record: Uint8Array, tile: Tile): Promise<void> {
  const { left, top, width, height } = pixelsOf(tile)
  const picture = await sharp(tile.file, { failOn: 'none' })
    .autoOrient()
    .flatten({ background: '#727272' })
    .toColourspace('srgb')
    .resize(width, height, { fit: 'fill' })
    .raw()
    .toBuffer()
  for (let y = 0; y < height; y++) {
    record.set(picture.subarray(y * width * 3, (y + 1) * width * 3), ((top + y) * CACHED.width + left) * 3)
  }
}

async function layRegions(record: Uint8Array, tile: Tile, regions: RegionTruth): Promise<void> {
  const { left, top, width, height } = pixelsOf(tile)
  const indices = await sharp(regions.file)
    .extractChannel(0)
    .resize(width, height, { fit: 'fill', kernel: 'nearest' })
    .raw()
    .toBuffer()
  const isUnsure = insideAny(regions.unsure)
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      const region = regions.regionOf[indices[(y - top) * width + x - left] as number] ?? UNKNOWN_REGION
      record[PIXELS * 3 + y * CACHED.width + x] = region === 0 && isUnsure(x, y) ? UNKNOWN_REGION : region
    }
  }
}

function insideAny(boxes: readonly Box[]): (x: number, y: number) => boolean {
  return (x, y) => {
    const across = (x + 0.5) / CACHED.width
    const down = (y + 0.5) / CACHED.height
    return boxes.some((box) => across > box.x0 && across < box.x1 && down > box.y0 && down < box.y1)
  }
}
