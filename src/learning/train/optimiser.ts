import type { Tensor } from '../graph/graph.ts'
import { add, div, minimum, mul, sqrt, sub } from '../ops/elementwise.ts'
import { reduceSum } from '../ops/reduce.ts'

/** AdamW (Loshchilov and Hutter 2017) with clipping by global norm and an average of the weights. */
export interface OptimiserOptions {
  readonly beta1?: number
  readonly beta2?: number
  readonly epsilon?: number
  /** Share of a weight taken off per step and unit of learning rate. */
  readonly weightDecay?: number
  /** Greatest length of the whole gradient; no limit unless given. */
  readonly clipNorm?: number
  /** Share of the old average that a step keeps, e.g. 0.999; no average unless given. */
  readonly averageDecay?: number
}

export type Optimiser = Required<Omit<OptimiserOptions, 'clipNorm' | 'averageDecay'>> &
  Pick<OptimiserOptions, 'clipNorm' | 'averageDecay'>

export function optimiserOf(options: OptimiserOptions): Optimiser {
  return { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0, ...options }
}

export interface OptimiserState {
  readonly parameters: Tensor
  readonly first: Tensor
  readonly second: Tensor
  readonly average: Tensor | undefined
}

/** What a step is told: four numbers that depend on how many steps there were, see {@link schedule}. */
export const SCHEDULE_LENGTH = 4

/** Learning rate with both bias corrections in it, corrected epsilon, learning rate, share of the average renewed. */
export function schedule(optimiser: Optimiser, step: number, learningRate: number): Float32Array {
  const first = 1 - optimiser.beta1 ** step
  const second = Math.sqrt(1 - optimiser.beta2 ** step)
  // The average starts as a plain mean of the first steps.
  const decay = Math.min(optimiser.averageDecay ?? 0, (1 + step) / (10 + step))
  return Float32Array.of((learningRate * second) / first, optimiser.epsilon * second, learningRate, 1 - decay)
}

/**
 * The step from a gradient to new weights, all parameters being one vector.
 * `rates` and `decays` are multiples per element, or one for all.
 */
export function optimise(
  optimiser: Optimiser,
  state: OptimiserState,
  gradient: Tensor,
  [rate, epsilon, plainRate, renewed]: readonly [Tensor, Tensor, Tensor, Tensor],
  multiples: { readonly rates: Tensor | number; readonly decays: Tensor | number },
): OptimiserState & { readonly norm: Tensor } {
  const { beta1, beta2, weightDecay, clipNorm } = optimiser
  const norm = sqrt(reduceSum(mul(gradient, gradient)))
  const share = clipNorm === undefined ? gradient.graph.scalar(1) : minimum(div(clipNorm, add(norm, 1e-6)), 1)
  const first = add(mul(state.first, beta1), mul(gradient, mul(share, 1 - beta1)))
  const squares = mul(gradient, mul(gradient, mul(mul(share, share), 1 - beta2)))
  const second = add(mul(state.second, beta2), squares)
  const direction = div(first, add(sqrt(second), epsilon))
  const move = mul(direction, mul(rate, multiples.rates))
  const shrink = sub(1, mul(mul(plainRate, weightDecay), multiples.decays))
  const kept = weightDecay === 0 ? state.parameters : mul(state.parameters, shrink)
  const parameters = sub(kept, move)
  const { average } = state
  const renewedAverage = average === undefined ? undefined : add(average, mul(sub(parameters, average), renewed))
  return { parameters, first, second, average: renewedAverage, norm }
}
