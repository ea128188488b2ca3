import { GENDERS, GROUPS, OCCASIONS } from '../../vocabulary/vocabulary.ts'
import type { Correlation, Edge, Graph } from '../analysis.ts'
import { CONCEPTS } from '../concepts.ts'
import { jaccard, npmi, phi } from '../statistics/association.ts'
import { effectiveClusters } from '../statistics/bootstrap.ts'
import { binomialUpper, studentTwoSided } from '../statistics/distributions.ts'
import { benjaminiHochberg } from '../statistics/false-discovery.ts'
import { type Outfits, PAIR_BUCKETS, type PairCounts, STRATA } from '../tally/outfits.ts'
import { ACCOUNTS_HELD } from '../tally/pages.ts'

const N = CONCEPTS.length
const G = GROUPS.length
const FALSE_DISCOVERY_RATE = 0.05

/**
 * Which concepts the same person wears together. Base of phi, NPMI and Jaccard: persons with at least two garments.
 * Whether a pair goes together is tested among persons who wear something of both garment groups: nobody wears two
 * pairs of trousers, and a dress takes the place of both halves, so that among all persons every top would seem tied
 * to every pair of trousers. An edge has at least `minCount` accounts, phi > 0, lift > 1 and q ≤ 0.05. Tested are all
 * pairs of which chance alone would give one: choosing by what was observed would favour the lucky ones.
 */
export function correlation(outfits: Outfits, minCount: number): Correlation {
  const pairs = [...outfits.allPairs()]
  const whole = { outfits, pairs, minCount, stratum: null }
  const strata = Array.from({ length: STRATA }, (_, stratum) => stratum)
  return {
    categories: graph({ ...whole, attributes: false }),
    attributes: graph({ ...whole, attributes: true }),
    conditional: strata
      .filter((stratum) => outfits.persons[stratum]! >= Math.max(2, minCount))
      .map((stratum) => ({
        ...stratumNames(stratum),
        categories: graph({ ...whole, stratum, attributes: false }),
        attributes: graph({ ...whole, stratum, attributes: true }),
      }))
      .filter(({ categories }) => categories.nodes.length > 0),
  }
}

function stratumNames(stratum: number) {
  const genders = GENDERS.length - 1
  return stratum < genders
    ? { gender: GENDERS[stratum]!, occasion: null }
    : { gender: null, occasion: OCCASIONS[stratum - genders]! }
}

interface Scope {
  readonly outfits: Outfits
  readonly pairs: readonly PairCounts[]
  readonly minCount: number
  /** null: everyone. */
  readonly stratum: number | null
  readonly attributes: boolean
}

function graph(scope: Scope): Graph {
  const { outfits, minCount, stratum } = scope
  const persons = stratum === null ? outfits.total : outfits.persons[stratum]!
  const wearing = (concept: number) => outfits.wearing[(stratum ?? STRATA) * N + concept]!
  const shown: { edge: Omit<Edge, 'q'>; p: number }[] = []
  const nodes = new Set<number>()
  const supported = Math.min(Math.max(1, minCount), ACCOUNTS_HELD)
  for (const pair of scope.pairs) {
    if (CONCEPTS[pair.a]!.family >= 0 !== scope.attributes) continue
    const both = stratum === null ? sum(pair.buckets) : pair.strata[stratum]!
    if (both < Math.max(1, minCount) || accountsOf(pair, stratum) < supported) continue
    const counts = { n: persons, a: wearing(pair.a), b: wearing(pair.b), both }
    nodes.add(pair.a).add(pair.b)
    const { p, lift, expected } = testPair(outfits, pair, stratum)
    const edge = {
      a: CONCEPTS[pair.a]!.name,
      b: CONCEPTS[pair.b]!.name,
      count: both,
      phi: phi(counts),
      npmi: npmi(counts),
      jaccard: jaccard(counts),
      lift,
    }
    if (expected >= 1) shown.push({ edge, p })
  }
  const q = benjaminiHochberg(
    shown.map(({ p }) => p),
    shown.length === 0 ? 0 : countTestable(scope),
  )
  const edges = shown
    .map(({ edge }, index) => ({ ...edge, q: q[index]! }))
    .filter((edge) => edge.q <= FALSE_DISCOVERY_RATE && edge.phi > 0 && edge.lift > 1)
    .sort((one, two) => two.phi - one.phi)
  return {
    persons,
    nodes: [...nodes]
      .sort((a, b) => wearing(b) - wearing(a) || a - b)
      .map((concept) => ({ concept: CONCEPTS[concept]!.name, count: wearing(concept) })),
    edges,
  }
}

