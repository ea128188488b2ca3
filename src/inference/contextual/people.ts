import type { Placement } from '../../photo/placement.ts'
import type { Box } from '../findings.ts'
import { area, clipBox, intersection, intersectionOverUnion, photoToCanvas, type Size } from '../geometry.ts'
import { boxAt } from './grid.ts'

/** A person as the look graph sees one; the box in shares of the canvas. */
export interface SeenPerson {
  readonly box: Box
  readonly score: number
}

/** Two boxes that overlap more than this are one person. */
const SAME_PERSON = 0.5

/**
 * People from a centre map (Zhou et al. 2019, "Objects as Points"): cells that are the highest of their 3 x 3
 * neighbourhood and reach the threshold, each with the box its four distances span, duplicates left out.
 * @param map one photo's `people` output: 5 planes of grid.height * grid.width, centre heat, then the distances
 *   left, top, right, bottom
 * @returns at most `limit` people, the surest, left to right; boxes cut at the photo's edges
 */
export function findPeople(
  map: Float32Array,
  grid: Size,
  options: { readonly threshold: number; readonly limit: number; readonly placement: Placement; readonly canvas: Size },
): SeenPerson[] {
  const plane = grid.width * grid.height
  const photo = photoToCanvas({ x0: 0, y0: 0, x1: 1, y1: 1 }, options.placement, options.canvas)
  const kept: SeenPerson[] = []
  for (const cell of peaks(map, grid, options.threshold)) {
    if (kept.length === options.limit) break
    const [left, top, right, bottom] = [1, 2, 3, 4].map((channel) => map[channel * plane + cell]!) as [
      number,
      number,
      number,
      number,
    ]
    const column = cell % grid.width
    const spanned = boxAt(column, (cell - column) / grid.width, { left, top, right, bottom }, grid)
    const box = clipBox(intersection(spanned, photo))
    if (!(area(box) > 0)) continue
    if (kept.some((other) => intersectionOverUnion(other.box, box) > SAME_PERSON)) continue
    kept.push({ box, score: map[cell]! })
  }
  return kept.sort((a, b) => a.box.x0 + a.box.x1 - b.box.x0 - b.box.x1 || a.box.y0 - b.box.y0)
}

/** Local maxima of the heat, the highest first; of equal neighbours the first in reading order. */
function peaks(heat: Float32Array, grid: Size, threshold: number): number[] {
  const found: number[] = []
  for (let cell = 0; cell < grid.width * grid.height; cell++) {
    if (heat[cell]! >= threshold && isPeak(heat, grid, cell)) found.push(cell)
  }
  return found.sort((a, b) => heat[b]! - heat[a]! || a - b)
}

function isPeak(heat: Float32Array, grid: Size, cell: number): boolean {
  const column = cell % grid.width
  const row = (cell - column) / grid.width
  for (let y = Math.max(0, row - 1); y <= Math.min(grid.height - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(grid.width - 1, column + 1); x++) {
      const other = y * grid.width + x
      if (heat[other]! > heat[cell]! || (heat[other] === heat[cell] && other < cell)) return false
    }
  }
  return true
}
