import { type AccountKey, hashAccount } from '../dataset/account.ts'
import type { DuplicateIndex } from '../dataset/duplicates.ts'
import type { LedgerEntry } from '../dataset/ledger.ts'
import type { PostRows } from '../dataset/part.ts'
import type { GarmentRow, PersonRow, PhotoRow } from '../dataset/rows.ts'
import { completeDate } from '../feed/dates.ts'
import { completePlace } from '../feed/places/place.ts'
import type { FeedWarning, Place, Post } from '../feed/post.ts'
import { type SeasonRule, seasonOf } from '../feed/seasons.ts'
import type { Findings, GarmentFinding } from '../inference/findings.ts'
import { isCountry } from '../vocabulary/countries.ts'
import { FAMILIES } from '../vocabulary/vocabulary.ts'
import type { DuplicateMode } from './options.ts'
import type { PhotoReading } from './reading.ts'

export interface RowContext {
  readonly accountKey: AccountKey
  readonly season: SeasonRule
  readonly captions: boolean
  readonly exactCoordinates: boolean
  readonly duplicates: DuplicateMode
  /** Photos before this one in feed order. */
  readonly index: DuplicateIndex
}

/** The rows of one post, from what became of its photos, in their order. */
export function rowsOfPost(post: Post, readings: readonly PhotoReading[], context: RowContext): PostRows {
  const photos: PhotoRow[] = []
  const people: PersonRow[] = []
  const garments: GarmentRow[] = []
  const ledger: LedgerEntry[] = []
  const account = post.account === null ? null : hashAccount(post.account, context.accountKey)
  readings.forEach((reading, index) => {
    const photo_id = `${post.id}_${index + 1}`
    const path = post.photos[index]!.path
    const about = { path, post_id: post.id, photo_id }
    const row = photoRow(post, reading, { ...about, account, ...whenAndWhere(post, reading, context) }, context)
    if (!reading.ok) {
      photos.push(row)
      ledger.push({ kind: 'failed', code: reading.code, ...about, message: reading.message })
      return
    }
    const original = originalOf(photo_id, reading, context)
    if (original !== null && context.duplicates === 'drop') {
      ledger.push({ kind: 'skipped', code: 'duplicate', ...about, message: `Repeats ${original}.` })
      return
    }
    photos.push({ ...row, duplicate_of: original })
    const shared = sharedOf(row, original !== null)
    reading.findings.people.forEach((_, person) => {
      people.push(personRow(reading.findings, person, shared))
    })
    reading.findings.garments.forEach((garment, number) => {
      garments.push(garmentRow(reading.findings, garment, number, shared))
    })
  })
  return { postId: post.id, photos, people, garments, ledger }
}

/** A warning of the feed as a line of the ledger. */
export function ledgerEntry({ code, path, message }: FeedWarning): LedgerEntry {
  return { kind: 'skipped', code, path, post_id: null, photo_id: null, message }
}

function originalOf(photoId: string, reading: Extract<PhotoReading, { ok: true }>, context: RowContext): string | null {
  if (context.duplicates === 'keep') return null
  const original = context.index.add(photoId, reading.contentHash, reading.perceptualHash)
  // A post that is read again meets itself.
  return original === photoId ? null : original
}

type WhenAndWhere = Pick<
  PhotoRow,
  'taken_at' | 'date_source' | 'country' | 'place_source' | 'latitude' | 'longitude' | 'season'
>

/** The post's date and place, completed by what the photo says of itself. */
function whenAndWhere(post: Post, reading: PhotoReading, context: RowContext): WhenAndWhere {
  const { takenAt, latitude, longitude } = reading.ok ? reading.facts : noFacts
  const date = completeDate(post.takenAt, takenAt)
  const exif = latitude === null || longitude === null ? null : { latitude, longitude }
  const place = completePlace(post.place, exif)
  const country = place?.country ?? null
  return {
    taken_at: date?.time ?? null,
    date_source: date?.source ?? null,
    country: country !== null && isCountry(country) ? country : null,
    place_source: place?.source ?? null,
    ...coordinates(place, context.exactCoordinates),
    season: seasonOf(date?.time ?? null, place, context.season),
  }
}

const noFacts = { takenAt: null, latitude: null, longitude: null }

function coordinates(place: Place | null, exact: boolean): Pick<PhotoRow, 'latitude' | 'longitude'> {
  if (place === null || place.latitude === null || place.longitude === null) return { latitude: null, longitude: null }
  const shown = (degrees: number): number => (exact ? degrees : Math.round(degrees * 100) / 100)
  return { latitude: shown(place.latitude), longitude: shown(place.longitude) }
}

type Known = WhenAndWhere & Pick<PhotoRow, 'photo_id' | 'post_id' | 'path' | 'account'>

function photoRow(post: Post, reading: PhotoReading, known: Known, context: RowContext): PhotoRow {
  const findings = reading.ok ? reading.findings : null
  return {
    ...known,
    caption: context.captions ? post.caption : null,
    occasion: findings?.occasion ?? null,
    occasion_score: findings?.occasionScore ?? null,
    width: reading.ok ? reading.width : null,
    height: reading.ok ? reading.height : null,
    people: findings?.people.length ?? null,
    garments: findings?.garments.length ?? null,
    content_hash: reading.contentHash,
    status: reading.ok ? 'ok' : 'failed',
    error_code: reading.ok ? null : reading.code,
    perceptual_hash: reading.ok ? reading.perceptualHash : null,
    duplicate_of: null,
  }
}

type Shared = Pick<
  PersonRow,
  'photo_id' | 'post_id' | 'account' | 'taken_at' | 'country' | 'season' | 'occasion' | 'duplicate'
>

function sharedOf(row: PhotoRow, duplicate: boolean): Shared {
  const { photo_id, post_id, account, taken_at, country, season, occasion } = row
  return { photo_id, post_id, account, taken_at, country, season, occasion, duplicate }
}

function personRow(findings: Findings, number: number, shared: Shared): PersonRow {
  const { box, score, gender, genderScore, age, ageScore } = findings.people[number]!
  return {
    ...shared,
    ...box,
    person: number,
    score,
    gender,
    gender_score: genderScore,
    age,
    age_score: ageScore,
  }
}

function garmentRow(findings: Findings, garment: GarmentFinding, number: number, shared: Shared): GarmentRow {
  const wearer = garment.person === null ? null : (findings.people[garment.person] ?? null)
  const families: { [column: string]: string | number | null } = {}
  for (const family of FAMILIES) {
    const attribute = garment.attributes[family]
    families[family] = attribute?.value ?? null
    families[`${family}_score`] = attribute?.score ?? null
  }
  return {
    ...shared,
    ...garment.box,
    ...(families as Pick<GarmentRow, (typeof FAMILIES)[number]>),
    person: garment.person,
    garment: number,
    category: garment.category,
    category_score: garment.categoryScore,
    gender: wearer?.gender ?? null,
    age: wearer?.age ?? null,
  } as GarmentRow
}
