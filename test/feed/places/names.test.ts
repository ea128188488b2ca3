import test from 'ava'
import { countryOfName } from '../../../src/feed/places/names.ts'

const MEANT: readonly (readonly [country: string | null, names: readonly string[]])[] = [
  ['FR', ['France', 'Frankreich', 'Francia', 'Paris', 'paris', ' PARIS ', 'Paris, France', 'Café de Flore, Paris']],
  ['DE', ['Germany', 'Deutschland', 'Allemagne', 'München', 'Munich', 'Köln', 'Cologne, Germany']],
  ['JP', ['日本', 'Tokyo', '東京', 'Shibuya, Tokyo', 'Tokyo, Japan', 'Japón']],
  ['US', ['USA', 'U.S.A.', 'New York', 'NYC', 'Paris, Texas', 'Atlanta, Georgia', 'Los Angeles, CA', 'Portland, ME']],
  ['GB', ['UK', 'England', 'Scotland', 'London', 'London, UK', 'Cambridge, UK', 'Northern Ireland']],
  ['GE', ['Tbilisi', 'Tbilisi, Georgia', 'Sakartvelo, Tbilisi']],
  ['CA', ['Canada', 'London, Ontario', 'Toronto']],
  ['ES', ['España', 'Valencia, Spain', 'Barcelona', 'Ibiza']],
  ['IT', ['Italia', 'Milano', 'Roma', 'Rome', 'Toscana', 'Nice view - Florence, Italy']],
  ['KR', ['South Korea', 'Korea, Republic of', 'Seoul', '서울', '대한민국']],
  ['ID', ['Bali', 'Bali, Indonesia', 'Jakarta']],
  ['TR', ['Turkey', 'Türkiye', 'Istanbul']],
  ['AE', ['Dubai - United Arab Emirates', 'Dubai', 'UAE']],
  ['HK', ['Hong Kong', '香港']],
  ['PT', ['Portugal', 'Lisbon, Portugal', 'lisbon portugal']],
  ['PR', ['Puerto Rico', 'San Juan, Puerto Rico']],
]

for (const [country, names] of MEANT) {
  test(`places in ${country} are known by name`, (t) => {
    for (const name of names) t.is(countryOfName(name), country, name)
  })
}

test('names that may mean several countries stay open', (t) => {
  for (const name of [
    'Georgia',
    'Valencia',
    'Cambridge',
    'Hyderabad',
    'Congo',
    'Birmingham',
    'San José',
    'Santiago',
    'Victoria',
  ]) {
    t.is(countryOfName(name), null, name)
  }
})

test('what is no place stays open', (t) => {
  for (const name of [
    '',
    '  ',
    ',,,',
    'home',
    'the moon',
    'IN',
    'ME',
    'me',
    'my bed',
    'Little Italy',
    'New England',
    'Air Jordan',
    '☀️',
    '0',
    '<script>',
    'constructor',
    '__proto__',
  ]) {
    t.is(countryOfName(name), null, name)
  }
})