/** Pairs of concepts of different categories of which chance would give at least one person. */
function countTestable({ outfits, stratum, attributes }: Scope): number {
  const [groups, beside] = expectedCounts(outfits, stratum)
  const concepts = [...CONCEPTS.keys()].filter((concept) => {
    const { family, silent } = CONCEPTS[concept]!
    const worn = GROUPS.some((_, other) => beside[concept * G + other]! > 0)
    return concept > 0 && !silent && family >= 0 === attributes && worn
  })
  const category = concepts.map((concept) => CONCEPTS[concept]!.category)
  const group = concepts.map((concept) => CONCEPTS[concept]!.group)
  let testable = 0
  for (let i = 0; i < concepts.length; i++) {
    for (let j = i + 1; j < concepts.length; j++) {
      if (category[i] === category[j]) continue
      const a = beside[concepts[i]! * G + group[j]!]!
      const b = beside[concepts[j]! * G + group[i]!]!
      if (a * b > 0 && a * b >= groups[group[i]! * G + group[j]!]!) testable++
    }
  }
  return testable
}

/** Persons who wear something of both groups, and the concept and something of the group, of a stratum or of all. */
function expectedCounts(outfits: Outfits, stratum: number | null): [ArrayLike<number>, ArrayLike<number>] {
  if (stratum === null) return [bucketSums(outfits.groups), bucketSums(outfits.beside)]
  return [
    outfits.groupsStratum.subarray(stratum * G * G, (stratum + 1) * G * G),
    outfits.besideStratum.subarray(stratum * N * G, (stratum + 1) * N * G),
  ]
}

function bucketSums(counts: Uint32Array): Float64Array {
  const sums = new Float64Array(counts.length / PAIR_BUCKETS)
  for (let i = 0; i < counts.length; i++) sums[Math.floor(i / PAIR_BUCKETS)]! += counts[i]!
  return sums
}

function sum(counts: Uint32Array): number {
  return counts.reduce((total, count) => total + count, 0)
}

/** Accounts behind a pair, never more than there are, counted up to what is told apart. */
function accountsOf(pair: PairCounts, stratum: number | null): number {
  if (stratum === null) return pair.accounts.length
  return bits(pair.sketches[stratum * 2]!) + bits(pair.sketches[stratum * 2 + 1]!)
}

function bits(word: number): number {
  let count = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}

/**
 * Do persons wear both more often than independence says, among those with something of both groups? Score test with
 * a variance by account buckets: U = Σ u_k, u_k = x_k − p_b a_k − p_a b_k + p_a p_b n_k over buckets k, and
 * t = U / √Σ u_k² on as many degrees of freedom as there are effective buckets less one (Liang, Zeger 1986). Never
 * less than the exact binomial tail for independent persons, which guards small counts. In a stratum the variance is
 * that of independent persons times the pair's design effect over all. One-sided.
 */
function testPair(outfits: Outfits, pair: PairCounts, stratum: number | null) {
  const groupA = CONCEPTS[pair.a]!.group
  const groupB = CONCEPTS[pair.b]!.group
  const slice = (array: Uint32Array, row: number) => array.subarray(row * PAIR_BUCKETS, (row + 1) * PAIR_BUCKETS)
  const aCounts = slice(outfits.beside, pair.a * G + groupB)
  const bCounts = slice(outfits.beside, pair.b * G + groupA)
  const nCounts = slice(outfits.groups, groupA * G + groupB)
  const all = { n: sum(nCounts), a: sum(aCounts), b: sum(bCounts), both: sum(pair.buckets) }
  const [pa, pb] = [all.a / all.n, all.b / all.n]
  let squares = 0
  for (let k = 0; k < PAIR_BUCKETS; k++) {
    const u = pair.buckets[k]! - pb * aCounts[k]! - pa * bCounts[k]! + pa * pb * nCounts[k]!
    squares += u * u
  }
  const clusters = effectiveClusters(nCounts)
  const robust = (squares * clusters) / Math.max(1, clusters - 1)
  const designEffect = robust / independentVariance(all)
  const counts =
    stratum === null
      ? all
      : {
          n: outfits.groupsStratum[(stratum * G + groupA) * G + groupB]!,
          a: outfits.besideStratum[(stratum * N + pair.a) * G + groupB]!,
          b: outfits.besideStratum[(stratum * N + pair.b) * G + groupA]!,
          both: pair.strata[stratum]!,
        }
  const expected = (counts.a * counts.b) / counts.n
  const spread = stratum === null ? robust : independentVariance(counts) * Math.max(1, designEffect)
  const t = (counts.both - expected) / Math.sqrt(spread)
  const oneSided = studentTwoSided(t, Math.max(1, clusters - 1)) / 2
  const byAccounts = t > 0 ? oneSided : 1 - oneSided
  const exact = binomialUpper(counts.both, counts.n, expected / counts.n)
  return { p: Math.max(byAccounts, exact), lift: counts.both / expected, expected }
}

function independentVariance({ n, a, b }: { n: number; a: number; b: number }): number {
  return (a * b * (n - a) * (n - b)) / (n * n * Math.max(1, n - 1))
}
