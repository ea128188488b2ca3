/** One concept in a group and in the rest, with its weight in the prior. */
export interface GroupCount {
  readonly group: number
  readonly rest: number
  readonly prior: number
}

/**
 * Weighted log-odds with an informative Dirichlet prior (Monroe, Colaresi, Quinn 2008, eqs. 15, 16 and 22):
 * δ = ln((y+α) / (n+α₀−y−α)) of the group less that of the rest; variance 1/(y+α) + 1/(y'+α); z = δ / √variance.
 * `groupTotal`, `restTotal`: n; `priorTotal`: α₀.
 */
export function logOdds(
  { group, rest, prior }: GroupCount,
  groupTotal: number,
  restTotal: number,
  priorTotal: number,
): { delta: number; variance: number; z: number } {
  const odds = (y: number, n: number) => Math.log((y + prior) / (n + priorTotal - y - prior))
  const delta = odds(group, groupTotal) - odds(rest, restTotal)
  const variance = 1 / (group + prior) + 1 / (rest + prior)
  return { delta, variance, z: delta / Math.sqrt(variance) }
}
