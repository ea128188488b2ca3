import test from 'ava'
import { countryOf, readCoordinates } from '../../../src/feed/places/coordinates.ts'
import { POINTS } from './points.ts'

type Pairs = readonly (readonly [latitude: unknown, longitude: unknown])[]

for (const { group, points } of POINTS) {
  test(`countries of ${group}`, (t) => {
    for (const { name, latitude, longitude, country } of points) t.is(countryOf(latitude, longitude), country, name)
  })
}

test('the table of points holds at least two hundred', (t) => {
  t.true(POINTS.flatMap(({ points }) => points).length >= 200)
})

test('coordinates off the globe have no country', (t) => {
  for (const [latitude, longitude] of [
    [91, 0],
    [0, 181],
    [Number.NaN, 2],
    [2, Number.POSITIVE_INFINITY],
  ] as const) {
    t.is(countryOf(latitude, longitude), null)
  }
})

test('coordinates are read as numbers and as text with a point or comma', (t) => {
  const paris = { latitude: 48.85, longitude: 2.35 }
  const pairs: Pairs = [
    [48.85, 2.35],
    ['48.85', '2.35'],
    ['48,85', ' 2,35 '],
  ]
  for (const pair of pairs) t.deepEqual(readCoordinates(...pair), paris)
})

test('both missing, or 0 and 0, is no place', (t) => {
  const pairs: Pairs = [
    [undefined, null],
    ['', ' '],
    [0, 0],
    ['0', '0.0'],
  ]
  for (const pair of pairs) t.is(readCoordinates(...pair), 'absent')
})

test('one missing, text, or degrees off the globe is impossible', (t) => {
  const pairs: Pairs = [
    [48.85, null],
    ['north', 'east'],
    [95, 3],
    [3, 200],
    [{}, []],
    ['1e5', 1],
  ]
  for (const pair of pairs) t.is(readCoordinates(...pair), 'impossible')
})
