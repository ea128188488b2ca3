import type { Facts } from './facts.ts'
import { at, first, isRecord, type JsonRecord, parseJson } from './json.ts'

/** The names under which tools and people keep a post's facts, best first. */
const KEYS = {
  id: ['shortcode', 'post_shortcode', 'post_id', 'tweet_id', 'id_str', 'id', 'key'],
  account: ['account', 'username', 'owner_username', 'owner.username', 'user.username', 'author.name', 'owner', 'user'],
  caption: ['caption', 'text', 'description', 'content', 'title'],
  date: ['taken_at', 'date_taken', 'created_at', 'post_date', 'date', 'datetime', 'timestamp', 'created_time', 'time'],
  latitude: ['latitude', 'lat', 'location.latitude', 'location.lat', 'geo.latitude', 'geo.lat'],
  longitude: [
    'longitude',
    'lon',
    'lng',
    'location.longitude',
    'location.lng',
    'location.lon',
    'geo.longitude',
    'geo.lng',
    'geo.lon',
  ],
  place: ['place', 'place_name', 'location_name', 'location.name', 'location', 'city'],
  country: ['country', 'country_code', 'location.country', 'location.country_code'],
} as const

/** The facts in a JSON sidecar of no particular tool. */
export function factsOfRecord(record: JsonRecord): Facts {
  const exif = exifFacts(record.exif)
  return {
    id: first(record, KEYS.id),
    account: firstPlain(record, KEYS.account),
    caption: first(record, KEYS.caption),
    dates: [{ source: 'json', raw: first(record, KEYS.date) }, ...exif.dates],
    coordinates: [
      { source: 'coordinates', latitude: first(record, KEYS.latitude), longitude: first(record, KEYS.longitude) },
      ...exif.coordinates,
    ],
    placeNames: [firstPlain(record, KEYS.place)],
    country: firstPlain(record, KEYS.country),
  }
}

/** The first value that is a text or a number: `owner` may be a name or an object with one. */
function firstPlain(record: JsonRecord, paths: readonly string[]): unknown {
  return paths
    .map((path) => at(record, path))
    .find((value) => typeof value === 'number' || (typeof value === 'string' && value !== ''))
}

/** img2dataset keeps EXIF as a JSON text of tag names: `{"EXIF DateTimeOriginal": "2019:05:04 10:00:00"}`. */
function exifFacts(exif: unknown): Required<Pick<Facts, 'dates' | 'coordinates'>> {
  const tags = typeof exif === 'string' ? parseJson(exif) : exif
  if (!isRecord(tags)) return { dates: [], coordinates: [] }
  const date = tags['EXIF DateTimeOriginal']
  const offset = tags['EXIF OffsetTimeOriginal']
  const raw = typeof date === 'string' && typeof offset === 'string' ? `${date}${offset}` : date
  const latitude = sexagesimal(tags['GPS GPSLatitude'], tags['GPS GPSLatitudeRef'])
  const longitude = sexagesimal(tags['GPS GPSLongitude'], tags['GPS GPSLongitudeRef'])
  return { dates: [{ source: 'exif', raw }], coordinates: [{ source: 'exif', latitude, longitude }] }
}

/** `[48, 51, 2961/100]` and `N` to degrees; undefined where it is no such text. */
function sexagesimal(value: unknown, hemisphere: unknown): number | undefined {
  if (typeof value !== 'string') return undefined
  const numbers = value
    .replace(/[[\]\s]/g, '')
    .split(',')
    .map((part) => {
      const [over, under = '1'] = part.split('/')
      return Number(over) / Number(under)
    })
  const [degrees = Number.NaN, minutes = 0, seconds = 0] = numbers
  const size = degrees + minutes / 60 + seconds / 3600
  return hemisphere === 'S' || hemisphere === 'W' ? -size : size
}
