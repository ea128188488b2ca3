export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * Wilson's score interval of a share (Wilson 1927): (p + z²/2n ± z √(p(1-p)/n + z²/4n²)) / (1 + z²/n).
 * `n` may be an effective number of observations, `z` a quantile of Student's t: then it is Wilson's interval for
 * complex samples (Korn and Graubard 1998 give the idea for Clopper and Pearson's).
 */
export function wilson(share: number, n: number, z = 1.959963984540054): Interval {
  if (!(n > 0)) return { low: 0, high: 1 }
  const z2 = z * z
  const middle = (share + z2 / (2 * n)) / (1 + z2 / n)
  const half = (z / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) }
}
