import type { Family } from '../vocabulary/vocabulary.ts'

/** A family as packs, confusion matrices and evaluations name it. */
export type PredictedFamily = 'category' | 'gender' | 'age' | 'occasion' | Family

/** Counts of (true, predicted) on clean data: `counts[true][predicted]`, both in the order of `labels`. */
export interface ConfusionMatrix {
  readonly labels: readonly string[]
  readonly counts: readonly (readonly number[])[]
  /** Where it was counted, e.g. `clothing-attributes, 320 photos kept apart`. */
  readonly data: string
}

/** How hashed text becomes integers; `src/inference/text/tokens.ts` is the one implementation. */
export interface TextInput {
  readonly kind: 'hashed'
  /** Tokens a caption is cut or padded to. */
  readonly tokens: number
  /** Hashed pieces a token, 0 = none. */
  readonly pieces: number
  /** Ids run from 1 to `buckets` - 1. */
  readonly buckets: number
}

/** `pack.json`: what a model pack is and how its outputs map onto the vocabulary. */
export interface PackManifest {
  readonly schema_version: 1
  readonly name: string
  readonly version: string
  readonly licence: string
  readonly description: string
  readonly kind: 'contextual'
  /** Every file of the pack besides `pack.json`, by name. */
  readonly files: { readonly [name: string]: { readonly sha256: string; readonly bytes: number } }
  readonly input: {
    readonly width: number
    readonly height: number
    /** The photo is fitted inside, centred, the rest filled with `pad` (RGB). */
    readonly fit: 'contain'
    readonly pad: readonly [number, number, number]
  }
  /** Families predicted; all others are null in the tables. */
  readonly families: readonly PredictedFamily[]
  /** Output index → name of the vocabulary (or `child` for age), per family. */
  readonly labels: { readonly [family in PredictedFamily]?: readonly string[] }
  /** Classes of the `regions` output, index → a group, or `background`, `body`, `accessory`. */
  readonly regions: readonly string[]
  readonly limits: { readonly people: number; readonly garments: number }
  readonly text: TextInput
  /** Length of a garment's colour histogram, `COLOUR_BINS` of `src/inference/contextual/colours.ts`. */
  readonly colours: { readonly bins: number }
  /** May a region of one group only be named by that group's categories? */
  readonly category_within_group: boolean
  /**
   * Does the look graph find heads besides people, and the context graph look at the photo again, at those heads?
   * False where absent.
   */
  readonly close_ups?: boolean
  /** Softmax temperature per family, chosen on validation data; 1 where absent. */
  readonly temperatures: { readonly [family in PredictedFamily]?: number }
  /**
   * Least probability to name a value, per family; under it the value is null or `unknown`, and a garment whose
   * category is under it is left out.
   */
  readonly thresholds: {
    readonly person: number
    /** Least heat of a head's centre, of packs with `close_ups`; 0.3 if absent. */
    readonly head?: number
    readonly region_pixel: number
    /** Least share of the canvas a region covers. */
    readonly region_area: number
    /** Least mean probability of a region's cells. */
    readonly garment: number
    /** Probability from which a person is judged to be a child, even where another band is likelier; 0.5 if absent. */
    readonly child?: number
  } & { readonly [family in PredictedFamily]?: number }
  readonly confusion: { readonly [family in PredictedFamily]?: ConfusionMatrix }
}
