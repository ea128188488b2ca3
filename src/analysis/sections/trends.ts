import type { Trend } from '../analysis.ts'
import { CONCEPTS } from '../concepts.ts'
import { monthStart, weekInMonths, weekStart } from '../input/calendar.ts'
import { type Bootstrap, estimateShare, shareBase } from '../statistics/bootstrap.ts'
import type { WeekEvent } from '../statistics/events.ts'
import { benjaminiHochberg } from '../statistics/false-discovery.ts'
import { type Forecast, forecast } from '../statistics/forecast.ts'
import { fitted } from '../statistics/seasonal-fit.ts'
import { wilson } from '../statistics/wilson.ts'
import type { Cube } from '../tally/cube.ts'
import { byBucket } from '../tally/pages.ts'
import { frequentConcepts, judge } from './groups.ts'
import {
  type Candidate,
  type Chosen,
  candidateOf,
  chosenModel,
  describeModel,
  FALSE_DISCOVERY_RATE,
  type Point,
} from './trend-model.ts'
import { findEvents, type TimeSlice, timeSlices } from './week-events.ts'

const N = CONCEPTS.length
const MOST_VALUES = 40

/** The months and which of their cells may be shown. */
export interface MonthTable {
  readonly slices: readonly TimeSlice[]
  /** `[slice * concepts + concept]` */
  readonly visible: readonly boolean[]
}

/** All months, judged once for all sections that use them. */
export function monthTable(cube: Cube, minCount: number): MonthTable {
  const slices = timeSlices(cube.month)
  return { slices, visible: judge(slices, minCount) }
}

/**
 * Monthly and weekly shares of concepts among all dated garments, with what a line and a yearly cycle make of them.
 * Slope and cycle are kept at a false discovery rate of 5 % over all concepts. A month's share is shown where enough accounts
 * are behind the count. Fits use all months that have enough accounts at all: leaving out those in which the concept was
 * rare would bend them, and two to five parameters over years tell on no month.
 */
export function trends(cube: Cube, { slices, visible }: MonthTable, bootstrap: Bootstrap, minCount: number): Trend[] {
  if (slices.filter(({ name }) => name !== null).length < 2) return []
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

function trendsOf(
  { weeks, visible }: { weeks: readonly TimeSlice[]; visible: readonly boolean[] },
  concept: number,
  points: readonly Point[],
  chosen: Chosen | null,
  events: readonly WeekEvent[],
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
