import test from 'ava'
import { random } from '../../../src/learning/graph/random.ts'
import { bestRange, count, emptyHistogram, rangeOf } from '../../../src/learning/quantize/range.ts'

const source = random('range test')

function rangeFor(values: Float32Array) {
  const sorted = values.toSorted()
  const histogram = emptyHistogram(sorted[0] as number, sorted.at(-1) as number)
  count(histogram, values)
  return bestRange(histogram)
}

test('0 is a step of every range: padding is exact', (t) => {
  t.deepEqual(rangeOf(0, 255), { scale: 1, zero: 0 })
  t.deepEqual(rangeOf(-255, 0), { scale: 1, zero: 255 })
  t.deepEqual(rangeOf(-100, 155), { scale: 1, zero: 100 })
  t.deepEqual(rangeOf(0, 0), { scale: 1, zero: 0 })
  t.is(rangeFor(Float32Array.of(5, 6, 7)).zero, 0)
})

test('values behind a ReLU take all steps', (t) => {
  const values = Float32Array.from({ length: 5000 }, () => Math.max(0, source.normal()))
  const { scale, zero } = rangeFor(values)
  t.is(zero, 0)
  const top = Math.max(...values)
  t.true(255 * scale > 0.7 * top && 255 * scale <= 1.001 * top, `${255 * scale} of ${top}`)
})

test('one value far out is clipped, evenly spread ones are not', (t) => {
  const values = Float32Array.from({ length: 200_000 }, (_, i) => (i === 7 ? 12 : source.normal()))
  const { scale, zero } = rangeFor(values)
  t.true((255 - zero) * scale < 11, `${(255 - zero) * scale}`)
  const even = Float32Array.from({ length: 20_000 }, (_, i) => i / 20_000)
  t.true(Math.abs(255 * rangeFor(even).scale - 1) < 0.01)
})

test('zeros say nothing: a map that is mostly empty is told apart as finely', (t) => {
  const values = Float32Array.from({ length: 2000 }, () => Math.abs(source.normal()))
  const empty = new Float32Array(40_000)
  empty.set(values)
  t.deepEqual(rangeFor(empty), rangeFor(values))
})
