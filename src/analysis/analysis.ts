import type { Age, Gender, Occasion, Season } from '../vocabulary/vocabulary.ts'

/**
 * The one result object of `analyze`: written as `analysis.json`, rendered as HTML and CSV.
 * Field names are those of the JSON. Shares and probabilities are 0 to 1; `low` and `high` bound a 95 % interval;
 * `null` stands for a suppressed or impossible value, never for zero.
 */
export interface Analysis {
  readonly schema_version: 1
  readonly title: string
  readonly created_at: string
  readonly sources: readonly SourceSummary[]
  readonly counts: { photos: number; people: number; garments: number; posts: number; accounts: number }
  readonly settings: Settings
  readonly alerts: readonly Alert[]
  readonly findings: readonly Finding[]
  readonly popularity: Popularity
  readonly correlation: Correlation
  readonly groups: readonly GroupShares[]
  readonly distinctive: readonly Distinctive[]
  readonly trends: readonly Trend[]
  readonly triplets: readonly Triplet[]
  readonly quality: Quality
  readonly corrections: readonly Correction[]
  /** Present with `--versus`. */
  readonly comparison: Comparison | null
  /** Counts for filters in the page; every cell is safe to publish. */
  readonly cube: EmbeddedCube
}

export interface Settings {
  readonly min_count: number
  readonly where: string | null
  readonly confidence: 0.95
  readonly seed: number
  /** Columns chosen by the paper's rule. */
  readonly paper: boolean
  /** Bootstrap rounds behind the intervals. */
  readonly replicates: number
  /** What is resampled and counted against `min_count`: accounts where known, else posts. */
  readonly cluster: 'account' | 'post'
}

export interface SourceSummary {
  /** The last part of the path: where it lay is nobody's business. */
  readonly path: string
  readonly photos: number
  readonly pack: string | null
  readonly pack_version: string | null
  readonly device: string | null
  readonly program_version: string | null
}

export interface Alert {
  /** e.g. `few_garments`, `dates_missing`, `countries_unknown`, `dominant_account`, `weak_family` */
  readonly code: string
  readonly severity: 'note' | 'warning'
  readonly message: string
  /** The parameters of the sentence, for other languages. */
  readonly values: Values
}

/** Names as in the data, numbers unrounded. */
export interface Values {
  readonly [name: string]: string | number | null
}

/** A headline in one plain sentence, with its numbers, linked to the section that shows it. */
export interface Finding {
  readonly code: 'triplet' | 'pair' | 'distinctive' | 'slope' | 'cycle'
  readonly text: string
  /** The parameters of the sentence, for other languages. */
  readonly values: Values
  readonly section: 'popularity' | 'correlation' | 'groups' | 'trends' | 'triplets'
  readonly strength: number
}

export interface Popularity {
  /** Columns, in display order. */
  readonly concepts: readonly string[]
  readonly genders: readonly Gender[]
  readonly occasions: readonly Occasion[]
  /** How many garments each context (row) has; the rows of the heatmap. */
  readonly contexts: readonly { gender: Gender; occasion: Occasion; count: number | null }[]
  /** Every context of the columns, and of other concepts those that may be shown. */
  readonly cells: readonly PopularityCell[]
}

/** Unit: garments. `low` and `high` bound `lift`; the readings are null together where suppressed. */
export interface PopularityCell {
  readonly gender: Gender
  readonly occasion: Occasion
  readonly concept: string
  readonly count: number | null
  readonly p_context_given_concept: number | null
  readonly p_concept_given_context: number | null
  readonly lift: number | null
  readonly low: number | null
  readonly high: number | null
  readonly suppressed: boolean
}

/** Unit: persons who wear at least two garments. */
export interface Correlation {
  readonly categories: Graph
  readonly attributes: Graph
  /** The same within one gender or one occasion (the other is null); only where enough persons are left. */
  readonly conditional: readonly {
    readonly gender: Gender | null
    readonly occasion: Occasion | null
    readonly categories: Graph
    readonly attributes: Graph
  }[]
}

export interface Graph {
  /** Persons with at least two garments: the base of phi, NPMI and Jaccard. */
  readonly persons: number
  readonly nodes: readonly { concept: string; count: number }[]
  readonly edges: readonly Edge[]
}

export interface Edge {
  readonly a: string
  readonly b: string
  readonly count: number
  readonly phi: number
  readonly npmi: number
  readonly jaccard: number
  /** Observed over expected among persons who wear something of both garment groups. */
  readonly lift: number
  /** Benjamini-Hochberg adjusted. */
  readonly q: number
}

/** Shares of concepts within each value of one dimension. Unit: garments; intervals by accounts. */
export interface GroupShares {
  readonly dimension: 'country' | 'season' | 'occasion' | 'gender' | 'age'
  readonly rows: readonly {
    readonly value: string
    readonly concept: string
    readonly count: number | null
    readonly total: number
    readonly share: number | null
    readonly low: number | null
    readonly high: number | null
    readonly suppressed: boolean
  }[]
}

