import { COLOUR_BINS } from '../../src/inference/contextual/colours.ts'
import type { PredictedFamily } from '../../src/inference/manifest.ts'
import { AGES, CATEGORIES, FAMILIES, GENDERS, OCCASIONS, valuesOf } from '../../src/vocabulary/vocabulary.ts'
import { REGIONS } from './regions.ts'

/** The street pack's sizes: one place for the cache, the network, the batches and `pack.json`. */
export const STREET = {
  canvas: { width: 192, height: 256 },
  people: 8,
  garments: 8,
  colours: COLOUR_BINS,
  text: { kind: 'hashed', tokens: 32, pieces: 4, buckets: 16384 },
  regions: REGIONS,
} as const

/** Names of each family's classes, in output order. Children are a class of the network, never of a table. */
export const LABELS: { readonly [family in PredictedFamily]: readonly string[] } = {
  category: CATEGORIES,
  gender: GENDERS.filter((gender) => gender !== 'unknown'),
  age: ['child', ...AGES.filter((age) => age !== 'unknown')],
  occasion: OCCASIONS,
  ...(Object.fromEntries(FAMILIES.map((family) => [family, valuesOf(family)])) as unknown as Record<
    (typeof FAMILIES)[number],
    readonly string[]
  >),
}

/** Families that describe a garment. */
export const GARMENT_FAMILIES: readonly PredictedFamily[] = ['category', ...FAMILIES]
/** Families that describe a person. */
export const PERSON_FAMILIES: readonly PredictedFamily[] = ['gender', 'age']
