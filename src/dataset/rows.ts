import type { DateSource, PlaceSource } from '../feed/post.ts'
import type { Country } from '../vocabulary/countries.ts'
import type { Age, Category, Family, Gender, Occasion, Season, Value } from '../vocabulary/vocabulary.ts'

export type TableName = 'photos' | 'people' | 'garments'

export const PHOTO_STATUSES = ['ok', 'failed'] as const
export type PhotoStatus = (typeof PHOTO_STATUSES)[number]

/** Corners as shares of the upright photo, 0 to 1. */
interface BoxColumns {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

/** What a person's or garment's row repeats of its photo, so that each table can be counted alone. */
interface Context {
  readonly account: string | null
  /** Milliseconds since 1970, UTC. */
  readonly taken_at: number | null
  readonly country: Country | null
  readonly season: Season | null
  readonly occasion: Occasion | null
  /** The photo is marked as a copy of an earlier one: leave it out of counts. */
  readonly duplicate: boolean
}

/** One photo. `people`, `garments`, `occasion` and sizes are null where the photo failed. */
export interface PhotoRow extends Omit<Context, 'duplicate'> {
  readonly photo_id: string
  readonly post_id: string
  readonly path: string
  readonly caption: string | null
  readonly date_source: DateSource | null
  readonly place_source: PlaceSource | null
  readonly latitude: number | null
  readonly longitude: number | null
  readonly occasion_score: number | null
  readonly width: number | null
  readonly height: number | null
  readonly people: number | null
  readonly garments: number | null
  readonly content_hash: string | null
  readonly status: PhotoStatus
  readonly error_code: string | null
  readonly perceptual_hash: string | null
  /** `photo_id` of the earlier photo that this one repeats. */
  readonly duplicate_of: string | null
}

/** One person in one photo; `person` counts from 0, left to right. */
export interface PersonRow extends BoxColumns, Context {
  readonly photo_id: string
  readonly post_id: string
  readonly person: number
  readonly score: number
  readonly gender: Gender
  readonly gender_score: number
  readonly age: Age
  readonly age_score: number
}

type FamilyColumns = { readonly [family in Family]: Value | null } & {
  readonly [family in Family as `${family}_score`]: number | null
}

/** One garment in one photo; `person` is its wearer's number there, null where none was found. */
export interface GarmentRow extends BoxColumns, Context, FamilyColumns {
  readonly photo_id: string
  readonly post_id: string
  readonly person: number | null
  readonly garment: number
  readonly category: Category
  readonly category_score: number
  /** The wearer's; null where there is none. */
  readonly gender: Gender | null
  readonly age: Age | null
}

export interface Rows {
  readonly photos: PhotoRow
  readonly people: PersonRow
  readonly garments: GarmentRow
}
