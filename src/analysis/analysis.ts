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
  readonly settings: { min_count: number; where: string | null; confidence: 0.95; seed: number }
  readonly alerts: readonly Alert[]
  readonly findings: readonly Finding[]
  readonly popularity: Popularity
  readonly correlation: { readonly categories: Graph; readonly attributes: Graph }
  readonly groups: readonly GroupShares[]
  readonly distinctive: readonly Distinctive[]
  readonly trends: readonly Trend[]
  readonly triplets: readonly Triplet[]
  readonly quality: Quality
  readonly corrections: readonly Correction[]
  /** Present with `--versus`. */
  readonly comparison: Comparison | null
}

export interface SourceSummary {
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
}

/** A headline in one plain sentence, with its numbers, linked to the section that shows it. */
export interface Finding {
  readonly text: string
  readonly section: 'popularity' | 'correlation' | 'groups' | 'trends' | 'triplets'
  readonly strength: number
}

export interface Popularity {
  /** Columns, in display order. */
  readonly concepts: readonly string[]
  readonly genders: readonly Gender[]
  readonly occasions: readonly Occasion[]
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
export interface Graph {
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
  readonly z: number
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
  }[]
  /** Share a year, from the fitted model; null where nothing beat a constant. */
  readonly slope: number | null
  readonly slope_low: number | null
  readonly slope_high: number | null
  readonly slope_q: number | null
  readonly cycle: { readonly amplitude: number; readonly peak_month: number } | null
  readonly events: readonly { start: string; end: string; observed: number; expected: number; yearly: boolean }[]
  readonly forecast: readonly { start: string; share: number; low: number; high: number }[]
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

/** A share as counted and as it would be without the classifier's mistakes. */
export interface Correction {
  readonly family: string
  readonly value: string
  readonly raw: number
  readonly corrected: number | null
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

/** Seasons with a fixed order on a cycle chart. */
export const SEASON_CYCLE: readonly Season[] = ['spring', 'summer', 'autumn', 'winter']
