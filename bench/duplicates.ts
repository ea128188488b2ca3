import { readdir, readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import { NEAR_BITS } from '../src/dataset/duplicates.ts'
import { decodePhoto } from '../src/photo/decode.ts'
import { perceptualHash } from '../src/photo/fingerprint.ts'
import { median, round } from './_measure.ts'
import type { BenchOptions } from './run.ts'

const CANVAS = { width: 192, height: 256, pad: [128, 128, 128] } as const

/** Ways in which apps and sites save a photo again. */
const savings: { readonly [name: string]: (photo: Sharp, width: number) => Sharp } = {
  jpeg_60: (photo) => photo.jpeg({ quality: 60 }),
  half_size: (photo, width) => photo.resize(Math.round(width / 2)).jpeg({ quality: 80 }),
  width_320_jpeg_40: (photo) => photo.resize(320).jpeg({ quality: 40 }),
  webp_50: (photo) => photo.webp({ quality: 50 }),
  brighter: (photo) => photo.modulate({ brightness: 1.1 }).jpeg(),
  cropped_3_percent: (photo, width) =>
    photo.extract({ left: 0, top: 0, width: Math.round(width * 0.97), height: Math.round(width * 0.97) }).jpeg(),
}

async function hashOf(bytes: Uint8Array): Promise<Buffer | null> {
  const { pixels, placement } = await decodePhoto(bytes, CANVAS)
  const hash = perceptualHash(pixels, CANVAS.width, placement)
  return hash === null ? null : Buffer.from(hash, 'hex')
}

function distance(a: Buffer, b: Buffer): number {
  let bits = 0
  for (let at = 0; at < a.length; at++) for (let byte = a[at]! ^ b[at]!; byte > 0; byte >>= 1) bits += byte & 1
  return bits
}

/**
 * How far apart the difference hashes of photos are: of the same photo saved again, and of different ones.
 * `--photos DIR` (all of them different), `--count N`.
 */
export async function run(options: BenchOptions): Promise<object> {
  const folder = resolve(String(options.photos ?? '../shared/data/ccp/photos'))
  const names = (await readdir(folder)).filter((name) => /\.jpe?g$/i.test(name)).sort()
  const chosen = names.slice(0, Number(options.count ?? 600))
  const hashes: Buffer[] = []
  const found: { [saving: string]: number[] } = Object.fromEntries(Object.keys(savings).map((name) => [name, []]))
  for (const [index, name] of chosen.entries()) {
    const bytes = await readFile(join(folder, name))
    const hash = await hashOf(bytes)
    if (hash === null) continue
    hashes.push(hash)
    if (index % 5 !== 0) continue
    const { autoOrient } = await sharp(bytes).metadata()
    for (const [saving, save] of Object.entries(savings)) {
      const again = await hashOf(
        await save(sharp(bytes).autoOrient(), Math.min(autoOrient.width, autoOrient.height)).toBuffer(),
      )
      found[saving]!.push(again === null ? 128 : distance(hash, again))
    }
  }
  const near: number[] = []
  for (let a = 0; a < hashes.length; a++)
    for (let b = 0; b < a; b++) {
      const bits = distance(hashes[a]!, hashes[b]!)
      if (bits <= 20) near.push(bits)
    }
  return {
    photos: hashes.length,
    near_bits: NEAR_BITS,
    saved_again: Object.fromEntries(
      Object.entries(found).map(([saving, bits]) => [
        saving,
        {
          found: round(bits.filter((value) => value <= NEAR_BITS).length / bits.length),
          median_bits: median(bits),
          most_bits: Math.max(...bits),
        },
      ]),
    ),
    pairs: (hashes.length * (hashes.length - 1)) / 2,
    pairs_within_near_bits: near.filter((bits) => bits <= NEAR_BITS).length,
    pairs_within_20_bits: near.sort((a, b) => a - b),
  }
}
