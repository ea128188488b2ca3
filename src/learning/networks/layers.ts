import type { Graph, Tensor } from '../graph/graph.ts'
import {
  batchNorm,
  bidirectional,
  cast,
  conv2d,
  gru,
  linear,
  mul,
  type RecurrentOptions,
  type RecurrentResult,
  relu,
  sub,
  transpose,
} from '../ops/index.ts'

/** Bytes as the networks take them: uint8 [batch, h, w, 3] → float [batch, 3, h, w] around 0. */
export function normalised(photo: Tensor): Tensor {
  return mul(sub(transpose(cast(photo, 'float32'), [0, 3, 1, 2]), 120), 1 / 64)
}

export interface ConvolutionLayer {
  readonly channels: number
  readonly kernel?: number
  readonly stride?: number
  /** `relu` unless said otherwise. */
  readonly activation?: 'relu' | 'none'
  /** Start of the normalisation's scale; 0 makes a residual branch begin as nothing (Goyal et al. 2017). */
  readonly scale?: number
}

/** Convolution, batch normalisation, ReLU: the brick of the trunk. [batch, c, h, w] → [batch, channels, h', w']. */
export function convolution(x: Tensor, name: string, layer: ConvolutionLayer): Tensor {
  const { channels, kernel = 3, stride = 1, activation = 'relu', scale = 1 } = layer
  const { graph } = x
  return graph.scope(name, () => {
    const weight = graph.parameter('weight', [channels, x.shape[1] as number, kernel, kernel])
    const y = batchNorm(conv2d(x, weight, { stride, pads: Math.floor(kernel / 2) }), {
      scale: graph.parameter('scale', [channels], { init: { constant: scale } }),
      bias: graph.parameter('bias', [channels], { init: { constant: 0 } }),
      mean: graph.state('mean', [channels], 0),
      variance: graph.state('variance', [channels], 1),
    })
    return activation === 'relu' ? relu(y) : y
  })
}

/** Two 3 × 3 convolutions round which the input is carried (He et al. 2016). */
export function residual(x: Tensor, name: string): Tensor {
  const channels = x.shape[1] as number
  return x.graph.scope(name, () => {
    const inner = convolution(x, 'first', { channels })
    const branch = convolution(inner, 'second', { channels, activation: 'none', scale: 0.2 })
    return relu(x.graph.operation('Add', [x, branch], [{ dtype: 'float32', shape: x.shape }])[0] as Tensor)
  })
}

/** A convolution with a bias and nothing after it: the last layer of a map. */
export function mapHead(x: Tensor, name: string, channels: number, bias = 0): Tensor {
  const { graph } = x
  return graph.scope(name, () => {
    const weight = graph.parameter('weight', [channels, x.shape[1] as number, 1, 1], { init: { normal: 0.01 } })
    return conv2d(x, weight, { bias: graph.parameter('bias', [channels], { init: { constant: bias } }) })
  })
}

/** x · weight + bias over the last axis. */
export function dense(x: Tensor, name: string, width: number, activation: 'relu' | 'none' = 'none'): Tensor {
  const { graph } = x
  return graph.scope(name, () => {
    const into = x.shape.at(-1) as number
    const weight = graph.parameter('weight', [into, width], { init: activation === 'relu' ? 'he' : 'glorot' })
    const y = linear(x, weight, graph.parameter('bias', [width], { init: { constant: 0 } }))
    return activation === 'relu' ? relu(y) : y
  })
}

/** A bidirectional GRU with its own weights: [batch, steps, in] → states [batch, steps, 2 · hidden]. */
export function bidirectionalGru(
  x: Tensor,
  name: string,
  hidden: number,
  options: Omit<RecurrentOptions, 'backward'> = {},
): RecurrentResult {
  const { graph } = x
  const direction = (way: string) => graph.scope(way, () => gruWeights(graph, x.shape.at(-1) as number, hidden))
  return graph.scope(name, () =>
    bidirectional(gru, x, { forward: direction('forward'), backward: direction('backward') }, options),
  )
}

function gruWeights(graph: Graph, into: number, hidden: number) {
  return {
    input: graph.parameter('input', [into, 3 * hidden], { init: 'glorot' }),
    hidden: graph.parameter('hidden', [hidden, 3 * hidden], { init: 'glorot' }),
    bias: graph.parameter('bias', [3 * hidden], { init: { constant: 0 } }),
    hiddenBias: graph.parameter('hidden_bias', [hidden], { init: { constant: 0 } }),
  }
}
