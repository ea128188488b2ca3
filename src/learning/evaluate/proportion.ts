/** A share with its n and 95 % interval, as model cards quote it. */
export interface Proportion {
  readonly share: number
  readonly low: number
  readonly high: number
  readonly n: number
}

/** `hits` of `n` with Wilson's interval; nothing of nothing is a share of 0. */
export function proportion(hits: number, n: number): Proportion {
  return { share: n > 0 ? hits / n : 0, ...wilson(hits, n), n }
}

/** The share of `cases` that are a hit. */
export function shareOf<T>(cases: readonly T[], hit: (one: T) => boolean): Proportion {
  return proportion(cases.filter(hit).length, cases.length)
}

/** Wilson's 95 % interval of a share (Wilson 1927). */
export function wilson(hits: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 }
  const z = 1.959964
  const share = hits / n
  const centre = share + (z * z) / (2 * n)
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) }
}
