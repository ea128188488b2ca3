import test from 'ava'
import { random } from '../../../src/learning/graph/random.ts'
import { integerBiases } from '../../../src/learning/quantize/bias.ts'
import { convolutionLayout, integerWeights, matrixLayout, tableLayout } from '../../../src/learning/quantize/weights.ts'

const source = random('weights test')

test('no two neighbouring products of a convolution can pass the limit of 16 bits, in either order', (t) => {
  const shape = [4, 6, 3, 3]
  const weights = Float32Array.from({ length: 216 }, () => source.normal())
  // A channel of equal weights is the worst there is.
  weights.fill(0.5, 54, 108)
  const { data, scales } = integerWeights(weights, convolutionLayout(shape))
  for (let channel = 0; channel < 4; channel++) {
    const at = (into: number, place: number) => data[(channel * 6 + into) * 9 + place] as number
    const first = Array.from({ length: 54 }, (_, k) => at(Math.floor(k / 9), k % 9))
    const last = Array.from({ length: 54 }, (_, k) => at(k % 6, Math.floor(k / 6)))
    for (const order of [first, last]) {
      for (let k = 0; k < 54; k += 2) {
        const sum = 255 * ((order[k] as number) + (order[k + 1] as number))
        t.true(sum <= 32767 && sum >= -32768, `channel ${channel}: ${sum}`)
      }
    }
  }
  t.true(
    weights.every(
      (w, i) =>
        Math.abs(w - (data[i] as number) * (scales[Math.floor(i / 54)] as number)) <=
        0.51 * (scales[Math.floor(i / 54)] as number),
    ),
  )
  t.true(data.subarray(54, 108).every((value) => value === 64))
})

test('a large weight that stands alone has all 8 bits, and so has a table that is only looked up', (t) => {
  const matrix = Float32Array.of(1, 0.5, -1, 0.5, 0.25, 0.5, 0, 0.5)
  const { data, scales } = integerWeights(matrix, matrixLayout([4, 2]))
  t.deepEqual([...data], [127, 64, -127, 64, 32, 64, 0, 64])
  t.deepEqual([...scales], [Math.fround(1 / 127), Math.fround(1 / 127)])
  t.deepEqual([...integerWeights(matrix, tableLayout(2)).data], [127, 127, -127, 127, 32, 127, 0, 127])
})

test('a channel of zeros stays zero', (t) => {
  const { data, scales } = integerWeights(new Float32Array(6), matrixLayout([3, 2]))
  t.deepEqual([...data], [0, 0, 0, 0, 0, 0])
  t.deepEqual([...scales], [1, 1])
})

test('biases count in steps of both scales and make up for what rounding takes on average', (t) => {
  const layout = matrixLayout([3, 1])
  const weights = Float32Array.of(1, 0.004, 0.004)
  const rounded = integerWeights(weights, layout)
  t.deepEqual([...rounded.data], [126, 1, 1])
  const input = { scale: 0.1, seen: undefined }
  const plain = integerBiases(Float32Array.of(2), weights, rounded, layout, input)
  t.is(plain.data[0], Math.round(2 / (plain.steps[0] as number)))
  t.true(Math.abs((plain.steps[0] as number) - 0.1 * (rounded.scales[0] as number)) < 1e-9)
  const means = Float32Array.of(10, 100, 0)
  const seen = { means, range: { scale: 0.1, zero: 0 }, shape: [1, 3] }
  const corrected = integerBiases(Float32Array.of(2), weights, rounded, layout, { scale: 0.1, seen })
  const output = (bias: number) =>
    bias + [10, 100, 0].reduce((sum, x, i) => sum + x * (rounded.data[i] as number) * (rounded.scales[0] as number), 0)
  const step = corrected.steps[0] as number
  t.true(Math.abs(output((corrected.data[0] as number) * step) - 12.4) <= step)
  t.true(Math.abs(output((plain.data[0] as number) * step) - 12.4) > 0.3)
})
