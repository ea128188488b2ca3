import test from 'ava'
import sharp from 'sharp'
import { decodePhoto } from '../../src/photo/decode.ts'
import { perceptualHash } from '../../src/photo/fingerprint.ts'
import { placeInside } from '../../src/photo/placement.ts'

const canvas = { width: 192, height: 256, pad: [128, 128, 128] } as const

async function hashOf(bytes: Uint8Array): Promise<string | null> {
  const { pixels, placement } = await decodePhoto(bytes, canvas)
  return perceptualHash(pixels, canvas.width, placement)
}

function distance(a: string | null, b: string | null): number {
  let different = BigInt(`0x${a}`) ^ BigInt(`0x${b}`)
  let bits = 0
  for (; different > 0n; different >>= 1n) bits += Number(different & 1n)
  return bits
}

/** Soft blobs at places that `seed` chooses. */
function scene(seed: number): Buffer {
  const circles = Array.from({ length: 12 }, (_, i) => {
    const at = (step: number) => ((seed * 7919 + i * 104729 + step * 31337) % 997) / 997
    return `<circle cx="${at(1) * 600}" cy="${at(2) * 800}" r="${60 + at(3) * 150}" fill="hsl(${at(4) * 360} 60% ${20 + at(5) * 60}%)"/>`
  })
  return Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="600" height="800"><rect width="600" height="800" fill="#aaa"/>${circles.join('')}</svg>`,
  )
}

test('a photo saved again, smaller and at another quality, keeps nearly all its bits', async (t) => {
  for (let seed = 1; seed <= 5; seed++) {
    const original = await hashOf(await sharp(scene(seed)).jpeg({ quality: 92 }).toBuffer())
    t.is(original?.length, 32)
    const again = await hashOf(await sharp(scene(seed)).resize(320).jpeg({ quality: 50 }).toBuffer())
    const other = await hashOf(
      await sharp(scene(seed + 10))
        .jpeg()
        .toBuffer(),
    )
    t.true(distance(original, again) <= 6, `${distance(original, again)}`)
    t.true(distance(original, other) > 20, `${distance(original, other)}`)
  }
})

test('a photo of one line is placed; it is too plain to have a hash', async (t) => {
  t.deepEqual(placeInside({ width: 10_000, height: 1 }, canvas), { x: 0, y: 127, width: 192, height: 1 })
  const line = await sharp({ create: { width: 2000, height: 1, channels: 3, background: 'red' } })
    .png()
    .toBuffer()
  t.is(await hashOf(line), null)
})
