/** A proportion with its n and 95 % interval, as model cards quote it. */
export interface Proportion {
  readonly share: number
  readonly low: number
  readonly high: number
  readonly n: number
}

/** Wilson's score interval (Wilson 1927) of `hits` in `n`. */
export function proportion(hits: number, n: number): Proportion {
  if (n === 0) return { share: Number.NaN, low: Number.NaN, high: Number.NaN, n }
  const z = 1.959964
  const p = hits / n
  const centre = (p + (z * z) / (2 * n)) / (1 + (z * z) / n)
  const half = (z / (1 + (z * z) / n)) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  return { share: p, low: centre - half, high: centre + half, n }
}
