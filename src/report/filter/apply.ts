import type { Analysis, GroupShares, PopularityCell, Trend, Triplet } from '../../analysis/analysis.ts'
import { logOdds } from '../../analysis/statistics/log-odds.ts'
import { wilson } from '../../analysis/statistics/wilson.ts'
import { type Counted, countBy } from './counts.ts'
import { type Filter, isFiltered, without } from './filter.ts'

/**
 * The analysis as it would read for a part of the garments, from the embedded cube. Intervals are Wilson's, with
 * garments taken as independent; their upper end allows for garments that the cube does not break down so far.
 * Correlations follow only where the analysis has them for just this gender or occasion; corrections and
 * comparisons stay.
 */
export function applyFilter(analysis: Analysis, filter: Filter): Analysis {
  if (!isFiltered(filter)) return analysis
  const popularity = filterPopularity(analysis, filter)
  return {
    ...analysis,
    popularity,
    correlation: { ...analysis.correlation, ...(conditionalGraphs(analysis, filter) ?? {}) },
    groups: analysis.groups.map((group) => filterGroup(analysis, group, filter)),
    distinctive: filterDistinctive(analysis, filter),
    trends: analysis.trends.map((trend) => filterTrend(analysis, trend, filter)),
    triplets: filterTriplets(analysis, popularity.cells, filter),
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

/** A share with its bounds; null where too few garments are left. */
function share(part: Counted, whole: number, minCount: number) {
  if (part.count < minCount || whole === 0) return null
  const value = Math.min(1, part.count / whole)
  const { low } = wilson(value, whole)
  const { high } = wilson(Math.min(1, (part.count + part.unsure) / whole), whole)
  return { value, low, high }
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
        const context = inContext([gender, occasion], '*').count
        const total = overall([], concept).count
        const estimate = share({ count: part.count, unsure: 0 }, context, settings.min_count)
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
      const total = counts([value], '*').count
      const part = counts([value], concept)
      const estimate = share({ count: part.count, unsure: 0 }, total, settings.min_count)
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
      const group = counts([value], concept).count
      const groupTotal = counts([value], '*').count
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

function filterTrend({ cube, settings }: Analysis, trend: Trend, filter: Filter): Trend {
  const counts = countBy(cube, filter, ['month'])
  const points = trend.points.map(({ start }) => {
    const month = start.slice(0, 7)
    const total = counts([month], '*').count
    const part = counts([month], trend.concept)
    const estimate = trend.unit === 'month' ? share({ ...part, unsure: 0 }, total, settings.min_count) : null
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
