import type { Size } from '../geometry.ts'
import { REGION_STRIDE } from './grid.ts'

/** Nodes of the histogram's axes in CIELAB (D65): lightness, green to red, blue to yellow. Denser where clothes are. */
const LIGHTNESS = [0, 20, 40, 60, 80, 100] as const
const OPPONENT = [-60, -20, 0, 20, 60] as const

/** Length of a colour histogram: what a pack states as `colours.bins`. */
export const COLOUR_BINS = LIGHTNESS.length * OPPONENT.length * OPPONENT.length

const linear = Float64Array.from({ length: 256 }, (_, value) => {
  const share = value / 255
  return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
})

const compress = (value: number): number =>
  value > 216 / 24389 ? Math.cbrt(value) : (value * 24389) / 27 / 116 + 16 / 116

/** sRGB, 0 to 255 → CIELAB under D65 (IEC 61966-2-1, CIE 15). */
export function labOf(red: number, green: number, blue: number): readonly [number, number, number] {
  const r = linear[red]!
  const g = linear[green]!
  const b = linear[blue]!
  const x = compress((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047)
  const y = compress(0.2126729 * r + 0.7151522 * g + 0.072175 * b)
  const z = compress((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883)
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)]
}

/**
 * Which colours the pixels under a mask have: a joint histogram over CIELAB, each pixel shared among the eight nodes
 * round it (trilinear), so that a small change of light changes it little. Every second pixel of each direction counts.
 * @param pixels canvas, height * width * 3, RGB, 0 to 255
 * @param cells cells of the region grid (row * grid width + column), each {@link REGION_STRIDE} pixels a side
 * @returns `COLOUR_BINS` shares that sum to 1; all 0 for no cells
 */
export function coloursOf(pixels: Uint8Array, canvas: Size, cells: ArrayLike<number>): Float32Array {
  const sums = new Float64Array(COLOUR_BINS)
  const columns = Math.floor(canvas.width / REGION_STRIDE)
  for (let index = 0; index < cells.length; index++) {
    const column = cells[index]! % columns
    const row = (cells[index]! - column) / columns
    for (let y = row * REGION_STRIDE; y < (row + 1) * REGION_STRIDE; y += 2) {
      for (let x = column * REGION_STRIDE; x < (column + 1) * REGION_STRIDE; x += 2) {
        const at = (y * canvas.width + x) * 3
        addColour(sums, pixels[at]!, pixels[at + 1]!, pixels[at + 2]!)
      }
    }
  }
  const total = cells.length * (REGION_STRIDE / 2) ** 2
  return total === 0 ? new Float32Array(COLOUR_BINS) : Float32Array.from(sums, (sum) => sum / total)
}

function addColour(sums: Float64Array, red: number, green: number, blue: number): void {
  const [lightness, a, b] = labOf(red, green, blue)
  const l = locate(LIGHTNESS, lightness)
  const i = locate(OPPONENT, a)
  const j = locate(OPPONENT, b)
  for (let corner = 0; corner < 8; corner++) {
    const [dl, di, dj] = [corner >> 2, (corner >> 1) & 1, corner & 1]
    const weight = (dl ? l.share : 1 - l.share) * (di ? i.share : 1 - i.share) * (dj ? j.share : 1 - j.share)
    if (weight === 0) continue
    sums[((l.node + dl) * OPPONENT.length + i.node + di) * OPPONENT.length + j.node + dj]! += weight
  }
}

/** The node below a value and how far it is towards the next, 0 to 1; clamped at the ends. */
function locate(nodes: readonly number[], value: number): { readonly node: number; readonly share: number } {
  let node = 0
  while (node < nodes.length - 2 && value >= nodes[node + 1]!) node++
  const share = (value - nodes[node]!) / (nodes[node + 1]! - nodes[node]!)
  return { node, share: Math.min(1, Math.max(0, share)) }
}
