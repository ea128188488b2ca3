import test from 'ava'
import { adjustToPrevalence } from '../../../src/inference/contextual/prevalence.ts'

test('the prior of the classes is what most cells show', (t) => {
  const dress = Array.from({ length: 8 }, () => [0.9, 0.1])
  const probabilities = Float32Array.from([...dress, [0.45, 0.55]].flat())
  adjustToPrevalence(probabilities, 2)
  t.true(probabilities[16]! > probabilities[17]!)
  for (let cell = 0; cell < 9; cell++)
    t.true(Math.abs(probabilities[cell * 2]! + probabilities[cell * 2 + 1]! - 1) < 1e-6)
})

test('sure cells stay what they are, however few', (t) => {
  const probabilities = Float32Array.from([...Array.from({ length: 50 }, () => [0.9, 0.1]), [0.01, 0.99]].flat())
  adjustToPrevalence(probabilities, 2)
  t.true(probabilities[101]! > 0.5)
})

test('one round is a Bayes step with the mean as prior', (t) => {
  // By hand: mean (0.7, 0.3); cell (0.6, 0.4) becomes 0.42 / 0.54; the later rounds go on from there.
  const probabilities = Float32Array.from([0.8, 0.2, 0.6, 0.4])
  const prior = (rows: readonly (readonly [number, number])[]) =>
    [0, 1].map((at) => rows.reduce((sum, row) => sum + row[at]!, 0) / rows.length)
  let rows: readonly (readonly [number, number])[] = [
    [0.8, 0.2],
    [0.6, 0.4],
  ]
  for (let round = 0; round < 3; round++) {
    const [a, b] = prior(rows) as [number, number]
    rows = [
      [0.8, 0.2],
      [0.6, 0.4],
    ].map(([p, q]) => [(p! * a) / (p! * a + q! * b), (q! * b) / (p! * a + q! * b)] as const)
  }
  adjustToPrevalence(probabilities, 2)
  for (const [at, value] of rows.flat().entries()) t.true(Math.abs(probabilities[at]! - value) < 1e-6)
})

test('nothing is nothing', (t) => {
  const none = new Float32Array(0)
  adjustToPrevalence(none, 4)
  t.is(none.length, 0)
})
