import test from 'ava'
import {
  nudged,
  PLAIN,
  randomView,
  viewBox,
  viewPixels,
  viewRegions,
} from '../../../../training/street/batches/augment.ts'
import { CACHED, RECORD_BYTES } from '../../../../training/street/batches/pixel-cache.ts'
import { seeded } from '../../../../training/street/seeded.ts'

const canvas = { width: 192, height: 256 }
const grid = { width: 48, height: 64 }
const box = { x0: 0.2, y0: 0.3, x1: 0.5, y1: 0.7 }

/** A grey record with a white rectangle, region 4, at the box. */
function record(): Uint8Array {
  const bytes = new Uint8Array(RECORD_BYTES).fill(60, 0, CACHED.width * CACHED.height * 3)
  for (let y = box.y0 * CACHED.height; y < box.y1 * CACHED.height; y++) {
    for (let x = box.x0 * CACHED.width; x < box.x1 * CACHED.width; x++) {
      const at = Math.floor(y) * CACHED.width + Math.floor(x)
      bytes.fill(255, at * 3, at * 3 + 3)
      bytes[CACHED.width * CACHED.height * 3 + at] = 4
    }
  }
  return bytes
}

test('a box goes where its pixels and its region go, whatever the view', (t) => {
  const source = record()
  const random = seeded('views')
  for (let i = 0; i < 30; i++) {
    const view = { ...randomView(random), gains: [1, 1, 1] as const, contrast: 1, shift: 0 }
    const seen = viewBox(box, view)
    if (seen === null) continue
    const pixels = new Uint8Array(canvas.width * canvas.height * 3)
    viewPixels(source, view, canvas, pixels)
    const regions = new Uint8Array(grid.width * grid.height)
    viewRegions(source, view, grid, regions)
    const extent = brightExtent(pixels)
    for (const side of ['x0', 'y0', 'x1', 'y1'] as const) t.true(Math.abs(extent[side] - seen[side]) < 0.02)
    const middle = [
      Math.floor(((seen.x0 + seen.x1) / 2) * grid.width),
      Math.floor(((seen.y0 + seen.y1) / 2) * grid.height),
    ]
    t.is(regions[(middle[1] as number) * grid.width + (middle[0] as number)], 4)
  }
})

test('a box of which less than 40 % is left is dropped', (t) => {
  t.not(viewBox(box, { ...PLAIN, centreX: 0.8 }), null)
  t.is(viewBox(box, { ...PLAIN, centreX: 0.9 }), null)
})

test('outside the cached canvas pixels are grey and regions unknown', (t) => {
  const view = { ...PLAIN, zoom: 0.5 }
  const pixels = new Uint8Array(canvas.width * canvas.height * 3)
  viewPixels(record(), view, canvas, pixels)
  const regions = new Uint8Array(grid.width * grid.height)
  viewRegions(record(), view, grid, regions)
  t.deepEqual([...pixels.subarray(0, 3)], [114, 114, 114])
  t.is(regions[0], 255)
})

function brightExtent(pixels: Uint8Array): { x0: number; y0: number; x1: number; y1: number } {
  const extent = { x0: 1, y0: 1, x1: 0, y1: 0 }
  for (let y = 0; y < canvas.height; y++) {
    for (let x = 0; x < canvas.width; x++) {
      if ((pixels[(y * canvas.width + x) * 3] as number) < 180) continue
      extent.x0 = Math.min(extent.x0, x / canvas.width)
      extent.y0 = Math.min(extent.y0, y / canvas.height)
      extent.x1 = Math.max(extent.x1, (x + 1) / canvas.width)
      extent.y1 = Math.max(extent.y1, (y + 1) / canvas.height)
    }
  }
  return extent
}

test('a nudged box moves by no more than its share and stays on the canvas', (t) => {
  const random = seeded('nudges')
  for (let i = 0; i < 200; i++) {
    const moved = nudged(box, 0.1, random)
    for (const [side, size] of [
      ['x0', 0.3],
      ['x1', 0.3],
      ['y0', 0.4],
      ['y1', 0.4],
    ] as const) {
      t.true(Math.abs(moved[side] - box[side]) <= 0.1 * size + 1e-12)
    }
    const edge = nudged({ x0: 0, y0: 0, x1: 1, y1: 1 }, 0.1, random)
    t.true(Math.min(edge.x0, edge.y0) >= 0 && Math.max(edge.x1, edge.y1) <= 1)
  }
})
