/**
 * The 2 × 2 table of two things among `n` persons: `both` have both, `a` have the first, `b` the second.
 */
export interface Pair {
  readonly n: number
  readonly a: number
  readonly b: number
  readonly both: number
}

/** Pearson's phi: (n·both − a·b) / √(a b (n−a) (n−b)); −1 to 1, 0 for independence. NaN where a margin is empty. */
export function phi({ n, a, b, both }: Pair): number {
  return (n * both - a * b) / Math.sqrt(a * b * (n - a) * (n - b))
}

/**
 * Normalised pointwise mutual information (Bouma 2009): ln(p_ab / (p_a p_b)) / −ln p_ab; −1 never together,
 * 0 independent, 1 only together.
 */
export function npmi({ n, a, b, both }: Pair): number {
  if (both === 0) return -1
  if (both === n) return 1
  return Math.log((both * n) / (a * b)) / -Math.log(both / n)
}

/** Jaccard's index: both / either. */
export function jaccard({ a, b, both }: Pair): number {
  return both / (a + b - both)
}

/** Observed over expected under independence: n·both / (a·b). Of a rule a → b it is confidence / share of b. */
export function lift({ n, a, b, both }: Pair): number {
  return (n * both) / (a * b)
}

/** Pearson's chi-square of the table without continuity correction: n φ². */
export function chiSquare(pair: Pair): number {
  const strength = phi(pair)
  return pair.n * strength * strength
}
