import type { Comparison } from '../analysis.ts'
import { CONCEPTS } from '../concepts.ts'
import { type Bootstrap, critical, effectiveClusters, variance } from '../statistics/bootstrap.ts'
import { studentTwoSided } from '../statistics/distributions.ts'
import { benjaminiHochberg } from '../statistics/false-discovery.ts'
import type { Cube } from '../tally/cube.ts'
import { byBucket, type Page, totals } from '../tally/pages.ts'
import { frequentConcepts } from './groups.ts'
import { tableLines, tableParents } from './margins.ts'
import { everything } from './slots.ts'
import { cellOf, visibleCells } from './visibility.ts'

const N = CONCEPTS.length
const MOST_VALUES = 200

/**
 * Two data sets side by side: share of each concept among all garments, their ratio with an interval, and a q-value
 * for ratio ≠ 1. ln ratio ± t s with s from the bootstrap by accounts; the rounds weight an account the same in both,
 * so accounts that are in both count as such. Never less than the variance of independent garments.
 */
export function comparison(
  a: { readonly name: string; readonly cube: Cube },
  b: { readonly name: string; readonly cube: Cube },
  bootstrap: Bootstrap,
  minCount: number,
): Comparison {
  const sides = [everything(a.cube), everything(b.cube)].map((page) => sideOf(page, bootstrap, minCount))
  const [one, two] = sides as [Side, Side]
  const concepts = [
    ...new Set([
      ...frequentConcepts(a.cube, minCount, MOST_VALUES),
      ...frequentConcepts(b.cube, minCount, MOST_VALUES),
    ]),
  ].sort((x, y) => x - y)
  const compared = concepts.map((concept) => ({ concept, ...ratioOf(one, two, concept, bootstrap) }))
  const testable = compared.filter(({ p }) => p !== null)
  const q = benjaminiHochberg(testable.map(({ p }) => p!))
  const rows = compared.map((row) => {
    const { concept, ratio, low, high, p } = row
    const shown = (side: Side) => (side.visible[concept] && side.visible[0] ? side.counts[concept]! : null)
    const [countA, countB] = [shown(one), shown(two)]
    return {
      concept: CONCEPTS[concept]!.name,
      count_a: countA,
      count_b: countB,
      share_a: countA === null ? null : countA / one.counts[0]!,
      share_b: countB === null ? null : countB / two.counts[0]!,
      ratio,
      low,
      high,
      q: p === null ? null : q[testable.indexOf(row as (typeof testable)[number])]!,
    }
  })
  return { a: a.name, b: b.name, rows }
}

interface Side {
  readonly page: Page
  readonly counts: Float64Array
  readonly all: Float64Array
  readonly visible: readonly boolean[]
}

function sideOf(page: Page, bootstrap: Bootstrap, minCount: number): Side {
  const cells = CONCEPTS.map((concept, number) => cellOf(page, N, number, !concept.silent))
  return {
    page,
    counts: totals(page, N),
    all: bootstrap.totals(byBucket(page, N, 0)),
    visible: visibleCells(cells, tableLines(1, []), tableParents(1), minCount),
  }
}

function ratioOf(one: Side, two: Side, concept: number, bootstrap: Bootstrap) {
  const none = { ratio: null, low: null, high: null, p: null }
  if (!one.visible[concept] || !two.visible[concept] || one.counts[concept] === 0 || two.counts[concept] === 0)
    return none
  const share = (side: Side) => side.counts[concept]! / side.counts[0]!
  const ratio = share(one) / share(two)
  const buckets = [byBucket(one.page, N, concept), byBucket(two.page, N, concept)] as const
  const rounds = buckets.map((counts) => bootstrap.totals(counts))
  const logs = rounds[0]!.map((count, r) =>
    Math.log(((count + 0.5) * two.all[r]!) / (one.all[r]! * (rounds[1]![r]! + 0.5))),
  )
  const independent = [one, two].reduce((sum, side) => sum + (1 - share(side)) / side.counts[concept]!, 0)
  const sd = Math.sqrt(Math.max(variance(logs) || 0, independent))
  const clusters = Math.min(...buckets.map((counts) => effectiveClusters(counts)))
  const half = critical(clusters) * sd
  return {
    ratio,
    low: ratio * Math.exp(-half),
    high: ratio * Math.exp(half),
    p: studentTwoSided(Math.log(ratio) / sd, Math.max(1, clusters - 1)),
  }
}
