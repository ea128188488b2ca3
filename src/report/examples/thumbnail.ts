import type { Box } from '../../inference/findings.ts'
import { decodePhoto } from '../../photo/decode.ts'
import type { ExamplePlan } from './choose.ts'

/** Side of the canvas a photo is decoded to before it is cut. */
const CANVAS = 768
/** Height of a thumbnail. */
const HEIGHT = 220
const QUALITY = 62
/** How much of a person's box, from the top, is taken for the head, and how far beyond its sides and top. */
const HEAD = { height: 0.22, side: 0.1, above: 0.06 }
/** A head keeps this many blocks across: no feature survives. */
const BLOCKS = 4
const LINE: readonly [number, number, number] = [255, 214, 90]

interface Area {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/**
 * A wearer as a small WebP: the heads of all people in the photo dissolved into blocks first, then the garment framed,
 * then cut and made small. Nothing of the file's own metadata is kept. Throws `PhotoError` where the photo is refused.
 */
export async function makeThumbnail(photo: Uint8Array, plan: ExamplePlan): Promise<Buffer> {
  const { default: sharp } = await import('sharp')
  const { pixels, placement } = await decodePhoto(photo, { width: CANVAS, height: CANVAS, pad: [0, 0, 0] })
  const onCanvas = ({ x0, y0, x1, y1 }: Box): Area => ({
    x0: Math.round(placement.x + clamp(x0) * placement.width),
    y0: Math.round(placement.y + clamp(y0) * placement.height),
    x1: Math.round(placement.x + clamp(x1) * placement.width),
    y1: Math.round(placement.y + clamp(y1) * placement.height),
  })
  for (const person of plan.people) dissolve(pixels, onCanvas(headOf(person)))
  frame(pixels, onCanvas(plan.garment))
  const cut = onCanvas(around(plan.wearer, plan.garment))
  return sharp(pixels, { raw: { width: CANVAS, height: CANVAS, channels: 3 } })
    .extract({ left: cut.x0, top: cut.y0, width: Math.max(1, cut.x1 - cut.x0), height: Math.max(1, cut.y1 - cut.y0) })
    .resize({ height: HEIGHT, width: HEIGHT, fit: 'inside' })
    .webp({ quality: QUALITY })
    .toBuffer()
}

/** Where the head of an upright person is. */
export function headOf({ x0, y0, x1, y1 }: Box): Box {
  const [width, height] = [x1 - x0, y1 - y0]
  return {
    x0: x0 - width * HEAD.side,
    x1: x1 + width * HEAD.side,
    y0: y0 - height * HEAD.above,
    y1: y0 + height * HEAD.height,
  }
}

function around(a: Box, b: Box): Box {
  const margin = 0.02
  return {
    x0: Math.min(a.x0, b.x0) - margin,
    y0: Math.min(a.y0, b.y0) - margin,
    x1: Math.max(a.x1, b.x1) + margin,
    y1: Math.max(a.y1, b.y1) + margin,
  }
}

/** Replaces an area by the means of a few blocks. */
function dissolve(pixels: Uint8Array, { x0, y0, x1, y1 }: Area): void {
  const side = Math.max(1, Math.ceil((x1 - x0) / BLOCKS))
  for (let top = y0; top < y1; top += side) {
    for (let left = x0; left < x1; left += side) {
      const block = { x0: left, y0: top, x1: Math.min(x1, left + side), y1: Math.min(y1, top + side) }
      fill(pixels, block, mean(pixels, block))
    }
  }
}

function mean(pixels: Uint8Array, { x0, y0, x1, y1 }: Area): readonly [number, number, number] {
  const sum: [number, number, number] = [0, 0, 0]
  for (let y = y0; y < y1; y++) {
    for (let x = x0; x < x1; x++) {
      const at = (y * CANVAS + x) * 3
      for (const channel of [0, 1, 2] as const) sum[channel] += pixels[at + channel] as number
    }
  }
  const count = Math.max(1, (x1 - x0) * (y1 - y0))
  return [sum[0] / count, sum[1] / count, sum[2] / count]
}

function fill(pixels: Uint8Array, { x0, y0, x1, y1 }: Area, colour: readonly [number, number, number]): void {
  for (let y = Math.max(0, y0); y < Math.min(CANVAS, y1); y++) {
    for (let x = Math.max(0, x0); x < Math.min(CANVAS, x1); x++) pixels.set(colour, (y * CANVAS + x) * 3)
  }
}

/** A line around an area. */
function frame(pixels: Uint8Array, { x0, y0, x1, y1 }: Area): void {
  const line = 3
  fill(pixels, { x0, y0, x1, y1: y0 + line }, LINE)
  fill(pixels, { x0, y0: y1 - line, x1, y1 }, LINE)
  fill(pixels, { x0, y0, x1: x0 + line, y1 }, LINE)
  fill(pixels, { x0: x1 - line, y0, x1, y1 }, LINE)
}

function clamp(share: number): number {
  return Math.max(0, Math.min(1, share))
}
