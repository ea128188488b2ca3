import type { Size } from '../geometry.ts'

/** Cells (row * width + column) that hang together and bear the same label. */
export interface Component {
  readonly label: number
  readonly cells: readonly number[]
}

/**
 * Connected components (8 neighbours) of a labelled grid, in reading order of their first cells.
 * @param labels one label a cell, row-major; cells with a negative label belong to nothing
 */
export function componentsOf(labels: Int32Array, grid: Size): Component[] {
  const seen = new Uint8Array(labels.length)
  const components: Component[] = []
  for (let start = 0; start < labels.length; start++) {
    const label = labels[start]!
    if (label < 0 || seen[start]) continue
    const cells = [start]
    seen[start] = 1
    for (let next = 0; next < cells.length; next++) {
      for (const neighbour of neighboursOf(cells[next]!, grid)) {
        if (seen[neighbour] || labels[neighbour] !== label) continue
        seen[neighbour] = 1
        cells.push(neighbour)
      }
    }
    components.push({ label, cells })
  }
  return components
}

function neighboursOf(cell: number, grid: Size): number[] {
  const column = cell % grid.width
  const row = (cell - column) / grid.width
  const found: number[] = []
  for (let y = Math.max(0, row - 1); y <= Math.min(grid.height - 1, row + 1); y++) {
    for (let x = Math.max(0, column - 1); x <= Math.min(grid.width - 1, column + 1); x++) {
      if (x !== column || y !== row) found.push(y * grid.width + x)
    }
  }
  return found
}
