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

/** The numbers of {@link schedule} inside the graph. */
export interface Rates {
  readonly rate: Tensor
  readonly epsilon: Tensor
  readonly plainRate: Tensor
  readonly renewed: Tensor
}

/** Squares of a gradient and the length of several together. */
export function gradientNorm(gradients: readonly Tensor[]): { readonly norm: Tensor; readonly squares: Tensor[] } {
  const squares = gradients.map((gradient) => mul(gradient, gradient))
  const total = squares.map((square) => reduceSum(square)).reduce((sum, part) => add(sum, part))
  return { norm: sqrt(total), squares }
}

/** By how much a gradient of this length is to be shortened, at most 1. */
export function clipShare(norm: Tensor, clipNorm: number | undefined): Tensor {
  return clipNorm === undefined ? norm.graph.scalar(1) : minimum(div(clipNorm, add(norm, 1e-6)), 1)
}

/** The step of a group of parameters from its gradient (and the gradient's squares) to new weights. */
export function optimise(
  optimiser: Optimiser,
  state: OptimiserState,
  gradient: { readonly value: Tensor; readonly square: Tensor; readonly share: Tensor },
  { rate, epsilon, plainRate, renewed }: Rates,
  group: { readonly decay: boolean; readonly learningRate: number },
): OptimiserState {
  const { beta1, beta2, weightDecay } = optimiser
  const { share } = gradient
  const first = add(mul(state.first, beta1), mul(gradient.value, mul(share, 1 - beta1)))
  const second = add(mul(state.second, beta2), mul(gradient.square, mul(mul(share, share), 1 - beta2)))
  const direction = div(first, add(sqrt(second), epsilon))
  const move = mul(direction, mul(rate, group.learningRate))
  const shrink = sub(1, mul(plainRate, weightDecay * group.learningRate))
  const kept = weightDecay > 0 && group.decay ? mul(state.parameters, shrink) : state.parameters
  const parameters = sub(kept, move)
  const { average } = state
  return {
    parameters,
    first,
    second,
    average: average === undefined ? undefined : add(average, mul(sub(parameters, average), renewed)),
  }
}
