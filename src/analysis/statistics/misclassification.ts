/**
 * Shares without a classifier's mistakes. `confusion[t][p]` counts items of true class t predicted as p on labelled
 * data; `observed[p]` counts predictions on the data at hand. Both methods assume that P(predicted | true) is the same
 * in both (prior shift only).
 */

/** P(predicted | true), row by row; a class that was never seen keeps its label. */
export function rates(confusion: readonly (readonly number[])[]): number[][] {
  return confusion.map((row, t) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.map((count, p) => (total === 0 ? Number(p === t) : count / total))
  })
}

/**
 * Expectation-maximisation of the true shares (Saerens, Latinne, Decaestecker 2002): each predicted label is shared
 * out over the true classes by Bayes' rule under the present shares, and the new shares are the average. This is their
 * algorithm with the label alone as the classifier's output, hence with its confusion column as likelihood: the maximum
 * likelihood estimate, always between 0 and 1.
 */
export function correctByEm(
  observed: readonly number[],
  confusion: readonly (readonly number[])[],
  { iterations = 2000, tolerance = 1e-10 } = {},
): number[] {
  const rate = rates(confusion)
  const k = observed.length
  const total = observed.reduce((sum, count) => sum + count, 0)
  let shares = new Array<number>(k).fill(1 / k)
  for (let round = 0; round < iterations; round++) {
    const next = new Array<number>(k).fill(0)
    for (let p = 0; p < k; p++) {
      if (observed[p] === 0) continue
      let evidence = 0
      for (let t = 0; t < k; t++) evidence += shares[t]! * rate[t]![p]!
      if (evidence <= 0) continue
      const scale = observed[p]! / total / evidence
      for (let t = 0; t < k; t++) next[t]! += scale * shares[t]! * rate[t]![p]!
    }
    const sum = next.reduce((s, value) => s + value, 0)
    if (sum > 0) for (let t = 0; t < k; t++) next[t]! /= sum
    const moved = Math.max(...next.map((value, t) => Math.abs(value - shares[t]!)))
    shares = next
    if (moved < tolerance) break
  }
  return shares
}

/**
 * Constrained matrix inversion: the shares on the simplex that minimise ‖Rᵀ shares − observed shares‖² (adjusted
 * counts, Forman 2008; Buonaccorsi 2010 section 2), by accelerated projected gradient.
 */
export function correctByInversion(
  observed: readonly number[],
  confusion: readonly (readonly number[])[],
  iterations = 2000,
): number[] {
  const rate = rates(confusion)
  const k = observed.length
  const total = observed.reduce((sum, count) => sum + count, 0)
  const target = observed.map((count) => count / total)
  // The largest eigenvalue of R Rᵀ is at most its largest row sum: a safe step.
  const lipschitz = Math.max(
    ...rate.map((row) => rate.reduce((sum, other) => sum + row.reduce((s, r, p) => s + r * other[p]!, 0), 0)),
  )
  let shares = new Array<number>(k).fill(1 / k)
  let ahead = shares
  let momentum = 1
  for (let round = 0; round < iterations; round++) {
    const residual = target.map((value, p) => ahead.reduce((sum, share, t) => sum + share * rate[t]![p]!, 0) - value)
    const step = ahead.map((share, t) => share - rate[t]!.reduce((sum, r, p) => sum + r * residual[p]!, 0) / lipschitz)
    const next = ontoSimplex(step)
    const following = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2
    const push = (momentum - 1) / following
    ahead = next.map((share, t) => share + push * (share - shares[t]!))
    shares = next
    momentum = following
  }
  return shares
}

/** The nearest point with entries ≥ 0 that sum to 1 (Duchi et al. 2008). */
export function ontoSimplex(point: readonly number[]): number[] {
  const sorted = [...point].sort((a, b) => b - a)
  let sum = 0
  let shift = 0
  sorted.forEach((value, index) => {
    sum += value
    const candidate = (sum - 1) / (index + 1)
    if (value > candidate) shift = candidate
  })
  return point.map((value) => Math.max(0, value - shift))
}

/**
 * How much error the inversion may add: the largest row sum of |R⁻¹| would be exact; this is Youden's weakest link,
 * the smallest P(p = t | t) − max over other t' of P(p = t | t'). At 0 two classes cannot be told apart.
 */
export function weakestLink(confusion: readonly (readonly number[])[], used: readonly number[]): number {
  const rate = rates(confusion)
  return Math.min(
    ...used.map(
      (t) => rate[t]![t]! - Math.max(0, ...used.filter((other) => other !== t).map((other) => rate[other]![t]!)),
    ),
  )
}
