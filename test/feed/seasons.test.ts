import test from 'ava'
import { placeOfCountry } from '../../src/feed/places/place.ts'
import type { Place } from '../../src/feed/post.ts'
import { type SeasonRule, seasonOf } from '../../src/feed/seasons.ts'

const meteorological: SeasonRule = { season: 'meteorological', tropics: null }
const wetDry: SeasonRule = { season: 'meteorological', tropics: 'wet-dry' }
const calendar: SeasonRule = { season: 'meteorological', tropics: 'calendar' }
const quarter: SeasonRule = { season: 'quarter', tropics: null }

const at = (latitude: number): Place => ({ country: null, latitude, longitude: 10, source: 'coordinates' })
const country = (code: string): Place => placeOfCountry(code, 'place_name')
const day = (month: number, date = 15): number => Date.UTC(2021, month - 1, date)
const year = (place: Place | null, rule: SeasonRule) =>
  Array.from({ length: 12 }, (_, month) => seasonOf(day(month + 1), place, rule))

const NORTH = [
  ...['winter', 'winter', 'spring', 'spring', 'spring', 'summer'],
  ...['summer', 'summer', 'autumn', 'autumn', 'autumn', 'winter'],
]
const SOUTH = [
  ...['summer', 'summer', 'autumn', 'autumn', 'autumn', 'winter'],
  ...['winter', 'winter', 'spring', 'spring', 'spring', 'summer'],
]

test('seasons are whole months in the north', (t) => {
  t.deepEqual(year(at(48), meteorological), NORTH)
  for (const code of ['US', 'FR', 'JP', 'CN', 'EG', 'CA', 'GB', 'KR'])
    t.deepEqual(year(country(code), meteorological), NORTH, code)
})

test('seasons are turned round in the south', (t) => {
  t.deepEqual(year(at(-34), meteorological), SOUTH)
  for (const code of ['AU', 'NZ', 'AR', 'CL', 'ZA', 'UY']) t.deepEqual(year(country(code), meteorological), SOUTH, code)
})

test('the tropics have no season unless asked', (t) => {
  for (const place of [
    at(0),
    at(23.4),
    at(-23.4),
    country('SG'),
    country('TH'),
    country('NG'),
    country('CO'),
    country('ID'),
  ]) {
    t.deepEqual(new Set(year(place, meteorological)), new Set([null]))
  }
  t.is(seasonOf(day(7), at(23.5), meteorological), 'summer')
  t.is(seasonOf(day(7), at(-23.5), meteorological), 'winter')
})

test('asked for, the tropics have a wet and a dry half-year', (t) => {
  const wetSummer = ['dry', 'dry', 'dry', 'dry', 'wet', 'wet', 'wet', 'wet', 'wet', 'wet', 'dry', 'dry']
  t.deepEqual(year(at(13), wetDry), wetSummer as never)
  t.deepEqual(year(country('TH'), wetDry), wetSummer as never)
  t.deepEqual(year(at(-6), wetDry), wetSummer.map((half) => (half === 'wet' ? 'dry' : 'wet')) as never)
  t.deepEqual(year(at(48), wetDry), NORTH)
})

test('asked for, the tropics have the seasons of their hemisphere', (t) => {
  t.deepEqual(year(at(13), calendar), NORTH)
  t.deepEqual(year(at(-6), calendar), SOUTH)
  t.deepEqual(year(country('PH'), calendar), NORTH)
})

test('countries that stretch over several zones need coordinates', (t) => {
  for (const code of ['BR', 'IN', 'MX', 'BW']) t.is(seasonOf(day(7), country(code), meteorological), null, code)
  t.is(seasonOf(day(7), { ...country('BR'), latitude: -30 }, meteorological), 'winter')
})

test('territories without a listed city have their season by their border', (t) => {
  t.is(seasonOf(day(7), country('GG'), meteorological), 'summer')
  t.is(seasonOf(day(7), country('XK'), meteorological), 'summer')
  t.is(seasonOf(day(7), country('NF'), meteorological), 'winter')
})

test('quarters are those of the calendar wherever the place', (t) => {
  const quarters = ['q1', 'q1', 'q1', 'q2', 'q2', 'q2', 'q3', 'q3', 'q3', 'q4', 'q4', 'q4']
  for (const place of [null, at(0), at(-34), country('BR')]) t.deepEqual(year(place, quarter), quarters as never)
})

test('the borders of seasons are at midnight UTC', (t) => {
  t.is(seasonOf(day(6, 1) - 1, at(48), meteorological), 'spring')
  t.is(seasonOf(day(6, 1), at(48), meteorological), 'summer')
})

test('without a date or a place there is no season', (t) => {
  t.is(seasonOf(null, at(48), meteorological), null)
  t.is(seasonOf(Number.NaN, at(48), meteorological), null)
  t.is(seasonOf(day(7), null, meteorological), null)
  t.is(seasonOf(day(7), country('ZZ'), meteorological), null)
})
