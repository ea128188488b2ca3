import type { Box } from '../../inference/findings.ts'
import type { Age, Category, Family, Gender, Occasion, Value } from '../../vocabulary/vocabulary.ts'
import { optional, type Place } from './label-values.ts'
import { readLabelFile } from './read-truth.ts'
import type { Answers, AttributeAnswers, GarmentTruth, PersonTruth, PhotoTruth } from './truth.ts'

export type AttributeLabels = { readonly [family in Family]?: Value }

export interface PersonLabel {
  readonly box: Box
  readonly gender?: Gender
  readonly age?: Age
  /** A child has neither gender nor age. */
  readonly child: boolean
}

export interface GarmentLabel {
  readonly box: Box
  /** Index into `people`. */
  readonly person?: number
  readonly category: Category
  readonly attributes: AttributeLabels
}

/** A photo to learn from: every label is one value. What is left out is unknown, an empty list says there is none. */
export interface PhotoLabel {
  readonly photo: string
  readonly caption?: string
  readonly occasion?: Occasion
  readonly people?: readonly PersonLabel[]
  readonly garments?: readonly GarmentLabel[]
}

/**
 * Reads a label file to learn from. Throws a `UserError` (exit 5) with file and line as `readTruth` does, and for
 * what can be judged but not learned: several values that would be right, garments without a category.
 */
export async function readLabels(path: string): Promise<PhotoLabel[]> {
  return await readLabelFile(path, singleValued)
}

function singleValued({ photo, caption, occasion, people, garments }: PhotoTruth, place: Place): PhotoLabel {
  return {
    photo,
    ...optional('caption', caption),
    ...optional('occasion', only(occasion, 'occasion', place)),
    ...optional(
      'people',
      people?.map((person) => personLabel(person, place)),
    ),
    ...optional(
      'garments',
      garments?.map((garment) => garmentLabel(garment, place)),
    ),
  }
}

function personLabel({ box, gender, age, child }: PersonTruth, place: Place): PersonLabel {
  return {
    box,
    ...optional('gender', only(gender, 'gender', place)),
    ...optional('age', only(age, 'age', place)),
    child,
  }
}

function garmentLabel({ box, person, category, attributes }: GarmentTruth, place: Place): GarmentLabel {
  const named = only(category, 'category', place)
  if (named === undefined) throw place.error('a garment has no `category`')
  return { box, ...optional('person', person), category: named, attributes: singleAttributes(attributes, place) }
}

function singleAttributes(attributes: AttributeAnswers, place: Place): AttributeLabels {
  return Object.fromEntries(
    Object.entries(attributes).map(([family, answers]) => [family, only(answers, family, place)]),
  )
}

function only<T extends string>(answers: Answers<T> | undefined, field: string, place: Place): T | undefined {
  if (answers !== undefined && answers.length > 1) {
    throw place.error(`\`${field}\` has ${answers.length} values, of which only \`evaluate\` can make use`)
  }
  return answers?.[0]
}
