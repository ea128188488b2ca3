import { COLOUR_BINS } from '../../src/inference/contextual/colours.ts'
import { REGIONS } from './regions.ts'

/** The street pack's sizes: one place for the cache, the network, the batches and `pack.json`. */
export const STREET = {
  canvas: { width: 224, height: 288 },
  people: 8,
  garments: 8,
  colours: COLOUR_BINS,
  text: { kind: 'hashed', tokens: 32, pieces: 4, buckets: 16384 },
  regions: REGIONS,
} as const

/** Class names per family in output order, and which families describe a garment or a person. */
export { GARMENT_FAMILIES, LABELS, PERSON_FAMILIES } from '../../src/learning/recipe/sizes.ts'
