import { createHash } from 'node:crypto'
import type { Placement } from './placement.ts'

/** SHA-256 of a file, hexadecimal: the same bytes, the same photo. */
export function contentHash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

const GRID = 9

/** Of 128 pairs of neighbours, so many must differ, or the picture is too plain to be told from other plain ones. */
const LEAST_EDGES = 32

/**
 * A difference hash of 128 bits, hexadecimal: the photo's part of the canvas becomes 9 x 9 mean brightnesses; 64 bits
 * say whether a cell is brighter than its right neighbour, 64 whether it is brighter than the one below.
 * Saving a photo again, smaller or at another quality, turns few of them over (`npm run bench -- duplicates`).
 * Null where the picture is all but empty.
 */
export function perceptualHash(pixels: Uint8Array, canvasWidth: number, at: Placement): string | null {
  const cells = meanBrightness(pixels, canvasWidth, at)
  const bits = new Uint8Array(16)
  let edges = 0
  for (let row = 0; row < GRID - 1; row++) {
    for (let column = 0; column < GRID - 1; column++) {
      const here = cells[row * GRID + column]!
      const right = cells[row * GRID + column + 1]!
      const below = cells[(row + 1) * GRID + column]!
      if (here > right) bits[row]! |= 1 << column
      if (here > below) bits[8 + row]! |= 1 << column
      edges += Number(here !== right) + Number(here !== below)
    }
  }
  return edges < LEAST_EDGES ? null : Buffer.from(bits).toString('hex')
}

/** Rec. 601 luma, rounded to whole steps so that flat areas give the same bits after a new compression. */
function meanBrightness(pixels: Uint8Array, canvasWidth: number, at: Placement): Int32Array {
  const cells = new Int32Array(GRID * GRID)
  const edge = (start: number, size: number, index: number): number => start + Math.floor((size * index) / GRID)
  for (let row = 0; row < GRID; row++) {
    const top = edge(at.y, at.height, row)
    const bottom = Math.max(top + 1, edge(at.y, at.height, row + 1))
    for (let column = 0; column < GRID; column++) {
      const left = edge(at.x, at.width, column)
      const right = Math.max(left + 1, edge(at.x, at.width, column + 1))
      let sum = 0
      for (let y = top; y < bottom; y++) {
        for (let i = (y * canvasWidth + left) * 3, end = (y * canvasWidth + right) * 3; i < end; i += 3)
          sum += 77 * pixels[i]! + 150 * pixels[i + 1]! + 29 * pixels[i + 2]!
      }
      cells[row * GRID + column] = Math.round(sum / 256 / ((bottom - top) * (right - left)))
    }
  }
  return cells
}
