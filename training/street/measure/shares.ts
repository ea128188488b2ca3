import { fitTemperature } from '../../../src/learning/evaluate/temperature.ts'
import type { Shares } from '../close-ups/together.ts'
import type { LabelledLogits } from './logits.ts'

/** What a close-up's logits may weigh beside those of the context, which weigh the rest of 1. */
const TRIED = [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]

export interface SharesTrial {
  readonly closeUp: number
  /** Mean of -log Σ p over the values that may be true, at the best temperature. */
  readonly cost: number
  /** How often the likeliest value may be true. */
  readonly right: number
}

/** How well each share does on labelled rows; logits of both, row by row the same. */
export function trialsOf(context: LabelledLogits, closeUp: LabelledLogits, classes: number): SharesTrial[] {
  return TRIED.map((share) => {
    const logits = context.logits.map((value, at) => (1 - share) * value + share * closeUp.logits[at]!)
    return { closeUp: share, ...judged(logits, context.sets, classes) }
  })
}

/** The share under which the labels are likeliest. */
export function bestShare(trials: readonly SharesTrial[]): Shares[string] {
  const { closeUp } = trials.reduce((best, trial) => (trial.cost < best.cost ? trial : best))
  return { context: Number((1 - closeUp).toFixed(1)), closeUp }
}

function judged(logits: Float32Array, sets: LabelledLogits['sets'], classes: number) {
  const temperature = fitTemperature(logits, sets, classes)
  let [cost, right] = [0, 0]
  for (const [row, set] of sets.entries()) {
    const values = Array.from(logits.subarray(row * classes, (row + 1) * classes), (value) => value / temperature)
    const top = Math.max(...values)
    const power = (value: number) => Math.exp(value - top)
    const total = values.reduce((sum, value) => sum + power(value), 0)
    const among = set.reduce((sum, label) => sum + power(values[label]!), 0)
    cost -= Math.log(Math.max(among / total, Number.MIN_VALUE))
    right += Number(set.includes(values.indexOf(top)))
  }
  return { cost: cost / sets.length, right: right / sets.length }
}
