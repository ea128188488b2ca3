import { COLOUR_BINS } from '../../inference/contextual/colours.ts'
import { gridOf, PEOPLE_STRIDE, REGION_STRIDE } from '../../inference/contextual/grid.ts'
import type { PredictedFamily } from '../../inference/manifest.ts'
import { AGES, CATEGORIES, FAMILIES, GENDERS, GROUPS, OCCASIONS, valuesOf } from '../../vocabulary/vocabulary.ts'
import type { Context, ContextSizes } from '../networks/context.ts'
import type { LookSizes } from '../networks/look.ts'

export const CANVAS = { width: 192, height: 256, pad: [114, 114, 114] } as const
export const REGION_GRID = gridOf(CANVAS, REGION_STRIDE)
export const PEOPLE_GRID = gridOf(CANVAS, PEOPLE_STRIDE)

/** Regions of a photo; groups of garments, or none of them. */
export const REGIONS = ['background', 'body', ...GROUPS] as const

/** Slots for people and garments of one photo. */
export const LIMITS = { people: 8, garments: 8 } as const

export const TEXT = { kind: 'hashed', tokens: 32, pieces: 4, buckets: 16384 } as const

export { COLOUR_BINS }

/** From which probability on something is said to be there. */
export const THRESHOLDS = { person: 0.3, region_pixel: 0.35, region_area: 0.004, garment: 0.5 } as const

/** Class names per family, in output order; children are a class of the network, never of a table. */
export const LABELS: { readonly [family in PredictedFamily]: readonly string[] } = {
  category: CATEGORIES,
  gender: GENDERS.filter((name) => name !== 'unknown'),
  age: ['child', ...AGES.filter((name) => name !== 'unknown')],
  occasion: OCCASIONS,
  ...(Object.fromEntries(FAMILIES.map((family) => [family, valuesOf(family)])) as unknown as Record<
    (typeof FAMILIES)[number],
    readonly string[]
  >),
}

export const GARMENT_FAMILIES: readonly PredictedFamily[] = ['category', ...FAMILIES]
export const PERSON_FAMILIES: readonly PredictedFamily[] = ['gender', 'age']

interface NetworkSizes {
  readonly look: Omit<LookSizes, 'regions'>
  readonly context: Pick<ContextSizes, 'crop' | 'region' | 'garments' | 'tasks'> & { readonly words: number }
}

/** `street`: about that of the embedded pack. `small`: for trying a recipe out. */
export const SIZES = {
  street: {
    look: { widths: [16, 32, 64, 128, 256], blocks: [1, 2, 2, 1], fused: 96, fine: 48 },
    context: { crop: 128, region: 192, garments: 128, tasks: 48, words: 48 },
  },
  small: {
    look: { widths: [8, 16, 24, 32, 48], blocks: [0, 1, 1, 0], fused: 24, fine: 16 },
    context: { crop: 32, region: 48, garments: 32, tasks: 16, words: 16 },
  },
} as const satisfies { readonly [name: string]: NetworkSizes }
export type SizeName = keyof typeof SIZES

export function lookSizes(size: SizeName): LookSizes {
  return { ...SIZES[size].look, regions: REGIONS.length }
}

export function contextSizes(size: SizeName, context: Context, text: boolean): ContextSizes {
  const { words, ...rest } = SIZES[size].context
  const classes = (family: PredictedFamily) => [family, LABELS[family].length] as const
  return {
    ...rest,
    context,
    text: text ? { buckets: TEXT.buckets, embedding: words, filters: words, width: 2 * words } : null,
    garmentFamilies: GARMENT_FAMILIES.map(classes),
    personFamilies: PERSON_FAMILIES.map(classes),
    occasions: OCCASIONS.length,
  }
}
