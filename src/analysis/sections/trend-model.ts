import { critical, effectiveClusters, variance } from '../statistics/bootstrap.ts'
import { studentTwoSided } from '../statistics/distributions.ts'
import { cycleP, fitCycle, fitLine, type SeasonalModel, type Series, slopeWeights } from '../statistics/seasonal-fit.ts'

export const FALSE_DISCOVERY_RATE = 0.05
/** Fewer months than this say nothing about a slope. */
const FEWEST_MONTHS = 6

/** One month of one concept. */
export interface Point {
  readonly slot: number
  readonly count: number
  readonly total: number
  readonly share: number
  readonly low: number
  readonly high: number
  readonly designEffect: number
  /** By account bucket. */
  readonly counts: Float64Array
  readonly rounds: Float64Array
  readonly visible: boolean
  /** The month itself has enough accounts: it takes part in fits. */
  readonly dated: boolean
}

/** A concept whose months can be fitted. */
export interface Candidate {
  readonly concept: number
  readonly points: readonly Point[]
  readonly series: Series
  readonly designEffect: number
  readonly line: SeasonalModel
  readonly cycle: SeasonalModel | null
  readonly slope: Slope
  readonly cycleP: number
}

export interface Slope {
  readonly slope: number
  readonly half: number
  readonly p: number
}

/** Line and cycle of a concept's months; `line` is null with too few of them. */
export function candidateOf(
  concept: number,
  points: readonly Point[],
): Candidate | { concept: number; points: readonly Point[]; line: null } {
  const shown = points.filter((point) => point.dated)
  if (shown.length < FEWEST_MONTHS) return { concept, points, line: null }
  const designEffect = Math.max(1, median(shown.map((point) => point.designEffect)))
  const series = {
    month: shown.map(({ slot }) => slot),
    share: shown.map(({ share }) => share),
    weight: shown.map(({ total }) => total / designEffect),
  }
  const line = fitLine(series)
  if (line === null) return { concept, points, line: null }
  const cycle = fitCycle(series)
  return {
    concept,
    points,
    series,
    designEffect,
    line,
    cycle,
    slope: slopeOf(series, line, shown),
    cycleP: cycleP(series, line, cycle),
  }
}

/**
 * Slope a year with the larger of two standard errors: by accounts (the same account posts in many months, so months
 * are not independent) and by the scatter of the months about the line.
 */
function slopeOf(series: Series, model: SeasonalModel, shown: readonly Point[]): Slope {
  const slope = model.fit.coefficients[1]!
  const weights = slopeWeights(series, model)
  const rounds = new Float64Array(shown[0]!.rounds.length)
  shown.forEach(({ rounds: shares }, i) => {
    for (let r = 0; r < rounds.length; r++) rounds[r]! += weights[i]! * shares[r]!
  })
  const clusters = effectiveClusters(sumOf(shown.map((point) => point.counts)))
  const df = Math.max(1, Math.min(shown.length - model.fit.coefficients.length, Math.round(clusters) - 1))
  const scatter = (model.fit.rss / (shown.length - model.fit.coefficients.length)) * model.fit.inverse[1]![1]!
  const sd = Math.sqrt(Math.max(scatter, variance(rounds) || 0))
  return { slope, half: critical(df + 1) * sd, p: sd > 0 ? studentTwoSided(slope / sd, df) : 1 }
}

/** A candidate after the tests of all concepts: `cycle` is null where it was not kept. */
export type Chosen = { readonly candidate: Candidate; readonly slopeQ: number; readonly cycle: SeasonalModel | null }

/** The model that stands; null where nothing beat a constant. */
export function chosenModel({ candidate, slopeQ, cycle }: Chosen): SeasonalModel | null {
  return cycle ?? (slopeQ <= FALSE_DISCOVERY_RATE ? candidate.line : null)
}

/** The model as fields of a trend. */
export function describeModel(chosen: Chosen | null, model: SeasonalModel | null, points: readonly Point[]) {
  if (chosen === null || model === null) {
    return { model: 'constant', slope: null, slope_low: null, slope_high: null, slope_q: null, cycle: null } as const
  }
  const { series, slope: alone } = chosen.candidate
  const shown = points.filter(({ dated }) => dated)
  const slope = model.cycle === null ? alone : slopeOf(series, model, shown)
  return {
    model: model.cycle === null ? 'linear' : 'cycle',
    slope: slope.slope,
    slope_low: slope.slope - slope.half,
    slope_high: slope.slope + slope.half,
    slope_q: chosen.slopeQ,
    cycle: model.cycle === null ? null : describeCycle(model),
  } as const
}

function describeCycle({ cycle, fit }: SeasonalModel) {
  const { peak, concentration } = cycle!
  const trough = Math.exp(-2 * concentration)
  return { amplitude: fit.coefficients[2]! * (1 - trough), peak_month: (Math.round(peak) % 12) + 1 }
}

function sumOf(lists: readonly Float64Array[]): Float64Array {
  const sum = new Float64Array(lists[0]!.length)
  for (const list of lists) for (let i = 0; i < sum.length; i++) sum[i]! += list[i]!
  return sum
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
