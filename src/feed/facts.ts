import { isCountry } from '../vocabulary/countries.ts'
import { dateOfName, readDate } from './dates.ts'
import { stemOf } from './names.ts'
import type { LayoutName } from './options.ts'
import { countryInCaption } from './places/caption.ts'
import { readCoordinates } from './places/coordinates.ts'
import { countryOfName } from './places/names.ts'
import { mergePlaces, placeOfCoordinates, placeOfCountry } from './places/place.ts'
import { DATE_SOURCES, type DateSource, type FeedItem, type PhotoRef, type Place, type TakenAt } from './post.ts'
import { tidyCaption } from './text.ts'
import { warn } from './warnings.ts'

/** What metadata says of a post, as it stands there: values of any type, to be read with suspicion. */
export interface Facts {
  readonly id?: unknown
  readonly account?: unknown
  readonly caption?: unknown
  readonly dates?: readonly { readonly source: DateSource; readonly raw: unknown }[]
  readonly coordinates?: readonly {
    readonly source: 'coordinates' | 'exif'
    readonly latitude: unknown
    readonly longitude: unknown
  }[]
  readonly placeNames?: readonly unknown[]
  /** A country by its code or name. */
  readonly country?: unknown
}

/** Where the facts came from. */
export interface Origin {
  readonly layout: LayoutName
  /** As tables show it; warnings name it. */
  readonly path: string
  /** The id where the metadata has none. */
  readonly stem: string
  readonly photos: readonly PhotoRef[]
}

const LONGEST_ID = 200

/** A post from what its metadata says, after warnings about what could not be used. Reads nothing. */
export function composePost(facts: Facts, origin: Origin, now: number): FeedItem[] {
  const items: FeedItem[] = []
  const caption = textOf(facts.caption, 'caption', origin.path, items)
  const takenAt = dateOf(facts, origin, now, items)
  const place = placeOf(facts, caption, origin.path, items)
  items.push({
    post: {
      id: idOf(facts.id) ?? origin.stem,
      account: textOf(facts.account, 'account', origin.path, items),
      caption,
      takenAt,
      place,
      photos: origin.photos,
      layout: origin.layout,
    },
  })
  return items
}

function idOf(raw: unknown): string | null {
  if (typeof raw === 'bigint' || (typeof raw === 'number' && Number.isSafeInteger(raw))) return String(raw)
  const text = typeof raw === 'string' ? raw.trim() : ''
  return text === '' || text.length > LONGEST_ID ? null : text
}

function textOf(raw: unknown, what: string, path: string, items: FeedItem[]): string | null {
  if (raw === undefined || raw === null) return null
  if (typeof raw === 'string') return tidyCaption(raw)
  if (typeof raw === 'number' || typeof raw === 'bigint') return String(raw)
  items.push(warn('metadata_unreadable', path, `The ${what} is no text.`))
  return null
}

function dateOf(facts: Facts, { path, stem, photos }: Origin, now: number, items: FeedItem[]): TakenAt | null {
  const inNames = [stem, ...photos.slice(0, 1).map((photo) => stemOf(photo.path))]
    .map((name) => dateOfName(name.slice(name.lastIndexOf('/') + 1), now))
    .find((time) => time !== null)
  const candidates = [...(facts.dates ?? []), { source: 'file_name' as const, raw: inNames && new Date(inNames) }].sort(
    (a, b) => DATE_SOURCES.indexOf(a.source) - DATE_SOURCES.indexOf(b.source),
  )
  for (const { source, raw } of candidates) {
    const reading = readDate(raw, now)
    if (reading.kind === 'time') return { time: reading.time, source }
    if (reading.kind !== 'absent') items.push(warn(reading.kind, path, `The date \`${short(raw)}\` is not used.`))
  }
  return null
}

function placeOf(facts: Facts, caption: string | null, path: string, items: FeedItem[]): Place | null {
  const places: (Place | null)[] = []
  for (const { source, latitude, longitude } of facts.coordinates ?? []) {
    const point = readCoordinates(latitude, longitude)
    if (point === 'impossible') {
      const written = `${short(latitude)}, ${short(longitude)}`
      items.push(warn('place_impossible', path, `The coordinates \`${written}\` are not used.`))
    } else if (point !== 'absent') places.push(placeOfCoordinates(point, source))
  }
  if (!places.some((place) => place?.country)) places.push(namedPlace(facts))
  if (!places.some((place) => place?.country) && caption !== null) {
    const country = countryInCaption(caption)
    if (country !== null) places.push(placeOfCountry(country, 'caption'))
  }
  return mergePlaces(places)
}

function namedPlace({ country, placeNames = [] }: Facts): Place | null {
  const code = typeof country === 'string' ? country.trim().toUpperCase() : ''
  const names = [country, ...placeNames].filter((name) => typeof name === 'string' && name.length <= 300) as string[]
  const found = isCountry(code) ? code : names.map(countryOfName).find((named) => named !== null)
  return found === undefined || found === null ? null : placeOfCountry(found, 'place_name')
}

function short(raw: unknown): string {
  const text = typeof raw === 'string' ? raw : (JSON.stringify(raw) ?? String(raw))
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
