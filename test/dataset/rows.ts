import type { GarmentRow, PersonRow, PhotoRow } from '../../src/dataset/rows.ts'
import { FAMILIES } from '../../src/vocabulary/vocabulary.ts'

const context = {
  account: '00aa11bb22cc33dd',
  taken_at: Date.UTC(2019, 6, 14, 12, 30, 0, 5),
  country: 'FR',
  season: 'summer',
  occasion: 'travel',
} as const

const box = { x0: 0.125, y0: 0.25, x1: 0.5, y1: 0.75 }

/** A whole photo row; `changes` say what the test is about. */
export function photoRow(changes: Partial<PhotoRow> = {}): PhotoRow {
  return {
    photo_id: 'a_1',
    post_id: 'a',
    ...context,
    path: 'a.jpg',
    caption: 'In Paris 👗 – été',
    date_source: 'json',
    place_source: 'coordinates',
    latitude: 48.85,
    longitude: 2.35,
    occasion_score: 0.75,
    width: 1080,
    height: 1350,
    people: 1,
    garments: 1,
    content_hash: 'f'.repeat(64),
    status: 'ok',
    error_code: null,
    perceptual_hash: '0'.repeat(32),
    duplicate_of: null,
    ...changes,
  }
}

export function personRow(changes: Partial<PersonRow> = {}): PersonRow {
  return {
    photo_id: 'a_1',
    post_id: 'a',
    person: 0,
    ...box,
    score: 0.5,
    gender: 'female',
    gender_score: 0.875,
    age: '30_to_49',
    age_score: 0.625,
    ...context,
    duplicate: false,
    ...changes,
  }
}

export function garmentRow(changes: Partial<GarmentRow> = {}): GarmentRow {
  const families = Object.fromEntries(
    FAMILIES.flatMap((family) => [
      [family, null],
      [`${family}_score`, null],
    ]),
  )
  return {
    photo_id: 'a_1',
    post_id: 'a',
    person: 0,
    garment: 0,
    ...box,
    category: 'dress',
    category_score: 0.75,
    ...families,
    product_color: 'red',
    product_color_score: 0.5,
    gender: 'female',
    age: '30_to_49',
    ...context,
    duplicate: false,
    ...changes,
  } as GarmentRow
}
