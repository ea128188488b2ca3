import type { ParameterOptions, Tensor } from '../graph/graph.ts'
import type { Initialiser } from '../graph/initialise.ts'
import { type ConvolutionOptions, conv2d } from '../ops/convolution.ts'
import { linear } from '../ops/linear.ts'
import { type BatchNormOptions, batchNorm, layerNorm } from '../ops/normalise.ts'
import { type RecurrentOptions, type RecurrentResult, type RecurrentWeights, bidirectional, gru, lstm } from '../ops/recurrent.ts'
import { gather } from '../ops/select.ts'

/** How a layer's parameters behave besides their start. */
export type LayerOptions = Omit<ParameterOptions, 'init' | 'decay'>

/** x · w + b over the last axis. Parameters `w` [in, out] and `b`. */
export function dense(
  x: Tensor,
  name: string,
  out: number,
  options: LayerOptions & { readonly bias?: boolean; readonly init?: Initialiser } = {},
): Tensor {
  const { graph } = x
  const { bias = true, init = 'glorot', ...rest } = options
  return graph.scope(name, () => {
    const weight = graph.parameter('w', [x.shape.at(-1) as number, out], { init, ...rest })
    return linear(x, weight, bias ? graph.parameter('b', [out], { init: { constant: 0 }, ...rest }) : undefined)
  })
}

export interface ConvolutionLayerOptions extends Omit<ConvolutionOptions, 'bias'>, LayerOptions {
  readonly out: number
  readonly kernel: number | readonly [number, number]
  readonly bias?: boolean
  readonly init?: Initialiser
}

/** Convolution, padded to keep the size unless told otherwise. Parameters `w` [out, in / groups, h, w] and `b`. */
export function convolution(x: Tensor, name: string, options: ConvolutionLayerOptions): Tensor {
  const { graph } = x
  const { out, kernel, bias = true, init = 'he', stride = 1, pads = 'same', groups = 1, dilation = 1, ...rest } = options
  const [height, width] = typeof kernel === 'number' ? [kernel, kernel] : kernel
  return graph.scope(name, () => {
    const shape = [out, (x.shape[1] as number) / groups, height, width]
    const weight = graph.parameter('w', shape, { init, ...rest })
    const biases = bias ? graph.parameter('b', [out], { init: { constant: 0 }, ...rest }) : undefined
    return conv2d(x, weight, { bias: biases, stride, pads, groups, dilation })
  })
}

/** Batch normalisation with its parameters `scale`, `bias` and running averages `mean`, `variance`. */
export function batchNormalisation(
  x: Tensor,
  name: string,
  options: BatchNormOptions & LayerOptions & { readonly scale?: number } = {},
): Tensor {
  const { graph } = x
  const { epsilon = 1e-5, momentum = 0.9, scale = 1, ...rest } = options
  const channels = [x.shape[1] as number]
  return graph.scope(name, () => {
    const weights = {
      scale: graph.parameter('scale', channels, { init: { constant: scale }, ...rest }),
      bias: graph.parameter('bias', channels, { init: { constant: 0 }, ...rest }),
      mean: graph.state('mean', channels, 0),
      variance: graph.state('variance', channels, 1),
    }
    return batchNorm(x, weights, { epsilon, momentum })
  })
}

/** Layer normalisation over the last axis with its parameters. */
export function layerNormalisation(x: Tensor, name: string): Tensor {
  const { graph } = x
  const width = [x.shape.at(-1) as number]
  return graph.scope(name, () =>
    layerNorm(
      x,
      graph.parameter('scale', width, { init: { constant: 1 } }),
      graph.parameter('bias', width, { init: { constant: 0 } }),
    ),
  )
}

/** Rows of a learned table [rows, width] by index. */
export function embedding(indices: Tensor, name: string, rows: number, width: number, options: ParameterOptions = {}): Tensor {
  const { graph } = indices
  const table = graph.scope(name, () => graph.parameter('table', [rows, width], { init: { normal: 0.05 }, ...options }))
  return gather(table, indices)
}

export interface RecurrentLayerOptions extends RecurrentOptions, LayerOptions {
  readonly kind: 'gru' | 'lstm'
  readonly hidden: number
}

/** GRU or LSTM in one direction over [batch, steps, in]. */
export function recurrent(x: Tensor, name: string, options: RecurrentLayerOptions): RecurrentResult {
  const layer = options.kind === 'gru' ? gru : lstm
  return layer(x, recurrentWeights(x, name, options), options)
}

/** GRU or LSTM in both directions: states [batch, steps, 2 · hidden]. */
export function bidirectionalRecurrent(
  x: Tensor,
  name: string,
  options: Omit<RecurrentLayerOptions, 'backward'>,
): RecurrentResult {
  const forward = recurrentWeights(x, `${name}/forward`, options)
  const backward = recurrentWeights(x, `${name}/backward`, options)
  return bidirectional(options.kind === 'gru' ? gru : lstm, x, { forward, backward }, options)
}

function recurrentWeights(x: Tensor, name: string, options: RecurrentLayerOptions): RecurrentWeights {
  const { graph } = x
  const { kind, hidden, learningRate = 1, frozen = false } = options
  const gates = (kind === 'gru' ? 3 : 4) * hidden
  const init = { uniform: 1 / Math.sqrt(hidden) }
  const rest = { learningRate, frozen }
  return graph.scope(name, () => ({
    input: graph.parameter('input', [x.shape.at(-1) as number, gates], { init, ...rest }),
    hidden: graph.parameter('hidden', [hidden, gates], { init, ...rest }),
    bias: graph.parameter('bias', [gates], { init: { constant: 0 }, ...rest }),
    ...(kind === 'gru' ? { hiddenBias: graph.parameter('hidden_bias', [hidden], { init: { constant: 0 }, ...rest }) } : {}),
  }))
}
