import test from 'ava'
import { evaluateFindings, judgements } from '../../../src/learning/evaluate/judge.ts'
import type { GarmentTruth, PersonTruth } from '../../../src/learning/evaluate/truth.ts'
import { box, findings, garment, person } from './findings.ts'

const someone = (changes: Partial<PersonTruth> = {}): PersonTruth => ({
  box: box(10, 10, 40, 90),
  child: false,
  optional: false,
  ...changes,
})

const something = (changes: Partial<GarmentTruth> = {}): GarmentTruth => ({
  box: box(12, 20, 38, 60),
  attributes: {},
  optional: false,
  ...changes,
})

test('any of several right answers is right, and a class of a set is counted as one', (t) => {
  const truth = {
    photo: 'a',
    garments: [something({ category: ['blazer', 'coat'], attributes: { sleeve_length: ['long', 'three_quarter'] } })],
  }
  const right = findings({
    garments: [garment({ category: 'coat', attributes: { sleeve_length: { value: 'three_quarter', score: 0.5 } } })],
  })
  const wrong = findings({
    garments: [garment({ category: 'dress', attributes: { sleeve_length: { value: 'short', score: 0.5 } } })],
  })
  const { families } = evaluateFindings(
    [
      { truth, found: right },
      { truth, found: wrong },
    ],
    'test',
  )
  t.like(families.category, { n: 2, accuracy: 0.5, answered: 1 })
  t.like(families.group, { n: 2, accuracy: 0.5, ece: null })
  t.deepEqual(families.sleeve_length?.confusion, {
    labels: ['long or three_quarter', 'short', 'sleeveless'],
    counts: [
      [1, 1, 0],
      [0, 0, 0],
      [0, 0, 0],
    ],
    data: 'test',
  })
})

test('what is not answered is wrong, but not where only answers count', (t) => {
  const truth = { photo: 'a', garments: [something({ attributes: { pattern: ['solid'] } })] }
  const said = findings({ garments: [garment({ attributes: { pattern: { value: 'solid', score: 0.9 } } })] })
  const unsaid = findings({ garments: [garment()] })
  const { families } = evaluateFindings(
    [
      { truth, found: said },
      { truth, found: unsaid },
    ],
    'test',
  )
  t.like(families.pattern, { n: 2, accuracy: 0.5, answered: 0.5, named: { share: 1, n: 1 } })
  t.like(families.solid_or_patterned, { n: 2, accuracy: 0.5, named: { share: 1, n: 1 } })
})

test('solid or patterned asks only whether a pattern is solid', (t) => {
  const of = (answers: readonly ('solid' | 'striped' | 'floral')[], value: 'solid' | 'plaid') =>
    judgements(
      [
        {
          truth: { photo: 'a', garments: [something({ attributes: { pattern: answers } })] },
          found: findings({ garments: [garment({ attributes: { pattern: { value, score: 0.9 } } })] }),
        },
      ],
      'solid_or_patterned',
    ).map(({ truth, predicted }) => [truth, predicted])
  t.deepEqual(of(['striped', 'floral'], 'plaid'), [[['patterned'], 'patterned']])
  t.deepEqual(of(['solid'], 'plaid'), [[['solid'], 'patterned']])
  t.deepEqual(of(['solid', 'striped'], 'plaid'), [])
})

test('the main garment is the largest of the groups asked for that the largest person wears', (t) => {
  const found = findings({
    people: [
      person({ box: box(0, 0, 20, 50), gender: 'female' }),
      person({ box: box(40, 0, 90, 100), gender: 'male', age: 'unknown' }),
    ],
    garments: [
      garment({ person: 0, category: 'coat', box: box(0, 0, 90, 90) }),
      garment({ person: 1, category: 'shirt', box: box(45, 10, 80, 40) }),
      garment({ person: 1, category: 'jeans', box: box(45, 40, 80, 100) }),
    ],
  })
  const main = { child: false, gender: ['male'] as const, age: ['under_30'] as const, attributes: {} }
  const asked = (groups?: readonly ['upper_body_garment', 'outerwear'] | readonly ['full_body_garment']) =>
    evaluateFindings(
      [{ truth: { photo: 'a', main: { ...main, category: ['shirt'], ...(groups ? { groups } : {}) } }, found }],
      'test',
    )
  const upper = asked(['upper_body_garment', 'outerwear'])
  t.is(upper.families.category?.accuracy, 1)
  t.is(upper.families.gender?.accuracy, 1)
  t.like(upper.families.age, { n: 1, accuracy: 0, answered: 0 })
  t.like(upper.main, { garment: { share: 1, n: 1 }, person: { share: 1, n: 1 } })
  t.is(upper.regions, null)
  t.deepEqual(judgements([{ truth: { photo: 'a', main: { ...main, category: ['shirt'] } }, found }], 'category'), [
    { truth: ['shirt'], predicted: 'jeans', score: 0.6, wearer: { gender: 'male', age: 'under_30' } },
  ])
  const none = asked(['full_body_garment'])
  t.like(none.main.garment, { share: 0, n: 1 })
  t.like(none.families.category, { n: 1, accuracy: 0, answered: 0 })
})

test('an optional person is neither missed nor wrong', (t) => {
  const truth = { photo: 'a', people: [someone(), someone({ box: box(60, 40, 70, 55), optional: true })] }
  const evaluate = (...people: ReturnType<typeof person>[]) =>
    evaluateFindings([{ truth, found: findings({ people }) }], 'test').people
  t.like(evaluate(person()), { n: 1, recall: 1, precision: 1 })
  t.like(evaluate(person(), person({ box: box(60, 40, 70, 55) })), { n: 1, recall: 1, precision: 1 })
  t.like(evaluate(person({ box: box(60, 70, 70, 85) })), { n: 1, recall: 0, precision: 0 })
})

test('of children it is counted whether they were left alone, never what gender they were given', (t) => {
  const truth = { photo: 'a', people: [someone({ child: true, gender: ['female'] })] }
  const left = person({ gender: 'unknown', age: 'unknown' })
  const { children, families } = evaluateFindings(
    [left, person(), person({ gender: 'unknown' })].map((one) => ({ truth, found: findings({ people: [one] }) })),
    'test',
  )
  t.like(children, { share: 1 / 3, n: 3 })
  t.deepEqual(families, {})
})

test('accuracy is split by the gender and age that labels give the person or the wearer', (t) => {
  const photo = (gender: 'female' | 'male', said: 'shirt' | 'top') => ({
    truth: {
      photo: gender,
      people: [someone({ gender: [gender], age: ['30_to_49', '50_and_over'] })],
      garments: [something({ person: 0, category: ['shirt'] })],
    },
    found: findings({ people: [person()], garments: [garment({ category: said })] }),
  })
  const { families } = evaluateFindings([photo('female', 'top'), photo('male', 'shirt')], 'test')
  t.like(families.category?.by.gender, { female: { n: 1, accuracy: 0 }, male: { n: 1, accuracy: 1 } })
  t.like(families.gender?.by.gender, { female: { n: 1, accuracy: 1 }, male: { n: 1, accuracy: 0 } })
  t.deepEqual(families.category?.by.age, {})
})
