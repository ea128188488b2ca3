import test from 'ava'
import { applyFilter, countGarments } from '../../src/report/filter/apply.ts'
import { countBy } from '../../src/report/filter/counts.ts'
import { choicesOf, parseFilter } from '../../src/report/filter/filter.ts'
import { sampleAnalysis } from './sample.ts'
import { conceptsOf } from './sample-counts.ts'
import { drawGarments } from './sample-people.ts'

const PEOPLE = 3000
const garments = drawGarments(PEOPLE, 7)
const analysis = sampleAnalysis(PEOPLE, 7)

test('counts under one filter are those of the crowd', (t) => {
  for (const [dimension, value] of [
    ['gender', 'female'],
    ['occasion', 'prom'],
  ] as const) {
    const truth = garments.filter((g) => g[dimension] === value).length
    const { count, unsure } = countGarments(analysis, { [dimension]: value })
    t.true(count <= truth && truth <= count + unsure + (analysis.cube.hidden ?? 0), `${value}: ${count} ${truth}`)
  }
})

test('every shown cell of the filtered heatmap has the true count', (t) => {
  const filtered = applyFilter(analysis, { country: 'US' })
  const shown = filtered.popularity.cells.filter(({ count }) => count !== null)
  t.true(shown.length > 10)
  for (const { gender, occasion, concept, count } of shown) {
    const truth = garments.filter(
      (g) => g.country === 'US' && g.gender === gender && g.occasion === occasion && conceptsOf(g).includes(concept),
    )
    t.is(count, truth.length)
  }
})

test('a ranking of countries ignores the country and obeys the rest', (t) => {
  const filtered = applyFilter(analysis, { country: 'DE', season: 'winter' })
  const rows = filtered.groups.find(({ dimension }) => dimension === 'country')!.rows
  const known = rows.filter(({ share }) => share !== null)
  t.true(new Set(known.map(({ value }) => value)).size > 1)
  for (const { value, concept, count } of known) {
    const truth = garments.filter((g) => g.country === value && g.season === 'winter' && g.category === concept)
    t.is(count, truth.length)
  }
})

test('cells that are not broken down so far count as unsure, never as zero or as sure', (t) => {
  const cube = {
    values: {
      gender: ['female', 'male'],
      occasion: [],
      season: [],
      country: ['DE', 'US'],
      age: [],
      month: [],
      concept: ['*'],
    },
    dimensions: ['gender', 'country'] as const,
    contexts: [
      [0, 0],
      [0, -1],
      [1, -1],
    ],
    cells: [
      [0, 30],
      [0, 7],
      [0, 12],
    ],
    hidden: 0,
    margins: [],
  }
  t.deepEqual(countBy(cube, { country: 'DE' }, [])([], '*'), { count: 30, unsure: 12 })
  t.deepEqual(countBy(cube, { country: 'DE', gender: 'female' }, [])([], '*'), { count: 30, unsure: 0 })
  t.deepEqual(countBy(cube, {}, ['country'])(['US'], '*'), { count: 0, unsure: 19 })
  t.deepEqual(countBy(cube, {}, ['gender'])(['male'], '*'), { count: 12, unsure: 0 })
})

test('a share whose count may be far too low is not shown', (t) => {
  const bare = { ...analysis.cube, margins: [] }
  const filtered = applyFilter({ ...analysis, cube: bare }, { country: 'US' })
  t.true(filtered.popularity.cells.every(({ suppressed }) => suppressed))
})

test('values in the address that the data do not know are dropped', (t) => {
  t.deepEqual(parseFilter('#gender=female&country=XX&season=<b>&map=coat', analysis.cube), { gender: 'female' })
  t.false(choicesOf(analysis.cube, 'country').includes('unknown'))
})

test('without a filter the analysis is what it was', (t) => {
  t.is(applyFilter(analysis, {}), analysis)
})

test('one gender has its own correlation graph', (t) => {
  const filtered = applyFilter(analysis, { gender: 'male' })
  t.is(filtered.correlation.categories, analysis.correlation.conditional[1]!.categories)
  t.is(applyFilter(analysis, { season: 'winter' }).correlation.categories, analysis.correlation.categories)
})
