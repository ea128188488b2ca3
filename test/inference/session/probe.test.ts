import test from 'ava'
import type { Outputs } from '../../../src/inference/kind.ts'
import { disagreement } from '../../../src/inference/session/probe.ts'

const outputs = (...values: number[]): Outputs => ({
  scene: { data: Float32Array.from(values), dims: [values.length] },
})

test('small differences are within the tolerance, large ones beyond', (t) => {
  t.is(disagreement(outputs(1, 2), outputs(1, 2)), 0)
  t.true(disagreement(outputs(0, 100), outputs(0.01, 101)) < 1)
  t.true(disagreement(outputs(0), outputs(0.03)) > 1)
  t.true(disagreement(outputs(100), outputs(97)) > 1)
})

test('a few values one step apart agree, a row of a map gone wrong does not', (t) => {
  const map = Array.from({ length: 64 }, (_, i) => Math.sin(i))
  const changed = (rows: number, by: number) => map.map((value, i) => (i < rows ? value + by : value))
  t.true(disagreement(outputs(...map), outputs(...changed(4, 0.1))) < 1)
  t.true(disagreement(outputs(...map), outputs(...changed(8, 0.5))) > 1)
})

test('missing outputs, other sizes and what is no number never agree', (t) => {
  const never = Number.POSITIVE_INFINITY
  t.is(disagreement(outputs(1), {}), never)
  t.is(disagreement(outputs(1), outputs(1, 2)), never)
  t.is(disagreement(outputs(1, 1), outputs(Number.NaN, 1)), never)
})
