import type { Trend } from '../analysis.ts'
import { CONCEPTS } from '../concepts.ts'
import { monthStart, weekInMonths, weekStart } from '../input/calendar.ts'
import {
  type Bootstrap,
  critical,
  effectiveClusters,
  estimateShare,
  shareBase,
  variance,
} from '../statistics/bootstrap.ts'
import { binomialUpper, normalUpper, studentTwoSided } from '../statistics/distributions.ts'
import { groupEvents, type WeekTest } from '../statistics/events.ts'
import { benjaminiHochberg } from '../statistics/false-discovery.ts'
import { type Forecast, forecast } from '../statistics/forecast.ts'
import {
  cycleP,
  fitCycle,
  fitLine,
  fitted,
  fittedVariance,
  type SeasonalModel,
  type Series,
  slopeWeights,
} from '../statistics/seasonal-fit.ts'
import { wilson } from '../statistics/wilson.ts'
import type { Cube } from '../tally/cube.ts'
import { byBucket, totals } from '../tally/pages.ts'
import { frequentConcepts, judge } from './groups.ts'
import type { Slice } from './slots.ts'

const N = CONCEPTS.length
const FALSE_DISCOVERY_RATE = 0.05
const MOST_VALUES = 40
/** Fewer months than this say nothing about a slope. */
const FEWEST_MONTHS = 6
/** A week is tested where at least this many garments of the concept are expected. */
const FEWEST_EXPECTED = 5

