import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
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
  readonly threads?: number | string
}

/** Some of the feeds: numbers `from`, `from` + `step` and so on below `to`. */
export interface FeedRange {
  readonly kind: 'coverage' | 'null'
  readonly seed: number
  readonly from: number
  readonly to: number
  readonly step: number
}

/** How many of how many, by name. */
export type Verdicts = Map<string, { yes: number; of: number }>

/**
 * Do the statistics keep their word? Feeds are drawn in which accounts post very unequally and each has a taste and a
 * country of its own, but nothing depends on country, season, occasion, gender or month.
 * `coverage`: how often 95 % intervals hold the true value, by kind of number; `false_discoveries`: in what share of
 * feeds a section reports anything at all. `--feeds` (500), `--nullFeeds` (200), `--seed` (1), `--threads`.
 */
export async function run(options: CoverageOptions = {}): Promise<object> {
  const [feeds, nullFeeds, seed] = [options.feeds ?? 500, options.nullFeeds ?? 200, options.seed ?? 1].map(Number) as [
    number,
    number,
    number,
  ]
  const threads = Number(options.threads ?? Math.max(1, availableParallelism() - 1))
  const coverage = await judgeInThreads({ kind: 'coverage', seed, from: 0, to: feeds, step: 1 }, threads)
  const found = await judgeInThreads({ kind: 'null', seed, from: 0, to: nullFeeds, step: 1 }, threads)
  const shares = (verdicts: Verdicts) =>
    Object.fromEntries([...verdicts].map(([name, { yes, of }]) => [name, round(yes / of)]))
  return { feeds, null_feeds: nullFeeds, coverage: shares(coverage), false_discoveries: shares(found) }
}

async function judgeInThreads(range: FeedRange, threads: number): Promise<Verdicts> {
  const parts = await Promise.all(
    Array.from({ length: threads }, async (_, thread) => {
      const workerData: FeedRange = { ...range, from: thread, step: threads }
      const worker = new Worker(new URL('./_coverage-worker.js', import.meta.url), { workerData, execArgv: [] })
      const [verdicts] = (await once(worker, 'message')) as [Verdicts]
      return verdicts
    }),
  )
  const all: Verdicts = new Map()
  for (const [name, { yes, of }] of parts.flatMap((part) => [...part])) add(all, name, yes, of)
  return all
}

/** Draws and judges the feeds of a range. */
export async function judgeFeeds({ kind, seed, from, to, step }: FeedRange): Promise<Verdicts> {
  const verdicts: Verdicts = new Map()
  for (let feed = from; feed < to; feed += step) {
    if (kind === 'coverage') {
      const rows = drawTastes({ accounts: 150, persons: 2000, seed: seed * 104_729 + feed })
      for (const { kind, distance } of coverageOf(await analysisOf(rows, feed + 1)))
        add(verdicts, kind, Number(distance <= 1), 1)
    } else {
      const rows = drawTastes({ accounts: 150, persons: 4000, seed: seed * 15_485_863 + feed })
      const found = discoveriesOf(await analysisOf(rows, feed + 1))
      for (const [section, count] of Object.entries(found)) add(verdicts, section, Number(count > 0), 1)
    }
  }
  return verdicts
}

function add(verdicts: Verdicts, name: string, yes: number, of: number): void {
  const known = verdicts.get(name) ?? { yes: 0, of: 0 }
  verdicts.set(name, { yes: known.yes + yes, of: known.of + of })
}

async function analysisOf(rows: Parameters<typeof tallyOf>[0], seed: number): Promise<Analysis> {
  const tally = await tallyOf(rows, 10, 65_536)
  return summarize({ tally, sources: [], pack: null, versus: null, name: 'drawn' }, { seed, replicates: 300 })
}

/** Of one shown interval. */
export interface Verdict {
  readonly kind: string
  /** How far the truth is from the estimate, in half widths on its side; lifts on a log scale. */
  readonly distance: number
}

/** One verdict a shown interval. */
export function coverageOf({
  groups,
  trends,
  popularity,
}: Pick<Analysis, 'groups' | 'trends' | 'popularity'>): Verdict[] {
  const shares = groups.flatMap(({ dimension, rows }) =>
    rows
      .filter(({ concept, share }) => share !== null && TRUE_SHARES[concept] !== undefined)
      .map(({ concept, share, low, high }) => ({
        kind: dimension,
        distance: distance(TRUE_SHARES[concept]!, share!, low!, high!),
      })),
  )
  const months = trends
    .filter(({ unit, concept }) => unit === 'month' && TRUE_SHARES[concept]! > 0.1)
    .flatMap(({ points, concept }) =>
      points
        .filter(({ share }) => share !== null)
        .map(({ share, low, high }) => ({
          kind: 'month',
          distance: distance(TRUE_SHARES[concept]!, share!, low!, high!),
        })),
    )
  const lifts = popularity.cells
    .filter(({ concept, low }) => low !== null && TRUE_SHARES[concept]! > 0.1)
    .map(({ lift, low, high }) => ({
      kind: 'lift',
      distance: distance(0, Math.log(lift!), Math.log(low!), Math.log(high!)),
    }))
  return [...shares, ...months, ...lifts]
}

function distance(truth: number, estimate: number, low: number, high: number): number {
  return truth < estimate ? (estimate - truth) / (estimate - low) : (truth - estimate) / (high - estimate)
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
