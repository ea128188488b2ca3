import test from 'ava'
import { evaluateFindings } from '../../../../src/learning/evaluate/judge.ts'
import { childThreshold, childTrial } from '../../../../training/street/measure/child-threshold.ts'
import { findings, person } from '../../../learning/evaluate/findings.ts'

test('children are left alone at the highest threshold that does so often enough', (t) => {
  const trials = [
    { threshold: 0.5, left: 0.4, lost: 0 },
    { threshold: 0.3, left: 0.92, lost: 0.03 },
    { threshold: 0.1, left: 0.99, lost: 0.08 },
  ]
  t.is(childThreshold(trials), 0.3)
})

test('where none does, the lowest threshold is taken that costs few adults', (t) => {
  const trials = [
    { threshold: 0.5, left: 0, lost: 0 },
    { threshold: 0.3, left: 0.2, lost: 0.06 },
    { threshold: 0.1, left: 0.95, lost: 0.3 },
  ]
  t.is(childThreshold(trials), 0.3)
  t.is(childThreshold(trials.slice(2)), undefined)
  t.is(childThreshold([]), undefined)
})

test('a trial counts only those who are found', (t) => {
  const face = (child: boolean, ...people: ReturnType<typeof person>[]) => ({
    truth: { photo: 'a', main: { child, ...(child ? {} : { gender: ['male'] as const }), attributes: {} } },
    found: findings({ people }),
  })
  const unread = person({ gender: 'unknown', age: 'unknown' })
  const faces = [face(false), face(false, unread), face(false, person()), face(true, unread), face(true, person())]
  t.deepEqual(childTrial(0.5, evaluateFindings([...faces, face(true)], 'test')), {
    threshold: 0.5,
    left: 0.5,
    lost: 0.5,
  })
})
