import test from 'ava'
import { bestShare, trialsOf } from '../../../../training/street/measure/shares.ts'

const sets = [[0], [1], [0, 1], [2], [0], [1]]
/** Logits of 3 classes a row that are right as often as `right` says. */
const logits = (right: readonly boolean[]) =>
  Float32Array.from(sets.flatMap((set, row) => [0, 1, 2].map((label) => (set.includes(label) === right[row] ? 2 : 0))))
const good = { logits: logits([true, true, true, true, true, false]), sets }
const poor = { logits: logits([false, true, false, false, true, false]), sets }

test('of two networks the one that is right more often has more to say', (t) => {
  t.true(bestShare(trialsOf(poor, good, 3)).closeUp > 0.5)
  t.true(bestShare(trialsOf(good, poor, 3)).closeUp < 0.5)
})

test('each trial tells how often the likeliest value may be true', (t) => {
  const trials = trialsOf(poor, good, 3)
  t.is(trials[0]?.closeUp, 0)
  t.is(trials[0]?.right, 2 / 6)
  t.is(trials.at(-1)?.right, 5 / 6)
})

test('shares sum to one', (t) => {
  const { context, closeUp } = bestShare(trialsOf(good, poor, 3))!
  t.is(Number((context + closeUp).toFixed(6)), 1)
})
