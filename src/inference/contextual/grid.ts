import type { Placement } from '../../photo/placement.ts'
import type { Box } from '../findings.ts'
import type { Size } from '../geometry.ts'

/** Canvas pixels a cell of the `people` output covers, in both directions. */
export const PEOPLE_STRIDE = 8
/** Canvas pixels a cell of the `regions` output covers, in both directions. */
export const REGION_STRIDE = 4

/** Distances from a cell's centre to the sides of a box, in cells of the people grid. */
export interface Distances {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** Columns and rows of the grid that a canvas has at a stride. */
export function gridOf(canvas: Size, stride: number): Size {
  return { width: Math.floor(canvas.width / stride), height: Math.floor(canvas.height / stride) }
}

/** The cell of the people grid in which a box (shares of the canvas) has its centre. */
export function centreCell(box: Box, grid: Size): { readonly column: number; readonly row: number } {
  const cell = (middle: number, cells: number) => Math.min(cells - 1, Math.max(0, Math.floor(middle * cells)))
  return { column: cell((box.x0 + box.x1) / 2, grid.width), row: cell((box.y0 + box.y1) / 2, grid.height) }
}

/** What the distance channels say at a cell for a box (shares of the canvas); never negative. */
export function distancesAt(column: number, row: number, box: Box, grid: Size): Distances {
  const x = column + 0.5
  const y = row + 0.5
  return {
    left: Math.max(0, x - box.x0 * grid.width),
    top: Math.max(0, y - box.y0 * grid.height),
    right: Math.max(0, box.x1 * grid.width - x),
    bottom: Math.max(0, box.y1 * grid.height - y),
  }
}

/** The box (shares of the canvas) at these distances round a cell's centre. The inverse of {@link distancesAt}. */
export function boxAt(column: number, row: number, distances: Distances, grid: Size): Box {
  const x = column + 0.5
  const y = row + 0.5
  return {
    x0: (x - distances.left) / grid.width,
    y0: (y - distances.top) / grid.height,
    x1: (x + distances.right) / grid.width,
    y1: (y + distances.bottom) / grid.height,
  }
}

/** Is the centre of this region cell on the photo, not on the padding? */
export function onPhoto(column: number, row: number, placement: Placement): boolean {
  const x = (column + 0.5) * REGION_STRIDE - placement.x
  const y = (row + 0.5) * REGION_STRIDE - placement.y
  return x >= 0 && y >= 0 && x < placement.width && y < placement.height
}

/** The smallest box (shares of the canvas) round a set of cells; cells are row * width + column. */
export function extentOf(cells: ArrayLike<number>, grid: Size): Box {
  let [x0, y0, x1, y1] = [grid.width, grid.height, 0, 0]
  for (let index = 0; index < cells.length; index++) {
    const column = cells[index]! % grid.width
    const row = (cells[index]! - column) / grid.width
    x0 = Math.min(x0, column)
    y0 = Math.min(y0, row)
    x1 = Math.max(x1, column + 1)
    y1 = Math.max(y1, row + 1)
  }
  return { x0: x0 / grid.width, y0: y0 / grid.height, x1: x1 / grid.width, y1: y1 / grid.height }
}
