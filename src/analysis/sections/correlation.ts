import { GENDERS, GROUPS, OCCASIONS } from '../../vocabulary/vocabulary.ts'
import type { Correlation, Edge, Graph } from '../analysis.ts'
import { CONCEPTS } from '../concepts.ts'
import { jaccard, npmi, phi } from '../statistics/association.ts'
import { effectiveClusters, varianceCorrection } from '../statistics/bootstrap.ts'
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
 * pairs of which chance alone would give one: choosing by what was observed would favour the lucky ones. All pairs of
 * all genders and occasions are one family of tests: else one graph in twenty would have an edge by chance.
 */
export function correlation(outfits: Outfits, minCount: number): Correlation {
  const pairs = [...outfits.allPairs()]
  const whole = { outfits, pairs, minCount, stratum: null }
  const strata = Array.from({ length: STRATA }, (_, stratum) => stratum)
  const asked = strata.filter((stratum) => outfits.persons[stratum]! >= Math.max(2, minCount))
  const conditional = graphs(
    asked.flatMap((stratum) => [
      { ...whole, stratum, attributes: false },
      { ...whole, stratum, attributes: true },
    ]),
  )
  return {
    categories: graphs([{ ...whole, attributes: false }])[0]!,
    attributes: graphs([{ ...whole, attributes: true }])[0]!,
    conditional: asked
      .map((stratum, index) => ({
        ...stratumNames(stratum),
        categories: conditional[2 * index]!,
        attributes: conditional[2 * index + 1]!,
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

/** Graphs that are read together: their pairs are tested as one family. */
function graphs(scopes: readonly Scope[]): Graph[] {
  const sketches = scopes.map(sketchGraph)
  const p = sketches.flatMap(({ shown }) => testPairs(shown.map(({ measured }) => measured)))
  const tests = sketches.map(({ shown }, index) => (shown.length === 0 ? 0 : countTestable(scopes[index]!)))
  const q = benjaminiHochberg(
    p,
    tests.reduce((sum, count) => sum + count, 0),
  )
  let first = 0
  return sketches.map(({ shown, ...graph }) => {
    const edges = shown.map(({ edge }, index) => ({ ...edge, q: q[first + index]! }))
    first += shown.length
    return {
      ...graph,
      edges: edges
        .filter((edge) => edge.q <= FALSE_DISCOVERY_RATE && edge.phi > 0 && edge.lift > 1)
        .sort((one, two) => two.phi - one.phi),
    }
  })
}

/** A graph whose pairs are not yet tested. */
function sketchGraph(scope: Scope) {
  const { outfits, minCount, stratum } = scope
  const persons = stratum === null ? outfits.total : outfits.persons[stratum]!
  const wearing = (concept: number) => outfits.wearing[(stratum ?? STRATA) * N + concept]!
  const shown: { edge: Omit<Edge, 'q'>; measured: MeasuredPair }[] = []
  const nodes = new Set<number>()
  const supported = Math.min(Math.max(1, minCount), ACCOUNTS_HELD)
  for (const pair of scope.pairs) {
    if (CONCEPTS[pair.a]!.family >= 0 !== scope.attributes) continue
    const both = stratum === null ? sum(pair.buckets) : pair.strata[stratum]!
    if (both < Math.max(1, minCount) || accountsOf(pair, stratum) < supported) continue
    const counts = { n: persons, a: wearing(pair.a), b: wearing(pair.b), both }
    nodes.add(pair.a).add(pair.b)
    const measured = measurePair(outfits, pair, stratum)
    const edge = {
      a: CONCEPTS[pair.a]!.name,
      b: CONCEPTS[pair.b]!.name,
      count: both,
      phi: phi(counts),
      npmi: npmi(counts),
      jaccard: jaccard(counts),
      lift: measured.lift,
    }
    if (measured.expected >= 1) shown.push({ edge, measured })
  }
  return {
    persons,
    nodes: [...nodes]
      .sort((a, b) => wearing(b) - wearing(a) || a - b)
      .map((concept) => ({ concept: CONCEPTS[concept]!.name, count: wearing(concept) })),
    shown,
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

interface MeasuredPair {
  readonly counts: { readonly n: number; readonly a: number; readonly b: number; readonly both: number }
  readonly expected: number
  readonly lift: number
  /** Variance by account buckets over that of independent persons, and the effective buckets behind it. */
  readonly designEffect: number
  readonly clusters: number
}

/**
 * A pair among the persons with something of both groups. With buckets k of x_k, a_k, b_k, n_k persons the score is
 * U = Σ u_k, u_k = x_k − p_b a_k − p_a b_k + p_a p_b n_k, and its variance by accounts Σ (u_k − U n_k / n)² (Liang,
 * Zeger 1986). In a stratum the design effect is the one over all.
 */
function measurePair(outfits: Outfits, pair: PairCounts, stratum: number | null): MeasuredPair {
  const groupA = CONCEPTS[pair.a]!.group
  const groupB = CONCEPTS[pair.b]!.group
  const slice = (array: Uint32Array, row: number) => array.subarray(row * PAIR_BUCKETS, (row + 1) * PAIR_BUCKETS)
  const aCounts = slice(outfits.beside, pair.a * G + groupB)
  const bCounts = slice(outfits.beside, pair.b * G + groupA)
  const nCounts = slice(outfits.groups, groupA * G + groupB)
  const all = { n: sum(nCounts), a: sum(aCounts), b: sum(bCounts), both: sum(pair.buckets) }
  const [pa, pb] = [all.a / all.n, all.b / all.n]
  const mean = all.both / all.n - pa * pb
  let squares = 0
  for (let k = 0; k < PAIR_BUCKETS; k++) {
    const u = pair.buckets[k]! - pb * aCounts[k]! - pa * bCounts[k]! + (pa * pb - mean) * nCounts[k]!
    squares += u * u
  }
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
  return {
    counts,
    expected,
    lift: counts.both / expected,
    designEffect: (squares * varianceCorrection(nCounts)) / independentVariance(all),
    clusters: effectiveClusters(nCounts),
  }
}

/** How many degrees of freedom the mean design effect of all pairs lends to each. */
const LENT = 60

/**
 * One-sided p-values for "worn together more often than independence says". One pair's design effect rests on few
 * effective buckets, those of all pairs together on many: each is drawn towards their mean, as variances of genes are
 * (moderated t; Smyth 2004, with a fixed prior weight). Never less than the exact binomial tail, which guards small counts.
 */
function testPairs(pairs: readonly MeasuredPair[]): number[] {
  const effects = pairs.map(({ designEffect }) => designEffect).filter(Number.isFinite)
  const mean = effects.reduce((total, effect) => total + effect, 0) / Math.max(1, effects.length)
  return pairs.map(({ counts, expected, designEffect, clusters }) => {
    const df = Math.max(1, clusters - 1)
    const moderated = (LENT * mean + df * designEffect) / (LENT + df)
    const t = (counts.both - expected) / Math.sqrt(independentVariance(counts) * Math.max(1, moderated))
    const oneSided = studentTwoSided(t, LENT + df) / 2
    const byAccounts = t > 0 ? oneSided : 1 - oneSided
    return Math.max(byAccounts, binomialUpper(counts.both, counts.n, expected / counts.n))
  })
}

function independentVariance({ n, a, b }: { n: number; a: number; b: number }): number {
  return (a * b * (n - a) * (n - b)) / (n * n * Math.max(1, n - 1))
}
