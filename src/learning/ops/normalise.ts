import type { Tensor } from '../graph/graph.ts'
import { showShape } from '../graph/shape.ts'
import { float } from '../onnx/model.ts'
import { add, cast, div, mul, pow, sqrt, sub } from './elementwise.ts'
import { reshape } from './layout.ts'
import { reduceMean, reduceSum } from './reduce.ts'

export interface BatchNormWeights {
  readonly scale: Tensor
  readonly bias: Tensor
  /** Running averages, states of the graph. */
  readonly mean: Tensor
  readonly variance: Tensor
}

export interface BatchNormOptions {
  readonly epsilon?: number
  /** Share of the old running average that a step keeps. */
  readonly momentum?: number
}

/** Channels scaled and moved: x · scale + bias, in one pass over the data. */
export function channelAffine(x: Tensor, scale: Tensor, bias: Tensor): Tensor {
  const { graph, shape } = x
  const channels = shape[1] as number
  const zeros = graph.constant('float32', [channels], new Float32Array(channels))
  const ones = graph.constant('float32', [channels], new Float32Array(channels).fill(1))
  const inputs = [x, scale, bias, zeros, ones]
  return graph.operation('BatchNormalization', inputs, [{ dtype: 'float32', shape }], {
    epsilon: float(0),
  })[0] as Tensor
}

/**
 * Batch normalisation over all axes but the second (Ioffe and Szegedy 2015). In training it uses the batch's mean
 * and variance and moves the running ones; at inference it uses those, and the export folds it into the convolution
 * before it.
 */
export function batchNorm(x: Tensor, weights: BatchNormWeights, options: BatchNormOptions = {}): Tensor {
  const { graph, shape } = x
  const { epsilon = 1e-5, momentum = 0.9 } = options
  const { scale, bias } = weights
  if (shape.length < 2 || shape[1] !== scale.shape[0]) {
    throw graph.error(`batchNorm of ${showShape(shape)} with ${showShape(scale.shape)} channels`)
  }
  if (graph.mode === 'inference') {
    const inputs = [x, scale, bias, weights.mean, weights.variance]
    const attributes = { epsilon: float(epsilon) }
    return graph.operation('BatchNormalization', inputs, [{ dtype: 'float32', shape }], attributes)[0] as Tensor
  }
  const channels = shape[1] as number
  const axes = shape.map((_, i) => i).filter((i) => i !== 1)
  const count = axes.reduce((product, axis) => product * (shape[axis] as number), 1)
  const mean = reduceMean(x, { axes })
  const variance = sub(reduceMean(mul(x, x), { axes }), mul(mean, mean))
  const deviation = sqrt(add(variance, epsilon))
  const slope = div(scale, deviation)
  const y = channelAffine(x, slope, sub(bias, mul(mean, slope)))
  if (weights.mean.source === 'state') {
    const unbiased = count / Math.max(1, count - 1)
    graph.update(weights.mean, mix(weights.mean, mean, momentum))
    graph.update(weights.variance, mix(weights.variance, mul(variance, unbiased), momentum))
  }
  // dx = slope · (dy - mean(dy) - x̂ · mean(dy · x̂)), gathered so that the data are passed over as seldom as possible.
  const rule = (dy: Tensor): Tensor[] => {
    const sumDy = reduceSum(dy, { axes })
    const sumDyX = reduceSum(mul(dy, x), { axes })
    const dScale = div(sub(sumDyX, mul(mean, sumDy)), deviation)
    const pull = div(mul(slope, dScale), mul(deviation, -count))
    const shift = sub(mul(mul(slope, sumDy), -1 / count), mul(pull, mean))
    const perChannel = [channels, ...shape.slice(2).map(() => 1)]
    return [add(mul(dy, reshape(slope, perChannel)), channelAffine(x, pull, shift)), dScale, sumDy]
  }
  return graph.override(y, { inputs: [x, scale, bias], rule })
}

function mix(old: Tensor, current: Tensor, momentum: number): Tensor {
  return add(mul(old, momentum), mul(current, 1 - momentum))
}

/** Layer normalisation over the last axis (Ba, Kiros and Hinton 2016). */
export function layerNorm(x: Tensor, scale: Tensor, bias: Tensor, epsilon = 1e-5): Tensor {
  const last = x.shape.length - 1
  if (x.shape[last] !== scale.shape[0]) throw x.graph.error(`layerNorm of ${showShape(x.shape)}`)
  const centred = sub(x, reduceMean(x, { axes: [last], keep: true }))
  const variance = reduceMean(mul(centred, centred), { axes: [last], keep: true })
  return add(mul(mul(centred, pow(add(variance, epsilon), -0.5)), scale), bias)
}

/** Sets random elements to 0 and scales the rest, in training only (Srivastava et al. 2014). */
export function dropout(x: Tensor, rate: number): Tensor {
  if (x.graph.mode === 'inference' || rate === 0) return x
  const keep = 1 - rate
  return mul(x, mul(cast(x.graph.noise(x.shape as readonly number[], keep), 'float32'), 1 / keep))
}
