import type { Analysis } from '../src/analysis/analysis.ts'
import { summarize } from '../src/analysis/analyze.ts'
import { tallyOf } from '../test/analysis/support/tables.ts'
import { drawTastes, TRUE_SHARES } from '../test/analysis/support/tastes.ts'

export interface CoverageOptions {
  /** Feeds for the coverage of intervals. */
  readonly feeds?: number | string
  /** Feeds in which nothing is to be found. */
  readonly nullFeeds?: number | string
  readonly seed?: number | string
}

/**
 * Do the statistics keep their word? Feeds are drawn in which accounts post very unequally and each has a taste and a
 * country of its own, but nothing depends on country, season, occasion, gender or month.
 * `coverage`: how often 95 % intervals hold the true value, by kind of number; `false_discoveries`: in what share of
 * feeds a section reports anything at all.
 */
export async function run(options: CoverageOptions = {}): Promise<object> {
  const [feeds, nullFeeds, seed] = [options.feeds ?? 500, options.nullFeeds ?? 200, options.seed ?? 1].map(Number) as [
    number,
    number,
    number,
  ]
  const coverage = new Map<string, { inside: number; of: number }>()
  for (let feed = 0; feed < feeds; feed++) {
    const rows = drawTastes({ accounts: 150, persons: 2000, seed: seed * 104_729 + feed })
    for (const { kind, inside } of coverageOf(await analysisOf(rows, feed + 1))) {
      const entry = coverage.get(kind) ?? { inside: 0, of: 0 }
      coverage.set(kind, { inside: entry.inside + Number(inside), of: entry.of + 1 })
    }
  }
  const found = new Map<string, number>()
  for (let feed = 0; feed < nullFeeds; feed++) {
    const rows = drawTastes({ accounts: 150, persons: 4000, seed: seed * 15_485_863 + feed })
    for (const [section, count] of Object.entries(discoveriesOf(await analysisOf(rows, feed + 1)))) {
      found.set(section, (found.get(section) ?? 0) + Number(count > 0))
    }
  }
  return {
    feeds,
    null_feeds: nullFeeds,
    coverage: Object.fromEntries([...coverage].map(([kind, { inside, of }]) => [kind, round(inside / of)])),
    false_discoveries: Object.fromEntries([...found].map(([section, count]) => [section, round(count / nullFeeds)])),
  }
}

async function analysisOf(rows: Parameters<typeof tallyOf>[0], seed: number): Promise<Analysis> {
  const tally = await tallyOf(rows, 10, 65_536)
  return summarize({ tally, sources: [], pack: null, versus: null, name: 'drawn' }, { seed, replicates: 300 })
}

/** One verdict a shown interval. */
export function coverageOf(analysis: Analysis): { kind: string; inside: boolean }[] {
  const inside = (truth: number, low: number | null, high: number | null) => low! <= truth && truth <= high!
  const shares = analysis.groups.flatMap(({ dimension, rows }) =>
    rows
      .filter(({ concept, share }) => share !== null && TRUE_SHARES[concept] !== undefined)
      .map(({ concept, low, high }) => ({ kind: dimension, inside: inside(TRUE_SHARES[concept]!, low, high) })),
  )
  const months = analysis.trends
    .filter(({ unit, concept }) => unit === 'month' && TRUE_SHARES[concept]! > 0.1)
    .flatMap(({ points, concept }) =>
      points
        .filter(({ share }) => share !== null)
        .map(({ low, high }) => ({ kind: 'month', inside: inside(TRUE_SHARES[concept]!, low, high) })),
    )
  const lifts = analysis.popularity.cells
    .filter(({ concept, low }) => low !== null && TRUE_SHARES[concept]! > 0.1)
    .map(({ low, high }) => ({ kind: 'lift', inside: inside(1, low, high) }))
  return [...shares, ...months, ...lifts]
}

/** How much each section reports as found. */
export function discoveriesOf(analysis: Analysis): { [section: string]: number } {
  const monthly = analysis.trends.filter(({ unit }) => unit === 'month')
  return {
    pairs_of_categories: analysis.correlation.categories.edges.length,
    pairs_of_attributes: analysis.correlation.attributes.edges.length,
    pairs_conditional: analysis.correlation.conditional.reduce(
      (sum, { categories, attributes }) => sum + categories.edges.length + attributes.edges.length,
      0,
    ),
    distinctive: analysis.distinctive.length,
    slopes: monthly.filter(({ slope_q }) => slope_q !== null && slope_q <= 0.05).length,
    cycles: monthly.filter(({ cycle }) => cycle !== null).length,
    events: monthly.reduce((sum, { events }) => sum + events.length, 0),
    triplets: analysis.triplets.filter(({ q }) => q <= 0.05).length,
    findings: analysis.findings.length,
  }
}

function round(share: number): number {
  return Math.round(share * 1000) / 1000
}
