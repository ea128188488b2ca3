import type { CloseUpSizes } from '../../../src/learning/networks/close-up.ts'
import { GARMENT_FAMILIES, LABELS } from '../settings.ts'
import { bandOf } from '../sources/fairface.ts'

/** What is looked at again in its own pixels. */
export type CloseUpName = 'heads' | 'garments'

/** FairFace's age groups, youngest first: finer than the vocabulary's bands, which are sums of them. */
export const AGE_GROUPS = ['0-2', '3-9', '10-19', '20-29', '30-39', '40-49', '50-59', '60-69', 'more than 70'] as const

/** For each age group, the bands of {@link LABELS} it counts for: none for 10 to 19, which straddles two. */
export const bandsOfGroups = AGE_GROUPS.map((group) => LABELS.age.map((band) => Number(bandOf[group] === band)))

const trunk = { widths: [24, 48, 96, 160], layers: [1, 2, 3, 2] } as const

/** About 50 MMAC a head and 60 a garment. */
export const CLOSE_UPS: { readonly [name in CloseUpName]: CloseUpSizes } = {
  heads: {
    width: 64,
    height: 64,
    margin: 0,
    ...trunk,
    vector: 192,
    outputs: [
      ['gender', LABELS.gender.length],
      ['age_group', AGE_GROUPS.length],
    ],
  },
  garments: {
    width: 64,
    height: 80,
    margin: 0.08,
    ...trunk,
    vector: 256,
    outputs: GARMENT_FAMILIES.map((family) => [family, LABELS[family].length] as const),
  },
}

/** How cut-outs are varied in training: shares of the box, radians. */
export interface Variety {
  readonly move: number
  readonly size: number
  readonly turn: number
  /** How often a cut-out is made as coarse as those of small figures are. */
  readonly coarse: number
  /** How often a part is hidden. */
  readonly hidden: number
  /** How far the channels' gains go, and contrast and brightness. */
  readonly tint: number
  readonly light: number
}

export const VARIETY: { readonly [name in CloseUpName]: Variety } = {
  heads: { move: 0.08, size: 0.14, turn: 0.18, coarse: 0.25, hidden: 0.15, tint: 0.1, light: 0.25 },
  garments: { move: 0.07, size: 0.12, turn: 0.1, coarse: 0.25, hidden: 0.2, tint: 0.06, light: 0.2 },
}

const optimiser = { weightDecay: 0.05, clipNorm: 10, averageDecay: 0.998 }

/** Every number of the close-ups' training besides their sizes. */
export const CLOSE_UP_RECIPES = {
  heads: {
    seed: 8,
    rows: 64,
    steps: 9_000,
    optimiser,
    schedule: { peak: 3e-3, warmUp: 150, floor: 1e-5 },
    shares: { 'fairface-alone': 6, 'clothing-attributes': 2, ccp: 1, 'ccp-tags': 1 },
    tellEvery: 100,
  },
  garments: {
    seed: 9,
    rows: 64,
    steps: 5_000,
    optimiser,
    schedule: { peak: 3e-3, warmUp: 150, floor: 1e-5 },
    shares: { ccp: 5, 'ccp-tags': 1.5, 'clothing-attributes': 4, 'clothing-dataset': 2, drawn: 1.5 },
    tellEvery: 100,
  },
} as const
