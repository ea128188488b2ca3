import test from 'ava'
import { COLOUR_BINS, coloursOf, labOf } from '../../../src/inference/contextual/colours.ts'

const canvas = { width: 16, height: 8 }
const filled = (...colours: readonly (readonly [number, number, number])[]): Uint8Array => {
  const pixels = new Uint8Array(16 * 8 * 3)
  for (let at = 0; at < pixels.length / 3; at++) {
    pixels.set(colours[Math.floor((at % 16) / (16 / colours.length))]!, at * 3)
  }
  return pixels
}
const distance = (a: Float32Array, b: Float32Array) => a.reduce((sum, share, bin) => sum + Math.abs(share - b[bin]!), 0)
const all = [0, 1, 2, 3, 4, 5, 6, 7]

test('CIELAB has the published values of the sRGB primaries', (t) => {
  const published = [
    [
      [255, 0, 0],
      [53.24, 80.09, 67.2],
    ],
    [
      [0, 255, 0],
      [87.73, -86.18, 83.18],
    ],
    [
      [0, 0, 255],
      [32.3, 79.19, -107.86],
    ],
    [
      [255, 255, 255],
      [100, 0, 0],
    ],
    [
      [0, 0, 0],
      [0, 0, 0],
    ],
  ] as const
  for (const [[r, g, b], lab] of published) {
    for (const [axis, value] of labOf(r, g, b).entries()) t.true(Math.abs(value - lab[axis]!) < 0.01)
  }
})

test('a histogram sums to 1, that of no cells to 0', (t) => {
  const colours = coloursOf(filled([200, 30, 90], [3, 3, 3], [255, 255, 255], [0, 0, 255]), canvas, all)
  t.is(colours.length, COLOUR_BINS)
  t.true(Math.abs(colours.reduce((sum, share) => sum + share) - 1) < 1e-6)
  t.true(coloursOf(filled([1, 2, 3]), canvas, []).every((share) => share === 0))
})

test('only the pixels under the cells count', (t) => {
  const halves = filled([255, 0, 0], [0, 0, 255])
  t.deepEqual(coloursOf(halves, canvas, [0, 1, 4, 5]), coloursOf(filled([255, 0, 0]), canvas, all))
  t.deepEqual(coloursOf(halves, canvas, [2, 3, 6, 7]), coloursOf(filled([0, 0, 255]), canvas, all))
})

test('a shade darker is near, another colour far', (t) => {
  const navy = coloursOf(filled([30, 40, 80]), canvas, all)
  const near = distance(navy, coloursOf(filled([26, 36, 74]), canvas, all))
  const black = distance(navy, coloursOf(filled([15, 15, 17]), canvas, all))
  const red = distance(navy, coloursOf(filled([180, 30, 40]), canvas, all))
  t.true(near < 0.5 && near < black && black < red, `${near} ${black} ${red}`)
})
