import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'

/** Numbers from 0 to 1 that a seed determines (mulberry32). */
export function random(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let value = Math.imul(state ^ (state >>> 15), state | 1)
    value ^= value + Math.imul(value ^ (value >>> 7), value | 61)
    return ((value ^ (value >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Coloured squares on black, as the pack of `test/inference/helpers/pack.ts` reads them. */
export async function paintedPhoto(seed: number, side = 256): Promise<Buffer> {
  const next = random(seed)
  const colours = ['#00f', '#f00', '#0f0', '#ff0']
  const squares = Array.from({ length: 3 + Math.floor(next() * 4) }, (_, i) => {
    const [x, y, size] = [next() * 200, next() * 200, 30 + next() * 70]
    return `<rect x="${x}" y="${y}" width="${size}" height="${size}" fill="${colours[i % colours.length]}"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="256">
    <rect width="256" height="256" fill="black"/>${squares.join('')}</svg>`
  return await sharp(Buffer.from(svg)).resize(side, side, { kernel: 'nearest' }).png().toBuffer()
}

/**
 * A folder of posts: `count` painted photos with captions, dates in their names, in three sub-folders.
 * Every tenth post repeats an earlier photo byte for byte.
 */
export async function paintFeed(count: number, seed = 1, side = 256): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'wearabouts-feed-'))
  for (const folder of ['a', 'b', 'c']) await mkdir(join(root, folder))
  for (let post = 0; post < count; post++) {
    const number = String(post).padStart(4, '0')
    const stem = join(root, 'abc'[post % 3]!, `2019-0${(post % 9) + 1}-12_10-00-00_${number}`)
    const photo = await paintedPhoto(seed * 10_000 + (post % 10 === 9 ? post - 5 : post), side)
    await writeFile(`${stem}.png`, photo)
    if (post % 4 !== 0) await writeFile(`${stem}.txt`, `Post ${number} #ootd #paris, wedding guest\n`)
  }
  return root
}
