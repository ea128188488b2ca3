import type { Age, Category, Family, Gender, Occasion, Value } from '../vocabulary/vocabulary.ts'

/** Corners as shares of the upright photo's width and height, 0 to 1, x0 < x1, y0 < y1. */
export interface Box {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

export interface PersonFinding {
  readonly box: Box
  readonly score: number
  readonly gender: Gender
  readonly genderScore: number
  readonly age: Age
  readonly ageScore: number
}

export interface AttributeFinding {
  readonly value: Value
  readonly score: number
}

export interface GarmentFinding {
  readonly box: Box
  /** Index into `people`; null where no wearer was found. */
  readonly person: number | null
  readonly category: Category
  readonly categoryScore: number
  /** Only families that apply to the category and that the pack predicts. */
  readonly attributes: Partial<Record<Family, AttributeFinding>>
}

/** What a pack says about one photo and its caption. All scores are probabilities, 0 to 1. */
export interface Findings {
  /** Left to right. */
  readonly people: readonly PersonFinding[]
  /** By wearer, top to bottom. */
  readonly garments: readonly GarmentFinding[]
  readonly occasion: Occasion | null
  readonly occasionScore: number | null
}