interface Point {
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

interface Candidate {
  readonly concept: number
  readonly points: readonly Point[]
  readonly series: Series
  readonly designEffect: number
  readonly line: SeasonalModel
  readonly cycle: SeasonalModel | null
  readonly slope: Slope
  readonly cycleP: number
}

interface Slope {
  readonly slope: number
  readonly half: number
  readonly p: number
}

/**
 * Monthly and weekly shares of concepts among all dated garments, with what a line and a yearly cycle make of them.
 * Slope and cycle are kept at a false discovery rate of 5 % over all concepts. A month's share is shown where enough accounts
 * are behind the count. Fits use all months that have enough accounts at all: leaving out those in which the concept was
 * rare would bend them, and two to five parameters over years tell on no month.
 */
export function trends(cube: Cube, bootstrap: Bootstrap, minCount: number): Trend[] {
  const slices = timeSlices(cube.month)
  if (slices.filter(({ name }) => name !== null).length < 2) return []
  const visible = judge(slices, minCount)
  const concepts = frequentConcepts(cube, minCount, MOST_VALUES)
  const bases = slices.map(({ page }) => shareBase(bootstrap, byBucket(page, N, 0)))
  const candidates = concepts.map((concept) => {
    const points = slices.flatMap((slice, index): Point[] => {
      if (slice.name === null) return []
      const counts = byBucket(slice.page, N, concept)
      const estimate = estimateShare(bootstrap, counts, bases[index]!)
      const total = bases[index]!.total
      const rounds = bootstrap.totals(counts).map((count, r) => count / bases[index]!.rounds[r]!)
      const count = counts.reduce((sum, n) => sum + n, 0)
      return [
        {
          slot: slice.slot - 1,
          count,
          total,
          counts,
          ...estimate,
          rounds,
          visible: visible[index * N + concept]!,
          dated: visible[index * N]!,
        },
      ]
    })
    return candidateOf(concept, points)
  })
  const fittedOnes = candidates.filter((candidate) => candidate.line !== null) as Candidate[]
  const slopeQ = benjaminiHochberg(fittedOnes.map(({ slope }) => slope.p))
  const cycleQ = benjaminiHochberg(fittedOnes.map((candidate) => candidate.cycleP))
  const models = fittedOnes.map((candidate, index) => ({
    candidate,
    slopeQ: slopeQ[index]!,
    cycle: cycleQ[index]! <= FALSE_DISCOVERY_RATE ? candidate.cycle : null,
  }))
  const weeks = timeSlices(cube.week)
  const weekVisible = judge(weeks, minCount)
  const events = findEvents(weeks, weekVisible, models)
  return candidates.flatMap(({ concept, points }) => {
    const model = models.find(({ candidate }) => candidate.concept === concept) ?? null
    return trendsOf({ weeks, visible: weekVisible }, concept, points, model, events.get(concept) ?? [])
  })
}

type TimeSlice = Slice & { readonly slot: number }

/** The slots of a table by time, as slices that {@link judge} understands; slot 0 (undated) is unknown. */
function timeSlices(table: Cube['month']): TimeSlice[] {
  return table.slots().map((slot) => ({ slot, name: slot === 0 ? null : String(slot), page: table.pages[slot]! }))
}

function candidateOf(
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

type Chosen = { readonly candidate: Candidate; readonly slopeQ: number; readonly cycle: SeasonalModel | null }

/**
 * Weeks whose share lies above what line and cycle allow: one-sided, the larger of the normal tail (variance of the
 * count by the concept's design effect, plus that of the fit) and the exact binomial tail; Benjamini-Hochberg over
 * all weeks of all concepts.
 */
function findEvents(weeks: readonly TimeSlice[], visible: readonly boolean[], models: readonly Chosen[]) {
  const tests: { concept: number; test: Omit<WeekTest, 'significant'>; p: number; shown: boolean }[] = []
  weeks.forEach(({ slot, page }, index) => {
    const counts = totals(page, N)
    const month = weekInMonths(slot - 1)
    for (const { candidate, cycle } of models) {
      const { concept, designEffect, series } = candidate
      const model = cycle ?? candidate.line
      const expected = fitted(model, month)
      const [count, total] = [counts[concept]!, counts[0]!]
      if (slot === 0 || expected * total < FEWEST_EXPECTED || expected >= 1) continue
      const binomial = expected * (1 - expected)
      const unit = Math.max(binomial, model.fit.rss / Math.max(1, series.month.length - 3))
      const sd = Math.sqrt((designEffect * binomial) / total + fittedVariance(model, month, unit))
      const p = Math.max(normalUpper((count / total - expected) / sd), binomialUpper(count, total, expected))
      tests.push({ concept, test: { week: slot - 1, count, total, expected }, p, shown: visible[index * N + concept]! })
    }
  })
  const q = benjaminiHochberg(tests.map(({ p }) => p))
  const byConcept = new Map<number, WeekTest[]>()
  tests.forEach(({ concept, test, shown }, index) => {
    const list = byConcept.get(concept) ?? []
    list.push({ ...test, significant: shown && q[index]! <= FALSE_DISCOVERY_RATE })
    byConcept.set(concept, list)
  })
  return new Map([...byConcept].map(([concept, list]) => [concept, groupEvents(list)]))
}

type Events = ReturnType<typeof groupEvents>

function trendsOf(
  { weeks, visible }: { weeks: readonly TimeSlice[]; visible: readonly boolean[] },
  concept: number,
  points: readonly Point[],
  chosen: Chosen | null,
  events: Events,
): Trend[] {
  const model = chosen === null ? null : chosenModel(chosen)
  const shared = {
    concept: CONCEPTS[concept]!.name,
    ...describeModel(chosen, model, points),
    events: events.map(({ first, last, ...event }) => ({ start: weekStart(first), end: weekStart(last), ...event })),
  }
  const outlook: Forecast | null = chosen === null ? null : forecast(chosen.candidate.series)
  const monthly: Trend = {
    ...shared,
    unit: 'month',
    points: points
      .filter(({ dated }) => dated)
      .map(({ slot, count, total, share, low, high, visible: shown }) => ({
        start: monthStart(slot),
        total,
        ...(shown ? { count, share, low, high } : HIDDEN),
        fitted: model === null ? null : fitted(model, slot),
      })),
    forecast: (outlook?.points ?? []).map(({ month, ...point }) => ({ start: monthStart(month), ...point })),
    forecast_score: outlook === null ? null : { model: outlook.model, naive: outlook.naive, origins: outlook.origins },
  }
  if (CONCEPTS[concept]!.family >= 0 && events.length === 0) return [monthly]
  const weekly: Trend = {
    ...shared,
    unit: 'week',
    points: weeks.flatMap(({ slot, page }, index) => {
      if (slot === 0 || !visible[index * N]) return []
      const [total, count] = [page.counts[0]!, page.counts[concept]!]
      const interval = wilson(count / total, total / (chosen?.candidate.designEffect ?? 1))
      const seen = visible[index * N + concept]! ? { count, share: count / total, ...interval } : HIDDEN
      return [
        {
          start: weekStart(slot - 1),
          total,
          ...seen,
          fitted: model === null ? null : fitted(model, weekInMonths(slot - 1)),
        },
      ]
    }),
    forecast: [],
    forecast_score: null,
  }
  return [monthly, weekly]
}

const HIDDEN = { count: null, share: null, low: null, high: null } as const

function chosenModel({ candidate, slopeQ, cycle }: Chosen): SeasonalModel | null {
  return cycle ?? (slopeQ <= FALSE_DISCOVERY_RATE ? candidate.line : null)
}

function describeModel(chosen: Chosen | null, model: SeasonalModel | null, points: readonly Point[]) {
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
