import type { Box } from '../../../src/inference/findings.ts'
import { area, clipBox, type Size } from '../../../src/inference/geometry.ts'
import { UNKNOWN_REGION } from '../regions.ts'
import { CACHED } from './pixel-cache.ts'

/** How a cached canvas is laid on the network's: `source = centre + (target - 0.5) / zoom`, mirrored first. */
export interface View {
  readonly mirrored: boolean
  readonly zoom: number
  readonly centreX: number
  readonly centreY: number
  /** Gains a channel, then contrast about mid-grey, then a shift. */
  readonly gains: readonly [number, number, number]
  readonly contrast: number
  readonly shift: number
}

/** The whole canvas as it is. */
export const PLAIN: View = {
  mirrored: false,
  zoom: 1,
  centreX: 0.5,
  centreY: 0.5,
  gains: [1, 1, 1],
  contrast: 1,
  shift: 0,
}

/** A random view: mirrored half the time, 0.7 to 1.5 times as large, moved, with other light. */
export function randomView(random: () => number): View {
  const between = (low: number, high: number) => low + (high - low) * random()
  const zoom = Math.exp(between(Math.log(0.7), Math.log(1.5)))
  const room = 0.5 * Math.abs(1 - 1 / zoom) + 0.06
  return {
    mirrored: random() < 0.5,
    zoom,
    centreX: 0.5 + between(-room, room),
    centreY: 0.5 + between(-room, room),
    gains: [between(0.92, 1.08), between(0.94, 1.06), between(0.92, 1.08)],
    contrast: between(0.75, 1.25),
    shift: between(-22, 22),
  }
}

/** A box of the cached canvas as the view shows it, clipped; null where under 40 % of it is left. */
export function viewBox(box: Box, view: View): Box | null {
  const whole = viewWholeBox(box, view)
  return whole === null ? null : clipBox(whole)
}

/** The same, reaching beyond the canvas where it does. */
export function viewWholeBox(box: Box, view: View): Box | null {
  const x = (at: number) => 0.5 + (at - view.centreX) * view.zoom
  const y = (at: number) => 0.5 + (at - view.centreY) * view.zoom
  const [left, right] = view.mirrored ? [1 - box.x1, 1 - box.x0] : [box.x0, box.x1]
  const moved = { x0: x(left), y0: y(box.y0), x1: x(right), y1: y(box.y1) }
  const seen = clipBox(moved)
  return area(seen) >= 0.4 * area(moved) && area(seen) > 0 ? moved : null
}

/** Moves each side of a box by up to `share` of its size, at random; it stays on the canvas. */
export function nudged(box: Box, share: number, random: () => number): Box {
  const off = (size: number) => (2 * random() - 1) * share * size
  const w = box.x1 - box.x0
  const h = box.y1 - box.y0
  return clipBox({ x0: box.x0 + off(w), y0: box.y0 + off(h), x1: box.x1 + off(w), y1: box.y1 + off(h) })
}

/**
 * Samples the cached pixels bilinearly into `pixels` (canvas, RGB); outside the cached canvas it is grey.
 * @param record a record of the pixel cache
 */
export function viewPixels(record: Uint8Array, view: View, canvas: Size, pixels: Uint8Array): void {
  const tables = view.gains.map((gain) => lightTable(gain, view.contrast, view.shift))
  const [red, green, blue] = tables as [Uint8Array, Uint8Array, Uint8Array]
  const stepX = CACHED.width / canvas.width / view.zoom
  const stepY = CACHED.height / canvas.height / view.zoom
  const startX = (view.centreX - 0.5 / view.zoom) * CACHED.width
  const startY = (view.centreY - 0.5 / view.zoom) * CACHED.height
  for (let row = 0; row < canvas.height; row++) {
    const y = startY + (row + 0.5) * stepY - 0.5
    const inside = y >= -0.5 && y < CACHED.height - 0.5
    const y0 = Math.max(0, Math.floor(y))
    const fy = Math.max(0, y - y0)
    const upper = y0 * CACHED.width
    const lower = Math.min(CACHED.height - 1, y0 + 1) * CACHED.width
    for (let column = 0; column < canvas.width; column++) {
      const to = (row * canvas.width + column) * 3
      let x = startX + (column + 0.5) * stepX - 0.5
      if (view.mirrored) x = CACHED.width - 1 - x
      if (!inside || x < -0.5 || x >= CACHED.width - 0.5) {
        pixels[to] = pixels[to + 1] = pixels[to + 2] = 114
        continue
      }
      const x0 = Math.max(0, Math.floor(x))
      const x1 = Math.min(CACHED.width - 1, x0 + 1)
      const fx = Math.max(0, x - x0)
      const a = (upper + x0) * 3
      const b = (upper + x1) * 3
      const c = (lower + x0) * 3
      const d = (lower + x1) * 3
      const wa = (1 - fx) * (1 - fy)
      const wb = fx * (1 - fy)
      const wc = (1 - fx) * fy
      const wd = fx * fy
      pixels[to] = red[(record[a]! * wa + record[b]! * wb + record[c]! * wc + record[d]! * wd) | 0]!
      pixels[to + 1] =
        green[(record[a + 1]! * wa + record[b + 1]! * wb + record[c + 1]! * wc + record[d + 1]! * wd) | 0]!
      pixels[to + 2] =
        blue[(record[a + 2]! * wa + record[b + 2]! * wb + record[c + 2]! * wc + record[d + 2]! * wd) | 0]!
    }
  }
}

/** The region index at the centre of each cell of the grid; {@link UNKNOWN_REGION} outside the cached canvas. */
export function viewRegions(record: Uint8Array, view: View, grid: Size, regions: Uint8Array | Int32Array): void {
  const start = CACHED.width * CACHED.height * 3
  for (let row = 0; row < grid.height; row++) {
    const y = Math.floor((view.centreY + ((row + 0.5) / grid.height - 0.5) / view.zoom) * CACHED.height)
    for (let column = 0; column < grid.width; column++) {
      let x = Math.floor((view.centreX + ((column + 0.5) / grid.width - 0.5) / view.zoom) * CACHED.width)
      if (view.mirrored) x = CACHED.width - 1 - x
      const outside = x < 0 || y < 0 || x >= CACHED.width || y >= CACHED.height
      regions[row * grid.width + column] = outside ? UNKNOWN_REGION : record[start + y * CACHED.width + x]!
    }
  }
}

/** What each byte of a channel becomes: gain, contrast about mid-grey, shift. */
export function lightTable(gain: number, contrast: number, shift: number): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, value) => {
    const lit = (value * gain - 128) * contrast + 128 + shift
    return Math.max(0, Math.min(255, Math.round(lit)))
  })
}
