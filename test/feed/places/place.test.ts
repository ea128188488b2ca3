import test from 'ava'
import { completePlace, mergePlaces, placeOfCoordinates, placeOfCountry } from '../../../src/feed/places/place.ts'

const paris = placeOfCoordinates({ latitude: 48.8566, longitude: 2.3522 }, 'coordinates')
const ocean = placeOfCoordinates({ latitude: 35, longitude: -40 }, 'coordinates')
const tokyo = { latitude: 35.6762, longitude: 139.6503 }

test('coordinates give country and source', (t) => {
  t.deepEqual(paris, { country: 'FR', latitude: 48.8566, longitude: 2.3522, source: 'coordinates' })
})

test('coordinates win over names, names over EXIF, EXIF over captions', (t) => {
  const named = placeOfCountry('DE', 'place_name')
  const guessed = placeOfCountry('IT', 'caption')
  t.is(mergePlaces([guessed, named, paris])?.country, 'FR')
  t.is(mergePlaces([guessed, named])?.country, 'DE')
  t.is(completePlace(paris, tokyo)?.country, 'FR')
  t.is(completePlace(guessed, tokyo)?.country, 'JP')
  t.is(completePlace(null, tokyo)?.source, 'exif')
})

test('a place name keeps its country and takes the position of EXIF', (t) => {
  t.deepEqual(completePlace(placeOfCountry('DE', 'place_name'), tokyo), {
    ...tokyo,
    country: 'DE',
    source: 'place_name',
  })
})

test('coordinates at sea keep their position and take the country of a name', (t) => {
  t.deepEqual(mergePlaces([ocean, placeOfCountry('PT', 'place_name')]), {
    country: 'PT',
    latitude: 35,
    longitude: -40,
    source: 'place_name',
  })
  t.is(mergePlaces([ocean])?.country, null)
})

test('EXIF positions that are none change nothing', (t) => {
  for (const exif of [
    null,
    { latitude: 0, longitude: 0 },
    { latitude: 95, longitude: 0 },
    { latitude: Number.NaN, longitude: 1 },
  ]) {
    t.is(completePlace(null, exif), null)
    t.is(completePlace(paris, exif), paris)
  }
})

test('no places are no place', (t) => {
  t.is(mergePlaces([]), null)
  t.is(mergePlaces([null, null]), null)
})
