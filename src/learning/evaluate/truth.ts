import type { Box } from '../../inference/findings.ts'
import type { Age, Category, Family, Gender, Group, Occasion, Value } from '../../vocabulary/vocabulary.ts'

/**
 * Truth of a photo as label files write it (docs/labels.md). A label is the **set** of values that would be right, in
 * class order: one value is a full label, several a partial one (`not solid` = all other patterns). What is left out
 * is unknown.
 */
export type Answers<T extends string> = readonly T[]

export type AttributeAnswers = { readonly [family in Family]?: Answers<Value> }

/** What may be known of a person. */
export interface PersonAnswers {
  readonly gender?: Answers<Gender>
  readonly age?: Answers<Age>
  /** A child has neither gender nor age. */
  readonly child: boolean
}

export interface PersonTruth extends PersonAnswers {
  readonly box: Box
  /** Neither missed where it is not found nor wrong where it is. */
  readonly optional: boolean
}

export interface GarmentTruth {
  readonly box: Box
  /** Index into `people`. */
  readonly person?: number
  readonly category?: Answers<Category>
  readonly attributes: AttributeAnswers
  /** Neither missed where it is not found nor wrong where it is. */
  readonly optional: boolean
}

/** The main person and their main garment, where nobody drew boxes. */
export interface MainTruth extends PersonAnswers {
  /** Groups among which the main garment is looked for; absent: all. */
  readonly groups?: readonly Group[]
  readonly category?: Answers<Category>
  readonly attributes: AttributeAnswers
}

/** Garments as the areas of an index picture. */
export interface MaskTruth {
  /** Path of the picture. */
  readonly file: string
  /** What each index means; an index that is not here is no garment. */
  readonly categories: ReadonlyMap<number, Answers<Category>>
}

/** What is known of one photo; an empty list says there is none. */
export interface PhotoTruth {
  readonly photo: string
  readonly caption?: string
  readonly occasion?: Answers<Occasion>
  readonly people?: readonly PersonTruth[]
  readonly garments?: readonly GarmentTruth[]
  readonly main?: MainTruth
  readonly mask?: MaskTruth
}
