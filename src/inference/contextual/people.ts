import type { Placement } from '../../photo/placement.ts'
import type { Box } from '../findings.ts'
import { area, clipBox, intersection, intersectionOverUnion, photoToCanvas, type Size } from '../geometry.ts'
import { CENTRE_PLANES } from './contract.ts'
import { boxAt } from './grid.ts'

/** A person or a head as the look graph sees one; the box in shares of the canvas. */
export interface SeenBox {
  readonly box: Box
  readonly score: number
}

/** A person with the box of the head, if one was seen; always null for packs without `close_ups`. */
export interface SeenPerson extends SeenBox {
  readonly head: Box | null
}

/** Two boxes that overlap more than this are one person, or one head. */
const SAME = 0.5

/**
 * People from a centre map (Zhou et al. 2019, "Objects as Points"): cells that are the highest of their 3 x 3
 * neighbourhood and reach the threshold, each with the box its four distances span, duplicates left out.
 * @param map one photo's `people` output: 5 planes of grid.height * grid.width, centre heat, then the distances
 *   left, top, right, bottom, in cells; planes beyond are not read
 * @returns at most `limit` people, the surest, left to right; boxes cut at the photo's edges
 */
export function findPeople(
  map: Float32Array,
  grid: Size,
  options: { readonly threshold: number; readonly limit: number; readonly placement: Placement; readonly canvas: Size },
): SeenBox[] {
  const photo = photoToCanvas({ x0: 0, y0: 0, x1: 1, y1: 1 }, options.placement, options.canvas)
  const onPhoto = (box: Box): Box => clipBox(intersection(box, photo))
  const people = findBoxes(map, grid, { ...options, cut: onPhoto })
  return people.sort((a, b) => a.box.x0 + a.box.x1 - b.box.x0 - b.box.x1 || a.box.y0 - b.box.y0)
}

/**
 * Heads from the planes of a centre map behind those of the people, decoded as {@link findPeople} does.
 * @param map one photo's `people` output: 10 planes of grid.height * grid.width, of which 5 to 9 are the heads'
 * @returns all heads, the surest first: who of them belongs to the people kept is not known yet. Their boxes are not
 *   cut, since a head at the edge reaches beyond the photo
 */
export function findHeads(map: Float32Array, grid: Size, threshold: number): SeenBox[] {
  const planes = map.subarray(CENTRE_PLANES * grid.width * grid.height)
  return findBoxes(planes, grid, { threshold, limit: Number.POSITIVE_INFINITY, cut: (box) => box })
}

/** Boxes round the peaks of the first plane, the surest first; `cut` trims them before they are compared. */
function findBoxes(
  planes: Float32Array,
  grid: Size,
  { threshold, limit, cut }: { readonly threshold: number; readonly limit: number; readonly cut: (box: Box) => Box },
): SeenBox[] {
  const plane = grid.width * grid.height
  const kept: SeenBox[] = []
  for (const cell of peaks(planes, grid, threshold)) {
    if (kept.length === limit) break
    const distance = (channel: number): number => planes[channel * plane + cell]!
    const distances = { left: distance(1), top: distance(2), right: distance(3), bottom: distance(4) }
    const column = cell % grid.width
    const box = cut(boxAt(column, (cell - column) / grid.width, distances, grid))
    // Distances that are no numbers or endless span nothing.
    if (!(area(box) > 0 && area(box) < Number.POSITIVE_INFINITY)) continue
    if (kept.some((other) => intersectionOverUnion(other.box, box) > SAME)) continue
    kept.push({ box, score: planes[cell]! })
  }
  return kept
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