/** What sets one group apart from the rest: weighted log-odds (Monroe, Colaresi, Quinn 2008). */
export interface Distinctive {
  readonly dimension: 'country' | 'season' | 'occasion' | 'gender' | 'age'
  readonly value: string
  readonly concept: string
  readonly count: number
  readonly log_odds: number
  /** 95 %, by accounts. */
  readonly low: number
  readonly high: number
  readonly z: number
  readonly q: number
}

export interface Trend {
  readonly concept: string
  readonly unit: 'month' | 'week'
  readonly points: readonly {
    /** First day, `YYYY-MM-DD`. */
    readonly start: string
    readonly count: number | null
    readonly total: number
    readonly share: number | null
    readonly low: number | null
    readonly high: number | null
    /** What the model says; null where nothing beat a constant. */
    readonly fitted: number | null
  }[]
  /** The simplest model nothing beat: level; level and slope; level, slope and yearly cycle. */
  readonly model: 'constant' | 'linear' | 'cycle'
  /** Share a year, from the fitted model; null where nothing beat a constant. */
  readonly slope: number | null
  readonly slope_low: number | null
  readonly slope_high: number | null
  readonly slope_q: number | null
  readonly cycle: { readonly amplitude: number; readonly peak_month: number } | null
  readonly events: readonly { start: string; end: string; observed: number; expected: number; yearly: boolean }[]
  /** Empty where it did not beat last year's value. */
  readonly forecast: readonly { start: string; share: number; low: number; high: number }[]
  /** Mean absolute errors over rolling origins; null with too few months. */
  readonly forecast_score: { readonly model: number; readonly naive: number; readonly origins: number } | null
}

export interface Triplet {
  readonly gender: Gender
  readonly age: Age | null
  readonly concept: string
  readonly occasion: Occasion
  readonly count: number
  readonly share: number
  readonly lift: number
  readonly confidence: number
  readonly low: number
  readonly high: number
  readonly q: number
  readonly redundant: boolean
  /** The more general triplet whose lift explains this one, e.g. `female · prom · dress`. */
  readonly explained_by: string | null
}

export interface Quality {
  readonly photos: { ok: number; failed: number; without_people: number; without_garments: number }
  readonly errors: readonly { code: string; count: number }[]
  readonly missing: { date: number; country: number; season: number; caption: number; occasion: number; gender: number }
  readonly date_sources: { readonly [source: string]: number }
  readonly place_sources: { readonly [source: string]: number }
  readonly duplicates: number
  /** Per family: mean score and what the pack's own confusion matrix says. */
  readonly families: readonly {
    family: string
    mean_score: number | null
    accuracy: number | null
    n: number | null
    data: string | null
  }[]
  readonly largest_account_share: number | null
}

/**
 * A share as counted and as it would be without the classifier's mistakes: `corrected` by expectation-maximisation,
 * `inverted` by constrained matrix inversion; the interval is that of `corrected`.
 */
export interface Correction {
  readonly family: string
  readonly value: string
  readonly raw: number
  readonly raw_low: number
  readonly raw_high: number
  readonly corrected: number | null
  readonly inverted: number | null
  readonly low: number | null
  readonly high: number | null
  /** e.g. `matrix_too_weak`, `few_labels`; null where the correction stands. */
  readonly flag: string | null
}

export interface Comparison {
  readonly a: string
  readonly b: string
  readonly rows: readonly {
    readonly concept: string
    readonly count_a: number | null
    readonly count_b: number | null
    readonly share_a: number | null
    readonly share_b: number | null
    readonly ratio: number | null
    readonly low: number | null
    readonly high: number | null
    readonly q: number | null
  }[]
}

/**
 * Counts of garments over country, season, month, occasion, gender, age and concept.
 * Every garment with a concept is in exactly one context for it, the finest one that enough accounts share, so cells
 * add up without double counting. A code is an index into `values`; -1 says "not broken down here": such a cell
 * belongs to every total but to no filter on that dimension.
 */
export interface EmbeddedCube {
  /** `unknown` stands for a missing country, season, month or occasion. `concept` 0 is `*`, all garments. */
  readonly values: { readonly [dimension in CubeDimension | 'concept']: readonly string[] }
  /** One row a context: codes in the order of `dimensions`. */
  readonly dimensions: readonly CubeDimension[]
  readonly contexts: readonly (readonly number[])[]
  /** One row a context: concept, count, concept, count, … */
  readonly cells: readonly (readonly number[])[]
  /** Garments that no cell of the full cube may show. */
  readonly hidden: number | null
  /** Counts over a few dimensions: what six dimensions make too small to show, these can. */
  readonly margins: readonly Margin[]
}

/** Counts over some dimensions only, coded like the cube that carries them. */
export interface Margin {
  readonly dimensions: readonly CubeDimension[]
  readonly contexts: readonly (readonly number[])[]
  readonly cells: readonly (readonly number[])[]
}

export type CubeDimension = 'country' | 'season' | 'month' | 'occasion' | 'gender' | 'age'

/** Seasons with a fixed order on a cycle chart. */
export const SEASON_CYCLE: readonly Season[] = ['spring', 'summer', 'autumn', 'winter']
