import test from 'ava'
import { FILTER_KEYS, keptRows, parseFilter } from '../../../src/analysis/input/filter.ts'
import type { UserError } from '../../../src/errors.ts'

test('conditions hold together, alternatives each', (t) => {
  const filter = parseFilter('gender=female,occasion=prom|party')
  const columns = { gender: [0, 0, 1, 0, -1], occasion: [3, 2, 3, -1, 3] }
  t.deepEqual([...keptRows(filter, columns, 5)], [1, 1, 0, 0, 0])
})

test('unknown is what is missing, and what the model could not read', (t) => {
  const columns = { gender: [0, 2, -1] }
  t.deepEqual([...keptRows(parseFilter('gender=unknown'), columns, 3)], [0, 1, 1])
})

test('a year is its twelve months', (t) => {
  const month = [24 * 12 - 1, 24 * 12, 24 * 12 + 11, 25 * 12]
  t.deepEqual([...keptRows(parseFilter('year=2024'), { month }, 4)], [0, 1, 1, 0])
})

test('a table without the column keeps all its rows', (t) => {
  t.deepEqual([...keptRows(parseFilter('category=dress'), { gender: [0, 1] }, 2)], [1, 1])
})

for (const text of ['color=red', 'country', '=SG', '']) {
  test(`\`${text}\` is refused with the allowed keys`, (t) => {
    const error = t.throws<UserError>(() => parseFilter(text), { code: 'invalid_filter' })!
    t.is(error.exit, 2)
    t.true(error.hint!.includes(FILTER_KEYS.join(', ')))
  })
}

for (const [text, message] of [
  ['season=hot', /Expected one of spring, summer.* for `--where season` but received `hot`/],
  ['country=Singapore', /an ISO 3166-1 code such as `SG`/],
  ['month=2024-13', /a month such as `2024-05`/],
  ['year=24', /a year such as `2024`/],
] as const) {
  test(`\`${text}\` is refused with what is allowed`, (t) => {
    t.is(t.throws<UserError>(() => parseFilter(text), { message })!.exit, 2)
  })
}
