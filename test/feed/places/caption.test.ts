import test from 'ava'
import { countryInCaption } from '../../../src/feed/places/caption.ts'

const MEANT: readonly (readonly [caption: string, country: string])[] = [
  ['ciao 🇮🇹', 'IT'],
  ['🇯🇵 🇯🇵 #japan', 'JP'],
  ['🏴󠁧󠁢󠁥󠁮󠁧󠁿 weather', 'GB'],
  ['#Italia in summer', 'IT'],
  ['#españa', 'ES'],
  ['#日本 #ootd', 'JP'],
  ['walk in #newyork', 'US'],
  ['#new_york #nyc', 'US'],
  ['#milano #italy 🇮🇹', 'IT'],
  ['#unitedkingdom', 'GB'],
  ['📍 Lisbon, Portugal', 'PT'],
  ['dress by me\n📍Shibuya, Tokyo\n#ootd', 'JP'],
]

for (const [caption, country] of MEANT) {
  test(`the caption ${JSON.stringify(caption)} points at ${country}`, (t) => {
    t.is(countryInCaption(caption), country)
  })
}

test('flags or hashtags of two countries cancel out', (t) => {
  for (const caption of ['🇮🇹🇫🇷', '#london #paris', '🇯🇵 #korea']) t.is(countryInCaption(caption), null, caption)
})

test('running text is not searched for places', (t) => {
  for (const caption of ['missing Italy so much', 'Paris is always a good idea', 'japan']) {
    t.is(countryInCaption(caption), null, caption)
  }
})

test('cloths, cuts, names and words that are also places do not count', (t) => {
  const tags = [
    'ankara',
    'bermuda',
    'jersey',
    'capri',
    'cologne',
    'bordeaux',
    'turkey',
    'jordan',
    'chad',
    'georgia',
    'nice',
    'split',
  ]
  const words = [
    'vogue',
    'most',
    'man',
    'mode',
    'of',
    'in',
    'us',
    'look',
    'black',
    'polo',
    'mango',
    'guess',
    'gap',
    'prada',
    'vans',
  ]
  for (const tag of [...tags, ...words]) t.is(countryInCaption(`#${tag}`), null, tag)
})

test('flags of no country do not count', (t) => {
  for (const caption of ['🇪🇺', '🇺🇳', '🏳️‍🌈', '🏴‍☠️', '🇽🇽']) t.is(countryInCaption(caption), null, caption)
})

test('names of object properties are no hashtags', (t) => {
  t.is(countryInCaption('#constructor #__proto__ #toString'), null)
})

test('half a flag and two thousand hashtags are no trouble', (t) => {
  t.is(countryInCaption('🇮'), null)
  t.is(countryInCaption(`${'#look '.repeat(2000)}`), null)
})
