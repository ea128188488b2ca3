import { studentCritical } from './distributions.ts'
import { randomStream } from './hash.ts'
import { type Interval, wilson } from './wilson.ts'

/**
 * Bootstrap by accounts: accounts are hashed into buckets, and each round weights every bucket by an independent
 * Poisson(1) number (Chamandy, Muralidharan, Najmi, Naidu 2012). One pass over the data, no list of accounts, and
 * shards share their rounds because the weights depend on seed, round and bucket only.
 */
export class Bootstrap {
  readonly buckets: number
  readonly replicates: number
  /** `[bucket * replicates + replicate]` */
  private readonly weights: Uint8Array

  constructor(buckets: number, replicates: number, seed: number) {
    this.buckets = buckets
    this.replicates = replicates
    const random = randomStream(seed)
    this.weights = Uint8Array.from({ length: buckets * replicates }, () => poisson(random()))
  }

  /** Σ weight × count in each round. */
  totals(counts: ArrayLike<number>): Float64Array {
    const { weights, replicates } = this
    const sums = new Float64Array(replicates)
    for (let bucket = 0; bucket < counts.length; bucket++) {
      const count = counts[bucket]!
      if (count === 0) continue
      const start = bucket * replicates
      for (let r = 0; r < replicates; r++) sums[r]! += count * weights[start + r]!
    }
    return sums
  }
}

/** The Poisson(1) number at a quantile: inversion. */
function poisson(u: number): number {
  let k = 0
  let term = Math.exp(-1)
  for (let cumulated = term; u > cumulated && k < 20; ) {
    k++
    term /= k
    cumulated += term
  }
  return k
}

/**
 * The effective number of buckets behind some counts: (Σ n)² / Σ n² (Kish 1965). Ten busy accounts among a thousand
 * idle ones count as ten: the degrees of freedom of a variance by accounts (Carter, Schnepel, Steigerwald 2017).
 */
export function effectiveClusters(counts: ArrayLike<number>): number {
  let sum = 0
  let squares = 0
  for (let i = 0; i < counts.length; i++) {
    sum += counts[i]!
    squares += counts[i]! * counts[i]!
  }
  return squares === 0 ? 0 : (sum * sum) / squares
}

/** Student's quantile for 95 %, kept for each whole number of degrees of freedom. */
export function critical(clusters: number): number {
  const df = Math.max(1, Math.min(1000, Math.round(clusters) - 1))
  const known = quantiles.get(df) ?? studentCritical(0.05, df)
  quantiles.set(df, known)
  return known
}

const quantiles = new Map<number, number>()

export function variance(values: ArrayLike<number>): number {
  let n = 0
  let mean = 0
  let squares = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!Number.isFinite(value)) continue
    n++
    const delta = value - mean
    mean += delta / n
    squares += delta * (value - mean)
  }
  return n < 2 ? Number.NaN : squares / (n - 1)
}

export interface ShareEstimate extends Interval {
  readonly share: number
  /** Variance of the share by accounts. */
  readonly variance: number
  /** That variance over the binomial one; 1 where it cannot be told. */
  readonly designEffect: number
}

/** A denominator with its rounds and clusters, shared by all shares of it. */
export interface Base {
  readonly counts: ArrayLike<number>
  readonly total: number
  readonly rounds: Float64Array
  /** What the bootstrap variance is too small by, see {@link varianceCorrection}. */
  readonly correction: number
}

export function shareBase(bootstrap: Bootstrap, counts: ArrayLike<number>): Base {
  let total = 0
  for (let i = 0; i < counts.length; i++) total += counts[i]!
  return { counts, total, rounds: bootstrap.totals(counts), correction: varianceCorrection(counts) }
}

/**
 * The variance by clusters is too small because the share is fitted to the very clusters that scatter about it. With
 * h the clusters' parts of the whole and cluster means that vary alike, it is so by 1 − 2 Σh³/Σh² + Σh² (G / (G − 1)
 * for G equal clusters; the reasoning of Bell and McCaffrey 2002).
 */
export function varianceCorrection(counts: ArrayLike<number>): number {
  const [one, two, three] = [powerSum(counts, 1), powerSum(counts, 2), powerSum(counts, 3)]
  const rest = 1 - (2 * three) / (two * one) + two / (one * one)
  return rest > 0.1 ? 1 / rest : 10
}

function powerSum(counts: ArrayLike<number>, power: number): number {
  let sum = 0
  for (let i = 0; i < counts.length; i++) sum += counts[i]! ** power
  return sum
}

/**
 * Degrees of freedom of a variance by clusters. Satterthwaite (1946): (Σλ)² / Σλ², λ = n (1 + (n − 1) ρ) being a
 * cluster's part of the variance, with ρ, how alike the garments of a cluster are, from the design effect. That takes
 * cluster means as normal, and is too few for shares; effective clusters (Kish) are too many. The geometric mean,
 * Kish's counting twice, covers 95 to 97 times in 100 (bench/coverage.ts).
 */
export function degreesOfFreedom(counts: ArrayLike<number>, designEffect: number): number {
  const [one, two] = [powerSum(counts, 1), powerSum(counts, 2)]
  const alike = two > one ? Math.min(1, Math.max(0, (designEffect - 1) / (two / one - 1))) : 0
  let [sum, squares] = [0, 0]
  for (let i = 0; i < counts.length; i++) {
    const part = counts[i]! * (1 + (counts[i]! - 1) * alike)
    sum += part
    squares += part * part
  }
  if (squares === 0) return 1
  return Math.max(1, Math.cbrt(((sum * sum) / squares) * effectiveClusters(counts) ** 2) - 1)
}

/**
 * The share Σ part / Σ base with its 95 % interval by accounts: Wilson's interval with n / design effect observations,
 * the design effect from the bootstrap variance, and Student's quantile. `part[b]` counts what is among `base[b]`.
 */
export function estimateShare(bootstrap: Bootstrap, part: ArrayLike<number>, base: Base): ShareEstimate {
  let count = 0
  for (let i = 0; i < part.length; i++) count += part[i]!
  const share = base.total === 0 ? Number.NaN : count / base.total
  const rounds = bootstrap.totals(part)
  for (let r = 0; r < rounds.length; r++) rounds[r] = rounds[r]! / base.rounds[r]!
  const spread = variance(rounds) * base.correction
  const binomial = (share * (1 - share)) / base.total
  const designEffect = binomial > 0 && Number.isFinite(spread) ? Math.max(spread / binomial, MIN_DESIGN_EFFECT) : 1
  const t = critical(degreesOfFreedom(base.counts, designEffect) + 1)
  const { low, high } = wilson(share, base.total / designEffect, t)
  return { share, low, high, variance: spread, designEffect }
}

/** Fewer than half the variance of independent draws is luck of the rounds, not a better sample. */
const MIN_DESIGN_EFFECT = 0.5
