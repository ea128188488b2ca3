import type { Distinctive } from '../analysis.ts'
import { CONCEPTS } from '../concepts.ts'
import { type Bootstrap, critical, effectiveClusters, variance } from '../statistics/bootstrap.ts'
import { studentTwoSided } from '../statistics/distributions.ts'
import { benjaminiHochberg } from '../statistics/false-discovery.ts'
import { logOdds } from '../statistics/log-odds.ts'
import type { Cube } from '../tally/cube.ts'
import { byBucket, type Page, totals } from '../tally/pages.ts'
import { frequentConcepts, type SliceTable } from './groups.ts'
import { everything, type Slice } from './slots.ts'

const N = CONCEPTS.length
const FALSE_DISCOVERY_RATE = 0.05
/** Weight of the prior in garments: the corpus's own shares, as heavy as this many. */
const PRIOR = 500
const MOST_ROWS = 25

interface Candidate extends Distinctive {
  readonly p: number
}

/**
 * What sets a country, season, occasion, gender or age apart from the rest: weighted log-odds with an informative
 * Dirichlet prior (Monroe, Colaresi, Quinn 2008; `statistics/log-odds.ts`), the prior being the shares of the whole
 * corpus. Their variance takes garments as independent; here it is the larger of theirs and the bootstrap's by
 * accounts. Rows have q ≤ 0.05 (Benjamini-Hochberg over all dimensions, values and concepts).
 */
export function distinctive(
  cube: Cube,
  tables: readonly SliceTable[],
  bootstrap: Bootstrap,
  minCount: number,
): Distinctive[] {
  const concepts = frequentConcepts(cube, minCount)
  const whole = everything(cube)
  const candidates = tables.flatMap((table) => candidatesOf(whole, table, bootstrap, concepts))
  const q = benjaminiHochberg(candidates.map(({ p }) => p))
  const found = candidates
    .map(({ p: _, ...row }, index) => ({ ...row, q: q[index]! }))
    .filter((row) => row.q <= FALSE_DISCOVERY_RATE)
  const groups = [...new Set(found.map(({ dimension, value }) => `${dimension} ${value}`))]
  return groups.flatMap((group) =>
    found
      .filter(({ dimension, value }) => `${dimension} ${value}` === group)
      .sort((a, b) => Math.abs(b.z) - Math.abs(a.z))
      .slice(0, MOST_ROWS),
  )
}

function candidatesOf(
  whole: Page,
  { dimension, slices, visible }: SliceTable,
  bootstrap: Bootstrap,
  concepts: readonly number[],
): Candidate[] {
  const known = slices.filter(({ name }) => name !== null)
  if (known.length < 2) return []
  const unknown = slices.filter(({ name }) => name === null)
  const corpus = totals(whole, N)
  return known.flatMap((slice) => {
    const at = slices.indexOf(slice) * N
    if (!visible[at]) return []
    const rest = restOf(whole, [slice, ...unknown])
    const group = totals(slice.page, N)
    const others = totals(rest, N)
    if (others[0] === 0) return []
    const groupAll = bootstrap.totals(byBucket(slice.page, N, 0))
    const othersAll = bootstrap.totals(byBucket(rest, N, 0))
    return concepts.flatMap((concept) => {
      if (!visible[at + concept]) return []
      const prior = (PRIOR * corpus[concept]!) / corpus[0]!
      const counts = { group: group[concept]!, rest: others[concept]!, prior }
      const { delta, variance: independent } = logOdds(counts, group[0]!, others[0]!, PRIOR)
      const mine = byBucket(slice.page, N, concept)
      const theirs = byBucket(rest, N, concept)
      const rounds = bootstrap.totals(mine)
      const restRounds = bootstrap.totals(theirs)
      for (let r = 0; r < rounds.length; r++) {
        const one = { group: rounds[r]!, rest: restRounds[r]!, prior }
        rounds[r] = logOdds(one, groupAll[r]!, othersAll[r]!, PRIOR).delta
      }
      const clusters = Math.min(effectiveClusters(mine), effectiveClusters(byBucket(slice.page, N, 0)))
      const sd = Math.sqrt(Math.max(independent, variance(rounds) || 0))
      const z = delta / sd
      const half = critical(clusters) * sd
      return [
        {
          dimension,
          value: slice.name!,
          concept: CONCEPTS[concept]!.name,
          count: counts.group,
          log_odds: delta,
          low: delta - half,
          high: delta + half,
          z,
          p: studentTwoSided(z, Math.max(1, clusters - 1)),
          q: 1,
        },
      ]
    })
  })
}

/** All garments but those of the given slices. */
function restOf(whole: Page, slices: readonly Slice[]): Page {
  const counts = whole.counts.slice()
  for (const { page } of slices) for (let i = 0; i < counts.length; i++) counts[i]! -= page.counts[i]!
  return { counts, accounts: new Uint32Array(0), held: new Uint8Array(N) }
}
