import type { Analysis, GroupShares, PopularityCell, Trend, Triplet } from '../../analysis/analysis.ts'
import { logOdds } from '../../analysis/statistics/log-odds.ts'
import { wilson } from '../../analysis/statistics/wilson.ts'
import { type Counted, countBy } from './counts.ts'
import { type Filter, isFiltered, without } from './filter.ts'

/**
 * The analysis as it would read for a part of the garments, from the embedded cube. Intervals are Wilson's, with
 * garments taken as independent, widened by what the cube does not break down so far.
 * Correlations follow only where the analysis has them for just this gender or occasion; corrections and
 * comparisons stay.
 */
export function applyFilter(analysis: Analysis, filter: Filter): Analysis {
  if (!isFiltered(filter)) return analysis
  const popularity = once(() => filterPopularity(analysis, filter))
  const lazy = {
    popularity,
    groups: once(() => analysis.groups.map((group) => filterGroup(analysis, group, filter))),
    distinctive: once(() => filterDistinctive(analysis, filter)),
    trends: once(() => {
      const counts = countBy(analysis.cube, filter, ['month'])
      return analysis.trends.map((trend) => filterTrend(analysis, trend, counts))
    }),
    triplets: once(() => filterTriplets(analysis, popularity().cells, filter)),
  }
  return {
    ...analysis,
    correlation: { ...analysis.correlation, ...(conditionalGraphs(analysis, filter) ?? {}) },
    get popularity() {
      return lazy.popularity()
    },
    get groups() {
      return lazy.groups()
    },
    get distinctive() {
      return lazy.distinctive()
    },
    get trends() {
      return lazy.trends()
    },
    get triplets() {
      return lazy.triplets()
    },
  }
}

/** Only what is in view is counted: a filter answers at once. */
function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

/** Garments under a filter, and how many more may belong there. */
export function countGarments(analysis: Analysis, filter: Filter): Counted {
  return countBy(analysis.cube, filter, [])([], '*')
}

/** The graphs of one gender or one occasion; undefined where the filter asks for more than that. */
export function conditionalGraphs({ correlation }: Analysis, filter: Filter) {
  const { gender = null, occasion = null, ...more } = filter
  if (isFiltered(more)) return undefined
  return correlation.conditional.find((graphs) => graphs.gender === gender && graphs.occasion === occasion)
}

/** The most that may be missing from a count for it to be shown. */
const MOST_UNSURE = 0.25

/**
 * A share with bounds that hold wherever the garments belong that are not broken down so far; null where they are too
 * many, or the garments too few.
 */
function share(part: Counted, whole: Counted, minCount: number) {
  if (part.count < minCount || isUnsure(part) || isUnsure(whole)) return null
  const value = Math.min(1, part.count / whole.count)
  const { low } = wilson(Math.min(1, part.count / (whole.count + whole.unsure)), whole.count)
  const { high } = wilson(Math.min(1, (part.count + part.unsure) / whole.count), whole.count)
  return { value, low, high }
}

function isUnsure({ count, unsure }: Counted): boolean {
  return unsure > MOST_UNSURE * (count + unsure)
}

function filterPopularity({ popularity, cube, settings }: Analysis, filter: Filter): Analysis['popularity'] {
  const genders = popularity.genders.filter((gender) => filter.gender === undefined || filter.gender === gender)
  const occasions = popularity.occasions.filter((each) => filter.occasion === undefined || filter.occasion === each)
  const inContext = countBy(cube, filter, ['gender', 'occasion'])
  const overall = countBy(cube, filter, [])
  const all = overall([], '*').count
  const cells = popularity.concepts.flatMap((concept) =>
    genders.flatMap((gender) =>
      occasions.map((occasion): PopularityCell => {
        const part = inContext([gender, occasion], concept)
        const total = overall([], concept).count
        const estimate = share(part, inContext([gender, occasion], '*'), settings.min_count)
        const key = { gender, occasion, concept }
        if (estimate === null || total === 0 || all === 0) return { ...key, ...suppressed }
        const base = total / all
        return {
          ...key,
          count: part.count,
          p_context_given_concept: Math.min(1, part.count / total),
          p_concept_given_context: estimate.value,
          lift: estimate.value / base,
          low: estimate.low / base,
          high: estimate.high / base,
          suppressed: false,
        }
      }),
    ),
  )
  const contexts = genders.flatMap((gender) =>
    occasions.map((occasion) => ({ gender, occasion, count: inContext([gender, occasion], '*').count })),
  )
  return { concepts: popularity.concepts, genders, occasions, contexts, cells }
}

