import type { Size } from '../../../src/inference/geometry.ts'
import { lightTable } from '../batches/augment.ts'
import type { Variety } from './settings.ts'

/** How a cut-out is taken from its kept picture: shares of the cut-out about its middle. */
export interface Cut {
  readonly mirrored: boolean
  /** How much more of the picture than the box is shown, across and down. */
  readonly across: number
  readonly down: number
  readonly moveX: number
  readonly moveY: number
  /** Radians. */
  readonly turn: number
  /** Cells a side that are told apart, the cut-out's own size where it is null. */
  readonly coarse: number | null
  readonly gains: readonly [number, number, number]
  readonly contrast: number
  readonly shift: number
}

/** The box as it is. */
export const STRAIGHT: Cut = {
  mirrored: false,
  across: 1,
  down: 1,
  moveX: 0,
  moveY: 0,
  turn: 0,
  coarse: null,
  gains: [1, 1, 1],
  contrast: 1,
  shift: 0,
}

/** A random cut within `variety`. */
export function randomCut(variety: Variety, random: () => number): Cut {
  const within = (most: number) => (2 * random() - 1) * most
  const size = Math.exp(within(variety.size))
  const shape = Math.exp(within(variety.size / 3))
  return {
    mirrored: random() < 0.5,
    across: size * shape,
    down: size / shape,
    moveX: within(variety.move),
    moveY: within(variety.move),
    turn: within(variety.turn),
    coarse: random() < variety.coarse ? 16 + Math.floor(32 * random()) : null,
    gains: [1 + within(variety.tint), 1 + within(variety.tint * 0.75), 1 + within(variety.tint)],
    contrast: 1 + within(variety.light),
    shift: within(80 * variety.light),
  }
}

/** A picture in bytes, RGB. */
export interface Picture extends Size {
  readonly pixels: Uint8Array
}

/**
 * Draws the cut into `to`.
 * @param from the kept picture, `spread` times as large as the box in its middle
 */
export function cutOut(from: Picture, spread: number, cut: Cut, to: Picture): void {
  if (cut.coarse === null) {
    sample(from, spread, cut, to)
  } else {
    const width = Math.min(to.width, cut.coarse)
    const height = Math.max(8, Math.round((width * to.height) / to.width))
    const small: Picture = { width, height, pixels: new Uint8Array(width * height * 3) }
    sample(from, spread, cut, small)
    sample(small, 1, STRAIGHT, to)
  }
  light(to.pixels, cut)
}

/** Means of 2 x 2 bilinear samples a pixel, as the crops of the network are. */
function sample(from: Picture, spread: number, cut: Cut, to: Picture): void {
  const [cos, sin] = [Math.cos(cut.turn), Math.sin(cut.turn)]
  const scaleX = (from.width / spread) * cut.across * (cut.mirrored ? -1 : 1)
  const scaleY = (from.height / spread) * cut.down
  const aspect = from.width / from.height
  const middleX = from.width * (0.5 + cut.moveX / spread)
  const middleY = from.height * (0.5 + cut.moveY / spread)
  const { pixels: source, width } = from
  const [right, bottom] = [from.width - 1, from.height - 1]
  const sum = [0, 0, 0]
  for (let row = 0; row < to.height; row++) {
    for (let column = 0; column < to.width; column++) {
      sum[0] = sum[1] = sum[2] = 0
      for (let point = 0; point < 4; point++) {
        const u = ((column + 0.25 + 0.5 * (point & 1)) / to.width - 0.5) * scaleX
        const v = ((row + 0.25 + 0.25 * (point & 2)) / to.height - 0.5) * scaleY
        const x = Math.min(right, Math.max(0, middleX + cos * u - sin * v * aspect - 0.5))
        const y = Math.min(bottom, Math.max(0, middleY + (sin * u) / aspect + cos * v - 0.5))
        const x0 = x | 0
        const y0 = y | 0
        const fx = x - x0
        const fy = y - y0
        const a = (y0 * width + x0) * 3
        const b = x0 < right ? a + 3 : a
        const below = y0 < bottom ? width * 3 : 0
        const [wa, wb, wc, wd] = [(1 - fx) * (1 - fy), fx * (1 - fy), (1 - fx) * fy, fx * fy]
        for (let c = 0; c < 3; c++) {
          sum[c]! +=
            source[a + c]! * wa + source[b + c]! * wb + source[a + below + c]! * wc + source[b + below + c]! * wd
        }
      }
      const at = (row * to.width + column) * 3
      for (let c = 0; c < 3; c++) to.pixels[at + c] = sum[c]! / 4 + 0.5
    }
  }
}

function light(pixels: Uint8Array, { gains, contrast, shift }: Cut): void {
  const tables = gains.map((gain) => lightTable(gain, contrast, shift))
  for (let at = 0; at < pixels.length; at++) pixels[at] = tables[at % 3]![pixels[at]!]!
}

/** Hides a random part in grey. */
export function hidePart({ width, height, pixels }: Picture, random: () => number): void {
  const w = Math.floor(width * (0.15 + 0.3 * random()))
  const h = Math.floor(height * (0.15 + 0.3 * random()))
  const left = Math.floor((width - w) * random())
  const top = Math.floor((height - h) * random())
  for (let y = top; y < top + h; y++) pixels.fill(120, (y * width + left) * 3, (y * width + left + w) * 3)
}
