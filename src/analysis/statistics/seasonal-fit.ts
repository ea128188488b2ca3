import { fisherUpper } from './distributions.ts'
import { type Fit, leastSquares, predict } from './least-squares.ts'

/** A series of shares: `month` is a whole month code (January: a multiple of 12), `weight` 1 / variance up to a factor. */
export interface Series {
  readonly month: readonly number[]
  readonly share: readonly number[]
  readonly weight: readonly number[]
}

export interface Cycle {
  /** Month of the year of the peak, 0 = January, with a fraction. */
  readonly peak: number
  /** How narrow the peak is; 0 is a sine wave in the limit. */
  readonly concentration: number
}

/** share = level + slope · (month − origin) / 12 [+ height · cycle]. */
export interface SeasonalModel {
  readonly origin: number
  readonly cycle: Cycle | null
  readonly fit: Fit
}

const CONCENTRATIONS = [0.25, 1, 2, 4, 8]
const PHASES = 48
/** The cycle is kept if its error is under this share of the line's (GeoStyle; Mall et al. 2019, section 4.2). */
const KEPT_BELOW = 0.8
export const MONTHS_FOR_CYCLE = 24

/** The yearly spike of GeoStyle: e^(κ cos ω(x − peak)) / e^κ, between 0 and 1, 1 at the peak. */
function spike(month: number, { peak, concentration }: Cycle): number {
  return Math.exp(concentration * (Math.cos((2 * Math.PI * (month - peak)) / 12) - 1))
}

function designRow(month: number, origin: number, cycle: Cycle | null): number[] {
  const line = [1, (month - origin) / 12]
  return cycle === null ? line : [...line, spike(month, cycle)]
}

function fitModel({ month, share, weight }: Series, cycle: Cycle | null): SeasonalModel | null {
  const total = weight.reduce((sum, w) => sum + w, 0)
  const origin = month.reduce((sum, m, i) => sum + m * weight[i]!, 0) / total
  const rows = month.map((m) => designRow(m, origin, cycle))
  const fit = leastSquares(rows, share, weight)
  return fit === null ? null : { origin, cycle, fit }
}

/** The line alone: level and slope a year. */
export function fitLine(series: Series): SeasonalModel | null {
  return fitModel(series, null)
}

/**
 * Line plus yearly spike, its peak and width by grid, all else by least squares; only spikes upward. Null with fewer
 * than {@link MONTHS_FOR_CYCLE} months or where no spike helps.
 */
export function fitCycle(series: Series): SeasonalModel | null {
  if (series.month.length < MONTHS_FOR_CYCLE) return null
  const residuals = lineResiduals(series)
  const shares = residuals(series.share)
  let best: { cycle: Cycle; gain: number } | null = null
  for (const concentration of CONCENTRATIONS) {
    for (let phase = 0; phase < PHASES; phase++) {
      const cycle = { peak: (phase * 12) / PHASES, concentration }
      // Frisch, Waugh, Lovell: the spike's height and gain come from what the line leaves of both.
      const year = Array.from({ length: 12 }, (_, month) => spike(month, cycle))
      const spikes = residuals(series.month.map((month) => year[month % 12]!))
      const [height, size] = [weightedDot(spikes, shares, series), weightedDot(spikes, spikes, series)]
      if (height <= 0 || size <= 1e-12) continue
      const gain = (height * height) / size
      if (best === null || gain > best.gain) best = { cycle, gain }
    }
  }
  return best === null ? null : fitModel(series, best.cycle)
}

/** Takes the weighted line out of a list of values. */
function lineResiduals({ month, weight }: Series): (values: readonly number[]) => number[] {
  const total = weight.reduce((sum, w) => sum + w, 0)
  const mean = month.reduce((sum, m, i) => sum + m * weight[i]!, 0) / total
  const spread = month.reduce((sum, m, i) => sum + weight[i]! * (m - mean) ** 2, 0)
  return (values) => {
    let [level, slope] = [0, 0]
    for (let i = 0; i < values.length; i++) {
      level += weight[i]! * values[i]!
      slope += weight[i]! * (month[i]! - mean) * values[i]!
    }
    return values.map((value, i) => value - level / total - ((month[i]! - mean) * slope) / spread)
  }
}

function weightedDot(a: readonly number[], b: readonly number[], { weight }: Series): number {
  return a.reduce((sum, value, i) => sum + weight[i]! * value * b[i]!, 0)
}

/**
 * Is there a yearly cycle at all? F test of two harmonics (sine and cosine of one and of two waves a year) beside the
 * line: linear in its parameters, so the test is exact where a test of the spike, whose peak and width were searched
 * for, finds cycles in noise. The scatter is never taken as less than the accounts explain. 1 where GeoStyle's rule drops the spike or too few months are left.
 */
export function cycleP(series: Series, line: SeasonalModel, cycle: SeasonalModel | null): number {
  if (cycle === null || cycle.fit.rss >= KEPT_BELOW * line.fit.rss) return 1
  const rows = series.month.map((month) => {
    const turn = (2 * Math.PI * month) / 12
    return [
      ...designRow(month, line.origin, null),
      Math.cos(turn),
      Math.sin(turn),
      Math.cos(2 * turn),
      Math.sin(2 * turn),
    ]
  })
  const waves = leastSquares(rows, series.share, series.weight)
  const df = rows.length - 6
  if (waves === null || df < 1) return 1
  const scatter = Math.max(waves.rss / df, binomialVariance(series))
  return fisherUpper((line.fit.rss - waves.rss) / 4 / scatter, 4, df)
}

/** Variance of a share of weight 1, weights being garments over the design effect by accounts. */
function binomialVariance({ share, weight }: Series): number {
  const total = weight.reduce((sum, w) => sum + w, 0)
  const mean = share.reduce((sum, value, i) => sum + weight[i]! * value, 0) / total
  return mean * (1 - mean)
}

/** What the model says for a month, never outside 0 to 1. */
export function fitted({ origin, cycle, fit }: SeasonalModel, month: number): number {
  return Math.min(1, Math.max(0, predict(designRow(month, origin, cycle), fit.coefficients)))
}

/** Variance of the fitted value given the variance of an observation of weight 1. */
export function fittedVariance({ origin, cycle, fit }: SeasonalModel, month: number, unit: number): number {
  const row = designRow(month, origin, cycle)
  const half = fit.inverse.map((line) => predict(line, row))
  return unit * predict(row, half)
}

/**
 * How the slope weighs the shares: slope = Σ weights[i] · share[i]. With these the slope of every bootstrap round is
 * one sum.
 */
export function slopeWeights({ month, weight }: Series, { origin, cycle, fit }: SeasonalModel): number[] {
  return month.map((m, i) => weight[i]! * predict(designRow(m, origin, cycle), fit.inverse[1]!))
}
