import test from 'ava'
import { boxAt, centreCell, distancesAt, extentOf, gridOf, onPhoto } from '../../src/inference/contextual/grid.ts'
import type { Box } from '../../src/inference/findings.ts'
import { canvasToPhoto, clipBox, intersectionOverUnion, photoToCanvas } from '../../src/inference/geometry.ts'

const canvas = { width: 192, height: 256 }
const placement = { x: 0, y: 64, width: 192, height: 128 }
const near = (a: Box, b: Box) => Object.keys(a).every((k) => Math.abs(a[k as keyof Box] - b[k as keyof Box]) < 1e-12)

test('a box goes from the photo to the canvas and back unchanged', (t) => {
  const box = { x0: 0.1, y0: 0.2, x1: 0.7, y1: 0.9 }
  const there = photoToCanvas(box, placement, canvas)
  t.true(near(there, { x0: 0.1, y0: (64 + 25.6) / 256, x1: 0.7, y1: (64 + 115.2) / 256 }))
  t.true(near(canvasToPhoto(there, placement, canvas), box))
})

test('what lies on the padding is cut off', (t) => {
  t.deepEqual(canvasToPhoto({ x0: 0, y0: 0, x1: 1, y1: 1 }, placement, canvas), { x0: 0, y0: 0, x1: 1, y1: 1 })
  t.deepEqual(clipBox({ x0: -1, y0: 0.5, x1: 2, y1: 0.6 }), { x0: 0, y0: 0.5, x1: 1, y1: 0.6 })
})

test('intersection over union is 1 for the same box, 0 for distant and empty ones', (t) => {
  const box = { x0: 0, y0: 0, x1: 0.5, y1: 0.5 }
  t.is(intersectionOverUnion(box, box), 1)
  t.is(intersectionOverUnion(box, { x0: 0.6, y0: 0.6, x1: 1, y1: 1 }), 0)
  t.is(intersectionOverUnion(box, { x0: 0.25, y0: 0, x1: 0.75, y1: 0.5 }), 1 / 3)
  const empty = { x0: 0.2, y0: 0.2, x1: 0.2, y1: 0.2 }
  t.is(intersectionOverUnion(empty, empty), 0)
})

test('distances at the centre cell give back the box', (t) => {
  const grid = gridOf(canvas, 8)
  t.deepEqual(grid, { width: 24, height: 32 })
  const box = { x0: 0.21, y0: 0.1, x1: 0.55, y1: 0.93 }
  const { column, row } = centreCell(box, grid)
  t.deepEqual([column, row], [9, 16])
  t.true(near(boxAt(column, row, distancesAt(column, row, box, grid), grid), box))
  t.deepEqual(centreCell({ x0: 1, y0: 1, x1: 1, y1: 1 }, grid), { column: 23, row: 31 })
})

test('the extent of cells reaches to their outer edges', (t) => {
  t.deepEqual(extentOf([5, 10], { width: 4, height: 4 }), { x0: 0.25, y0: 0.25, x1: 0.75, y1: 0.75 })
})

test('cells of the padding are not on the photo', (t) => {
  t.false(onPhoto(3, 15, placement))
  t.true(onPhoto(3, 16, placement))
  t.true(onPhoto(47, 47, placement))
  t.false(onPhoto(47, 48, placement))
})
