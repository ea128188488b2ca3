import { join } from 'node:path'
import sharp from 'sharp'
import type { Box } from '../../../src/inference/findings.ts'
import type { Mistake } from './examples.ts'

/** Pixels of a photo on the sheet. */
const WIDTH = 216
const HEIGHT = 288

/**
 * Photos with mistakes side by side: what is there in dashed white, what was found in orange.
 * @param folder that the mistakes' photos are in
 * @returns WebP
 */
export async function drawMistakes(folder: string, mistakes: readonly Mistake[]): Promise<Buffer> {
  const tiles = await Promise.all(mistakes.map((mistake) => drawMistake(join(folder, mistake.photo), mistake)))
  const width = WIDTH * Math.max(1, tiles.length)
  return await sharp({ create: { width, height: HEIGHT, channels: 3, background: '#727272' } })
    .composite(tiles.map((input, index) => ({ input, left: index * WIDTH, top: 0 })))
    .webp({ quality: 70 })
    .toBuffer()
}

async function drawMistake(file: string, { truth, found }: Mistake): Promise<Buffer> {
  const photo = sharp(file)
    .rotate()
    .resize(WIDTH - 8, HEIGHT, { fit: 'inside' })
  const { data, info } = await photo.toBuffer({ resolveWithObject: true })
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${info.width}" height="${info.height}" fill="none">`,
    ...truth.map((box) => rectangle(box, info, '#000', 4) + rectangle(box, info, '#fff', 2, '8 5')),
    ...found.map((box) => rectangle(box, info, '#000', 5) + rectangle(box, info, '#ff8a00', 3)),
    '</svg>',
  ].join('')
  return await sharp(data)
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toBuffer()
}

function rectangle(
  { x0, y0, x1, y1 }: Box,
  { width, height }: { readonly width: number; readonly height: number },
  colour: string,
  line: number,
  dashes = '',
): string {
  const place = `x="${x0 * width}" y="${y0 * height}" width="${(x1 - x0) * width}" height="${(y1 - y0) * height}"`
  return `<rect ${place} stroke="${colour}" stroke-width="${line}" stroke-dasharray="${dashes}"/>`
}
