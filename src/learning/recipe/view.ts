import type { Box } from '../../inference/findings.ts'
import { area, clipBox } from '../../inference/geometry.ts'
import type { Random } from '../graph/random.ts'
import { CACHED } from './pixels.ts'
import { CANVAS } from './sizes.ts'

/** How a cached photo is looked at: moved, enlarged, mirrored, in another light, with a piece hidden. */
export interface View {
  /** What lies in the middle of the canvas, as shares of the cached photo. */
  readonly x: number
  readonly y: number
  readonly zoom: number
  readonly mirrored: boolean
  readonly gains: readonly [number, number, number]
  readonly contrast: number
  /** Hidden piece in shares of the canvas. */
  readonly erased: Box | null
}

/** The photo as it is. */
export const PLAIN: View = { x: 0.5, y: 0.5, zoom: 1, mirrored: false, gains: [1, 1, 1], contrast: 1, erased: null }

/** Crop, mirror, light and erasing (Zhong et al. 2017), drawn from `source`. */
export function randomView(source: Random): View {
  const between = (low: number, high: number) => low + (high - low) * source.next()
  const zoom = between(0.85, 1.35)
  const shift = 0.12
  const [x, y] = [between(0.5 - shift, 0.5 + shift), between(0.5 - shift, 0.5 + shift)]
  const light = between(0.8, 1.2)
  const gains = [light * between(0.94, 1.06), light * between(0.97, 1.03), light * between(0.94, 1.06)] as const
  const mirrored = source.next() < 0.5
  const contrast = between(0.8, 1.2)
  const [width, height, left, top] = [between(0.1, 0.3), between(0.1, 0.3), source.next(), source.next()]
  const piece = {
    x0: left * (1 - width),
    y0: top * (1 - height),
    x1: left * (1 - width) + width,
    y1: top * (1 - height) + height,
  }
  return { x, y, zoom, mirrored, gains, contrast, erased: source.next() < 0.25 ? piece : null }
}

/** A box of the cached photo as the view shows it; null where less than 40 % of it is left. */
export function viewBox(box: Box, { x, y, zoom, mirrored }: View): Box | null {
  const [left, right] = mirrored ? [1 - box.x1, 1 - box.x0] : [box.x0, box.x1]
  const across = (at: number) => 0.5 + (at - x) * zoom
  const down = (at: number) => 0.5 + (at - y) * zoom
  const whole = { x0: across(left), y0: down(box.y0), x1: across(right), y1: down(box.y1) }
  const seen = clipBox(whole)
  return area(seen) >= 0.4 * area(whole) && area(seen) > 0 ? seen : null
}

/** Samples a cached photo into canvas pixels, bilinear; padding outside it. */
export function viewPixels(record: Uint8Array, view: View, pixels: Uint8Array): void {
  const light = view.gains.map((gain) =>
    Uint8ClampedArray.from({ length: 256 }, (_, value) => (value * gain - 128) * view.contrast + 128),
  ) as [Uint8ClampedArray, Uint8ClampedArray, Uint8ClampedArray]
  const columns = Array.from({ length: CANVAS.width }, (_, column) => {
    const at = ((column + 0.5) / CANVAS.width - 0.5) / view.zoom + view.x
    return (view.mirrored ? 1 - at : at) * CACHED.width - 0.5
  })
  let to = 0
  for (let row = 0; row < CANVAS.height; row++) {
    const y = (((row + 0.5) / CANVAS.height - 0.5) / view.zoom + view.y) * CACHED.height - 0.5
    const y0 = Math.min(CACHED.height - 2, Math.max(0, Math.floor(y)))
    const fy = Math.min(1, Math.max(0, y - y0))
    const rowInside = y > -1 && y < CACHED.height
    for (let column = 0; column < CANVAS.width; column++, to += 3) {
      const x = columns[column] as number
      if (!rowInside || x <= -1 || x >= CACHED.width) {
        pixels.set(CANVAS.pad, to)
        continue
      }
      const x0 = Math.min(CACHED.width - 2, Math.max(0, Math.floor(x)))
      const fx = Math.min(1, Math.max(0, x - x0))
      const a = (y0 * CACHED.width + x0) * 3
      const b = a + CACHED.width * 3
      for (let c = 0; c < 3; c++) {
        const upper = (record[a + c] as number) * (1 - fx) + (record[a + c + 3] as number) * fx
        const lower = (record[b + c] as number) * (1 - fx) + (record[b + c + 3] as number) * fx
        pixels[to + c] = (light[c as 0] as Uint8ClampedArray)[(upper * (1 - fy) + lower * fy) | 0] as number
      }
    }
  }
  if (view.erased !== null) erase(pixels, view.erased)
}

function erase(pixels: Uint8Array, { x0, y0, x1, y1 }: Box): void {
  const [left, right] = [Math.round(x0 * CANVAS.width), Math.round(x1 * CANVAS.width)]
  for (let row = Math.round(y0 * CANVAS.height); row < Math.round(y1 * CANVAS.height); row++) {
    pixels.fill(114, (row * CANVAS.width + left) * 3, (row * CANVAS.width + right) * 3)
  }
}
