import test from 'ava'
import { cutOut, hidePart, type Picture, randomCut, STRAIGHT } from '../../../../training/street/close-ups/cut.ts'
import { VARIETY } from '../../../../training/street/close-ups/settings.ts'
import { seeded } from '../../../../training/street/seeded.ts'

const empty = (width: number, height: number): Picture => ({
  width,
  height,
  pixels: new Uint8Array(width * height * 3),
})

/** Columns count up in red, rows in green. */
function ramps(width: number, height: number): Picture {
  const picture = empty(width, height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) picture.pixels.set([x, y, 9], (y * width + x) * 3)
  }
  return picture
}

const at = ({ width, pixels }: Picture, x: number, y: number): number[] => [
  ...pixels.subarray((y * width + x) * 3, (y * width + x) * 3 + 3),
]

test('a straight cut of the same size is the middle of the kept picture', (t) => {
  const to = empty(20, 10)
  cutOut(ramps(40, 20), 2, STRAIGHT, to)
  t.deepEqual(at(to, 0, 0), [10, 5, 9])
  t.deepEqual(at(to, 19, 9), [29, 14, 9])
})

test('a mirrored cut turns left and right round', (t) => {
  const to = empty(20, 10)
  cutOut(ramps(40, 20), 2, { ...STRAIGHT, mirrored: true }, to)
  t.deepEqual(at(to, 0, 0), [29, 5, 9])
})

test('a cut that moves shows what lies there, and beyond the edge the edge', (t) => {
  const to = empty(20, 10)
  cutOut(ramps(40, 20), 2, { ...STRAIGHT, moveX: 0.75 }, to)
  t.is(at(to, 0, 0)[0], 25)
  t.is(at(to, 19, 0)[0], 39)
})

test('a quarter turn of a square shows rows as columns', (t) => {
  const to = empty(16, 16)
  cutOut(ramps(16, 16), 1, { ...STRAIGHT, turn: Math.PI / 2 }, to)
  t.deepEqual(at(to, 0, 0), [15, 0, 9])
  t.deepEqual(at(to, 15, 0), [15, 15, 9])
})

test('a coarse cut tells fewer shades apart across an edge than a fine one', (t) => {
  const from = empty(64, 64)
  for (let i = 0; i < 64 * 64; i++) from.pixels.fill(i % 2 === 0 ? 0 : 255, i * 3, i * 3 + 3)
  const contrast = (coarse: number | null) => {
    const to = empty(64, 64)
    cutOut(from, 1, { ...STRAIGHT, coarse }, to)
    return Math.max(...to.pixels) - Math.min(...to.pixels)
  }
  t.true(contrast(null) > 100)
  t.true(contrast(16) < 40)
})

test('random cuts stay within their variety and are the same for the same numbers', (t) => {
  const variety = VARIETY.heads
  for (let i = 0; i < 200; i++) {
    const cut = randomCut(variety, seeded(`cut ${i}`))
    t.deepEqual(cut, randomCut(variety, seeded(`cut ${i}`)))
    t.true(Math.abs(cut.moveX) <= variety.move && Math.abs(cut.turn) <= variety.turn)
    t.true(cut.across * cut.down <= Math.exp(2 * variety.size) + 1e-9)
  }
})

test('a hidden part is grey and leaves most of the picture', (t) => {
  const picture = ramps(60, 60)
  hidePart(picture, seeded('hidden'))
  let grey = 0
  for (let y = 0; y < 60; y++) for (let x = 0; x < 60; x++) grey += Number(at(picture, x, y).join() === '120,120,120')
  t.true(grey >= 60 * 60 * 0.02 && grey <= 60 * 60 * 0.25, `${grey}`)
})
