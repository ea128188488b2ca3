import type { ConfusionMatrix, PackManifest } from '../../inference/manifest.ts'
import type { Correction } from '../analysis.ts'
import { type Bootstrap, critical, effectiveClusters, estimateShare, shareBase } from '../statistics/bootstrap.ts'
import { randomStream } from '../statistics/hash.ts'
import { correctByEm, correctByInversion, weakestLink } from '../statistics/misclassification.ts'
import { type LabelTally, labelsOf, TALLIED_FAMILIES } from '../tally/labels.ts'
import { BUCKETS } from '../tally/pages.ts'
import { type Cell, visibleCells } from './visibility.ts'

/** A class with fewer labelled items says too little about its mistakes. */
const FEWEST_LABELS = 20
/** Two classes nearer than this cannot be told apart by counts. */
const WEAKEST_LINK = 0.1
const ROUNDS = 100

/**
 * Shares of each family's labels as counted and as they would be without the classifier's mistakes, where the pack has
 * a confusion matrix. Each bootstrap round draws account buckets (Poisson) and a matrix (each row Dirichlet with its
 * counts plus a half), so the interval knows of both the accounts and how few labels the matrix rests on. Values of
 * fewer than `minCount` accounts are left out of the list, never out of the estimate.
 */
export function corrections(
  labels: LabelTally,
  bootstrap: Bootstrap,
  pack: PackManifest | null,
  options: { minCount: number; seed: number },
): Correction[] {
  return TALLIED_FAMILIES.flatMap((family, index) => {
    const matrix = pack?.confusion[family]
    if (matrix === undefined) return []
    const counts = labelsOf(family).map((_, label) =>
      labels.counts[index]!.subarray(label * BUCKETS, (label + 1) * BUCKETS),
    )
    return correctFamily(family, labelsOf(family), counts, matrix, bootstrap, options)
  })
}

function correctFamily(
  family: string,
  names: readonly string[],
  counts: readonly Uint32Array[],
  matrix: ConfusionMatrix,
  bootstrap: Bootstrap,
  { minCount, seed }: { minCount: number; seed: number },
): Correction[] {
  // Classes that the pack knows and the tables do not (children) take no part.
  const known = matrix.labels.flatMap((name, index) => (names.includes(name) ? [index] : []))
  const confusion = known.map((t) => known.map((p) => matrix.counts[t]?.[p] ?? 0))
  const perLabel = known.map((index) => counts[names.indexOf(matrix.labels[index]!)]!)
  const observed = perLabel.map((buckets) => buckets.reduce((sum, count) => sum + count, 0))
  const total = observed.reduce((sum, count) => sum + count, 0)
  if (total === 0) return []
  const em = correctByEm(observed, confusion)
  const inverted = correctByInversion(observed, confusion)
  const used = [...known.keys()].filter((label) => observed[label]! > 0 || em[label]! > 0.001)
  const flag = flagOf(confusion, used)
  const rounds = flag === null ? drawRounds(perLabel, confusion, bootstrap, seed) : []
  const allCounts = new Float64Array(BUCKETS)
  for (const buckets of perLabel) for (let b = 0; b < BUCKETS; b++) allCounts[b]! += buckets[b]!
  const base = shareBase(bootstrap, allCounts)
  const t = critical(effectiveClusters(allCounts)) / 1.959963984540054
  const visible = visibleCells(
    perLabel.map(cellOfBuckets),
    [{ members: [...known.keys()], total: -1 }],
    known.map(() => -1),
    minCount,
  )
  return used.flatMap((label) => {
    if (!visible[label]) return []
    const raw = estimateShare(bootstrap, perLabel[label]!, base)
    const sorted = rounds.map((shares) => shares[label]!).sort((a, b) => a - b)
    const quantile = (p: number) => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))]!
    const stands = flag === null
    return [
      {
        family,
        value: matrix.labels[known[label]!]!,
        raw: raw.share,
        raw_low: raw.low,
        raw_high: raw.high,
        corrected: stands ? em[label]! : null,
        inverted: stands ? inverted[label]! : null,
        low: stands ? Math.max(0, em[label]! - t * Math.max(0, em[label]! - quantile(0.025))) : null,
        high: stands ? Math.min(1, em[label]! + t * Math.max(0, quantile(0.975) - em[label]!)) : null,
        flag,
      },
    ]
  })
}

/** A label's garments as a cell; its filled buckets stand for accounts: there are never fewer of these. */
function cellOfBuckets(buckets: Uint32Array): Cell {
  const filled = Uint32Array.from(buckets.keys()).filter((bucket) => buckets[bucket]! > 0)
  const count = buckets.reduce((sum, garments) => sum + garments, 0)
  return { count, accounts: filled, width: filled.length, publishable: true }
}

function flagOf(confusion: readonly (readonly number[])[], used: readonly number[]): string | null {
  const rows = used.map((label) => confusion[label]!.reduce((sum, count) => sum + count, 0))
  if (Math.min(...rows) < FEWEST_LABELS) return 'few_labels'
  return weakestLink(confusion, used) < WEAKEST_LINK ? 'matrix_too_weak' : null
}

function drawRounds(
  perLabel: readonly Uint32Array[],
  confusion: readonly (readonly number[])[],
  bootstrap: Bootstrap,
  seed: number,
): number[][] {
  const random = randomStream(seed ^ 0x5bd1e995)
  const totals = perLabel.map((buckets) => bootstrap.totals(buckets))
  return Array.from({ length: Math.min(ROUNDS, bootstrap.replicates) }, (_, r) => {
    const drawn = confusion.map((row) => row.map((count) => gammaDraw(count + 0.5, random)))
    const observed = totals.map((rounds) => rounds[r]!)
    return correctByEm(observed, drawn, { iterations: 300, tolerance: 1e-7 })
  })
}

/** A gamma number of the given shape (Marsaglia, Tsang 2000); rows of these, normalised, are Dirichlet. */
function gammaDraw(shape: number, random: () => number): number {
  if (shape < 1) return gammaDraw(shape + 1, random) * (1 - random()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const v = (1 + c * x) ** 3
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}