const suppressed = {
  count: null,
  p_context_given_concept: null,
  p_concept_given_context: null,
  lift: null,
  low: null,
  high: null,
  suppressed: true,
} as const

function filterGroup({ cube, settings }: Analysis, { dimension, rows }: GroupShares, filter: Filter): GroupShares {
  const counts = countBy(cube, without(filter, dimension), [dimension])
  return {
    dimension,
    rows: rows.map(({ value, concept }) => {
      const whole = counts([value], '*')
      const part = counts([value], concept)
      const estimate = share(part, whole, settings.min_count)
      const total = whole.count
      if (estimate === null)
        return { value, concept, total, count: null, share: null, low: null, high: null, suppressed: true }
      const { value: fraction, low, high } = estimate
      return { value, concept, total, count: part.count, share: fraction, low, high, suppressed: false }
    }),
  }
}

/** As heavy as in the analysis of the whole (`src/analysis/sections/distinctive.ts`). */
const PRIOR = 500
const Z = 1.96

function filterDistinctive({ groups, cube, settings }: Analysis, filter: Filter): Analysis['distinctive'] {
  return groups.flatMap(({ dimension, rows }) => {
    const counts = countBy(cube, without(filter, dimension), [dimension])
    const whole = countBy(cube, without(filter, dimension), [])
    const all = whole([], '*').count
    return rows.flatMap(({ value, concept }) => {
      const part = counts([value], concept)
      const inGroup = counts([value], '*')
      const [group, groupTotal] = [part.count, inGroup.count]
      if (isUnsure(part) || isUnsure(inGroup)) return []
      const total = whole([], concept).count
      if (group < settings.min_count || all <= groupTotal) return []
      const prior = (PRIOR * total) / all
      const { delta, variance, z } = logOdds(
        { group, rest: Math.max(0, total - group), prior },
        groupTotal,
        all - groupTotal,
        PRIOR,
      )
      const half = Z * Math.sqrt(variance)
      // one test a cell: what is shown must beat a Bonferroni bound over the rows of its dimension
      const q = z * z > 2 * Math.log(rows.length / 0.05) ? 0.05 / rows.length : 1
      return [{ dimension, value, concept, count: group, log_odds: delta, low: delta - half, high: delta + half, z, q }]
    })
  })
}

function filterTrend({ settings }: Analysis, trend: Trend, counts: ReturnType<typeof countBy>): Trend {
  const points = trend.points.map(({ start }) => {
    const month = start.slice(0, 7)
    const whole = counts([month], '*')
    const part = counts([month], trend.concept)
    const total = whole.count
    const estimate = trend.unit === 'month' ? share(part, whole, settings.min_count) : null
    if (estimate === null) return { start, count: null, total, share: null, low: null, high: null, fitted: null }
    return {
      start,
      count: part.count,
      total,
      share: estimate.value,
      low: estimate.low,
      high: estimate.high,
      fitted: null,
    }
  })
  const unknown = { slope: null, slope_low: null, slope_high: null, slope_q: null, cycle: null, forecast_score: null }
  return { concept: trend.concept, unit: trend.unit, points, model: 'constant', ...unknown, events: [], forecast: [] }
}

function filterTriplets({ triplets }: Analysis, cells: readonly PopularityCell[], filter: Filter): readonly Triplet[] {
  const matching = triplets.filter(
    ({ gender, age, occasion }) =>
      (filter.gender === undefined || gender === filter.gender) &&
      (filter.occasion === undefined || occasion === filter.occasion) &&
      (filter.age === undefined || age === null || age === filter.age),
  )
  if (filter.age === undefined && filter.country === undefined && filter.season === undefined) return matching
  const known = new Map(cells.map((cell) => [`${cell.gender} ${cell.occasion} ${cell.concept}`, cell]))
  return matching.flatMap((triplet) => {
    const cell = known.get(`${triplet.gender} ${triplet.occasion} ${triplet.concept}`)
    if (cell?.count == null || triplet.age !== null) return []
    const { count, lift, low, high, p_concept_given_context: part, p_context_given_concept: confidence } = cell
    return [
      {
        ...triplet,
        count,
        share: part!,
        confidence: confidence!,
        lift: lift!,
        low: low!,
        high: high!,
        redundant: false,
      },
    ]
  })
}
