import test from 'ava'
import { leastScore } from '../../../../training/street/measure/least-score.ts'

test('the threshold is the least score from which answers are right often enough', (t) => {
  const named = Array.from({ length: 100 }, (_, i) => ({ score: i / 100, right: i >= 40 }))
  t.is(leastScore(named, 0.6), 0)
  t.is(leastScore(named, 1), 0.4)
})

test('a family that is never right often enough is never named', (t) => {
  const named = Array.from({ length: 100 }, (_, i) => ({ score: i / 100, right: false }))
  t.is(leastScore(named, 0.5), 1)
})

test('few answers are not believed', (t) => {
  const named = Array.from({ length: 10 }, () => ({ score: 0.9, right: true }))
  t.is(leastScore(named, 0.5), 1)
})
