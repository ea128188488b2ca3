/** An unsigned byte q stands for (q - zero) · scale. */
export interface Range {
  readonly scale: number
  readonly zero: number
}

const BINS = 2048

/** How often values of a tensor were seen, in bins of one width between the least and the largest. */
export interface Histogram {
  readonly low: number
  readonly high: number
  readonly counts: Float64Array
}

/** An empty histogram; 0 is always inside, since padding and the least output of a ReLU must be exact. */
export function emptyHistogram(low: number, high: number): Histogram {
  return { low: Math.min(low, 0), high: Math.max(high, 0), counts: new Float64Array(BINS) }
}

/** Counts values; not those that are 0, which every range holds exactly. */
export function count({ low, high, counts }: Histogram, values: Float32Array): void {
  const perUnit = high > low ? BINS / (high - low) : 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number
    if (value === 0) continue
    const bin = Math.min(BINS - 1, (value - low) * perUnit) | 0
    counts[bin] = (counts[bin] as number) + 1
  }
}

/** Shares of the seen range that are tried. */
const SHARES = Array.from({ length: 40 }, (_, i) => 1 - i * 0.02)

/**
 * The range with the least mean squared error: values beyond it are clipped, so that the many within it are told apart
 * more finely (as TensorRT and others choose it, with the squared error in place of the entropy).
 */
export function bestRange(seen: Histogram): Range {
  let best: Range = rangeOf(seen.low, seen.high)
  let least = squaredError(seen, best)
  for (const share of SHARES) {
    const range = rangeOf(seen.low * share, seen.high * share)
    const error = squaredError(seen, range)
    if (error < least) [best, least] = [range, error]
  }
  return best
}

/** The 256 steps that cover low to high (low ≤ 0 ≤ high), with 0 on a step. */
export function rangeOf(low: number, high: number): Range {
  const scale = Math.fround((high - low) / 255) || 1
  return { scale, zero: Math.min(255, Math.max(0, Math.round(-low / scale))) }
}

function squaredError({ low, high, counts }: Histogram, { scale, zero }: Range): number {
  const width = (high - low) / BINS
  let sum = 0
  for (let bin = 0; bin < BINS; bin++) {
    const n = counts[bin] as number
    if (n === 0) continue
    const value = low + (bin + 0.5) * width
    const step = Math.min(255, Math.max(0, Math.round(value / scale) + zero))
    const inside = Math.abs((step - zero) * scale - value)
    // Within a step all values are about equally frequent: the mean over them rather than the bin's middle.
    const clipped = step === 0 || step === 255
    sum += n * (clipped ? inside * inside + (scale * scale) / 12 : (scale * scale) / 12)
  }
  return sum
}
