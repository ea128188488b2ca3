import { DATE_SOURCES, PLACE_SOURCES } from '../feed/post.ts'
import { COUNTRIES } from '../vocabulary/countries.ts'
import { AGES, CATEGORIES, FAMILIES, GENDERS, OCCASIONS, SEASONS, valuesOf } from '../vocabulary/vocabulary.ts'
import { PHOTO_STATUSES, type Rows, type TableName } from './rows.ts'

/** Version of the tables' columns; raised when a column changes its meaning, not when one is added. */
export const SCHEMA_VERSION = 1

export const TABLE_NAMES: readonly TableName[] = ['photos', 'people', 'garments']

export type ColumnKind = 'utf8' | 'bool' | 'int32' | 'float32' | 'float64' | 'timestamp' | 'dictionary'

/** One column: its Arrow type, whether it may be null, and one sentence for docs and field metadata. */
export interface ColumnSpec<Name extends string = string> {
  readonly name: Name
  readonly kind: ColumnKind
  readonly nullable: boolean
  /** All values of a dictionary column, in code order: the same in every batch and file. */
  readonly dictionary?: readonly string[]
  readonly description: string
}

export type TableSpec<T extends TableName> = readonly ColumnSpec<keyof Rows[T] & string>[]

type Options = { readonly nullable?: true; readonly dictionary?: readonly string[] }

function column<Name extends string>(
  name: Name,
  kind: ColumnKind,
  description: string,
  { nullable, dictionary }: Options = {},
): ColumnSpec<Name> {
  return { name, kind, nullable: nullable ?? false, description, ...(dictionary === undefined ? {} : { dictionary }) }
}

function choice<Name extends string>(
  name: Name,
  dictionary: readonly string[],
  description: string,
  nullable?: true,
): ColumnSpec<Name> {
  return column(name, 'dictionary', description, { dictionary, ...(nullable ? { nullable } : {}) })
}

const nullable = { nullable: true } as const

const keys = [
  column('photo_id', 'utf8', 'post_id, an underscore and the number of the photo in its post, from 1'),
  column('post_id', 'utf8', 'the post the photo belongs to; stable when files are added'),
] as const

const account = column('account', 'utf8', 'keyed hash of the account, never its name', nullable)
const takenAt = column('taken_at', 'timestamp', 'when the post was made, UTC', nullable)
const country = choice('country', COUNTRIES, 'ISO 3166-1 alpha-2', true)
const season = choice('season', SEASONS, 'season of the year at that place', true)
const occasion = choice('occasion', OCCASIONS, 'occasion read from photo, garments and caption', true)
const duplicate = column('duplicate', 'bool', 'the photo repeats an earlier one of this dataset')

const box = [
  column('x0', 'float32', 'left edge, share of the upright width'),
  column('y0', 'float32', 'top edge, share of the upright height'),
  column('x1', 'float32', 'right edge, share of the upright width'),
  column('y1', 'float32', 'bottom edge, share of the upright height'),
] as const

const context = [account, takenAt, country, season, occasion] as const

const photos: TableSpec<'photos'> = [
  ...keys,
  account,
  column('path', 'utf8', 'path relative to the input'),
  column('caption', 'utf8', 'the caption of the post', nullable),
  takenAt,
  choice('date_source', DATE_SOURCES, 'where taken_at came from', true),
  country,
  choice('place_source', PLACE_SOURCES, 'where country came from', true),
  column('latitude', 'float64', 'degrees, WGS 84, rounded to 0.01 unless asked', nullable),
  column('longitude', 'float64', 'degrees, WGS 84, rounded to 0.01 unless asked', nullable),
  season,
  occasion,
  column('occasion_score', 'float32', 'probability of the occasion', nullable),
  column('width', 'int32', 'pixels, upright', nullable),
  column('height', 'int32', 'pixels, upright', nullable),
  column('people', 'int32', 'rows of this photo in people', nullable),
  column('garments', 'int32', 'rows of this photo in garments', nullable),
  column('content_hash', 'utf8', 'SHA-256 of the file', nullable),
  choice('status', PHOTO_STATUSES, 'ok or failed'),
  column('error_code', 'utf8', 'why the photo failed', nullable),
  column('perceptual_hash', 'utf8', 'difference hash of the picture, 128 bits in hexadecimal', nullable),
  column('duplicate_of', 'utf8', 'photo_id of the earlier photo that this one repeats', nullable),
]

const people: TableSpec<'people'> = [
  ...keys,
  column('person', 'int32', 'number of the person in the photo, from 0, left to right'),
  ...box,
  column('score', 'float32', 'probability that this is a person'),
  choice('gender', GENDERS, "how the model reads the person's presentation"),
  column('gender_score', 'float32', 'probability of the gender'),
  choice('age', AGES, 'age band as the model reads it'),
  column('age_score', 'float32', 'probability of the age band'),
  ...context,
  duplicate,
]

const garments: TableSpec<'garments'> = [
  ...keys,
  column('person', 'int32', 'number of the wearer in people, null where none was found', nullable),
  column('garment', 'int32', 'number of the garment in the photo, from 0'),
  ...box,
  choice('category', CATEGORIES, 'category of the garment'),
  column('category_score', 'float32', 'probability of the category'),
  ...FAMILIES.flatMap((family) => [
    choice(family, valuesOf(family), 'null where the family does not apply or the pack does not predict it', true),
    column(`${family}_score` as const, 'float32', `probability of ${family}`, nullable),
  ]),
  choice('gender', GENDERS, "the wearer's gender, null where there is no wearer", true),
  choice('age', AGES, "the wearer's age band, null where there is no wearer", true),
  ...context,
  duplicate,
]

/** The three tables, column by column, in file order (docs/schema.md). */
export const TABLES: { readonly [T in TableName]: TableSpec<T> } = { photos, people, garments }
