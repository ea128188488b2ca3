import type { Tensor } from '../graph/graph.ts'
import { showShape } from '../graph/shape.ts'
import type { Dim } from '../onnx/model.ts'

export type Pair = readonly [number, number]
/** Top, left, bottom, right. */
export type Pads = readonly [number, number, number, number]

export interface ConvolutionOptions {
  /** One number per output channel. */
  readonly bias?: Tensor | undefined
  readonly stride?: number | Pair
  /** One number for all sides, all four, or `same`: half the kernel, so that stride 1 keeps the size. */
  readonly pads?: number | Pads | 'same'
  readonly groups?: number
  readonly dilation?: number | Pair
}

/** The same in full, as operators and gradient rules use it. */
export interface Window {
  readonly kernel: Pair
  readonly strides: Pair
  readonly pads: Pads
  readonly dilations: Pair
}

function pair(value: number | Pair | undefined): Pair {
  return typeof value === 'object' ? value : [value ?? 1, value ?? 1]
}

function windowOf(kernel: Pair, options: ConvolutionOptions): Window {
  const dilations = pair(options.dilation)
  const { pads = 0 } = options
  const [y, x] = kernel.map((length, i) => Math.floor(((length - 1) * (dilations[i] as number)) / 2)) as [
    number,
    number,
  ]
  const full: Pads = pads === 'same' ? [y, x, y, x] : typeof pads === 'number' ? [pads, pads, pads, pads] : pads
  return { kernel, strides: pair(options.stride), pads: full, dilations }
}

function attributesOf(window: Window, group?: number) {
  const { kernel, strides, pads, dilations } = window
  return { kernel_shape: kernel, strides, pads, dilations, ...(group === undefined ? {} : { group }) }
}

/** Positions a window takes along both axes. */
function positions(shape: readonly Dim[], { kernel, strides, pads, dilations }: Window): Pair {
  const count = (axis: 0 | 1): number => {
    const length = (shape[axis + 2] as number) + pads[axis] + pads[(axis + 2) as 2 | 3]
    return Math.floor((length - dilations[axis] * (kernel[axis] - 1) - 1) / strides[axis]) + 1
  }
  return [count(0), count(1)]
}

/** Convolution of [batch, in, height, width] with [out, in / groups, height, width]. */
export function conv2d(x: Tensor, weight: Tensor, options: ConvolutionOptions = {}): Tensor {
  const { groups = 1, bias } = options
  const [out, into, ...kernel] = weight.shape as number[]
  if (x.shape.length !== 4 || weight.shape.length !== 4 || x.shape[1] !== (into as number) * groups) {
    throw x.graph.error(`conv2d of ${showShape(x.shape)} with ${showShape(weight.shape)} in ${groups} groups`)
  }
  const window = windowOf(kernel as unknown as Pair, options)
  const [height, width] = positions(x.shape, window)
  if (height < 1 || width < 1) throw x.graph.error(`conv2d of ${showShape(x.shape)}: the kernel is larger`)
  const outputs = [{ dtype: 'float32', shape: [x.shape[0] as Dim, out as number, height, width] }] as const
  const inputs = bias === undefined ? [x, weight] : [x, weight, bias]
  return x.graph.operation('Conv', inputs, outputs, attributesOf(window, groups))[0] as Tensor
}

export interface TransposedOptions extends ConvolutionOptions {
  /** Rows and columns added at the end, since several input sizes give one output size. */
  readonly outputPadding?: Pair
}

/** Transposed convolution of [batch, in, height, width] with [in, out / groups, height, width]. */
export function convTranspose2d(x: Tensor, weight: Tensor, options: TransposedOptions = {}): Tensor {
  const { groups = 1, bias, outputPadding = [0, 0] } = options
  const [into, out, ...kernel] = weight.shape as number[]
  if (x.shape.length !== 4 || weight.shape.length !== 4 || x.shape[1] !== into) {
    throw x.graph.error(`convTranspose2d of ${showShape(x.shape)} with ${showShape(weight.shape)}`)
  }
  const window = windowOf(kernel as unknown as Pair, options)
  const { strides, pads, dilations } = window
  const length = (axis: 0 | 1): number =>
    ((x.shape[axis + 2] as number) - 1) * strides[axis] +
    dilations[axis] * ((kernel[axis] as number) - 1) +
    1 +
    outputPadding[axis] -
    pads[axis] -
    pads[(axis + 2) as 2 | 3]
  const shape = [x.shape[0] as Dim, (out as number) * groups, length(0), length(1)]
  const attributes = { ...attributesOf(window, groups), output_padding: outputPadding }
  const inputs = bias === undefined ? [x, weight] : [x, weight, bias]
  return x.graph.operation('ConvTranspose', inputs, [{ dtype: 'float32', shape }], attributes)[0] as Tensor
}

export interface PoolOptions {
  /** The kernel's size unless given. */
  readonly stride?: number | Pair
  readonly pads?: number | Pads | 'same'
}

function pool(op: 'MaxPool' | 'AveragePool', x: Tensor, kernel: number | Pair, options: PoolOptions): Tensor {
  if (x.shape.length !== 4) throw x.graph.error(`${op} of ${showShape(x.shape)}`)
  const window = windowOf(pair(kernel), { ...options, stride: options.stride ?? kernel })
  const shape = [...x.shape.slice(0, 2), ...positions(x.shape, window)]
  const { dilations: _, ...attributes } = attributesOf(window)
  if (op === 'AveragePool') {
    return x.graph.operation(op, [x], [{ dtype: 'float32', shape }], {
      ...attributes,
      count_include_pad: 1,
    })[0] as Tensor
  }
  // The second output, where each maximum was, is what the gradient rule needs.
  const outputs = [{ dtype: 'float32', shape }] as const
  if (x.graph.mode === 'inference') return x.graph.operation(op, [x], outputs, attributes)[0] as Tensor
  return x.graph.operation(op, [x], [...outputs, { dtype: 'int64', shape }], attributes)[0] as Tensor
}

export const maxPool = (x: Tensor, kernel: number | Pair, options: PoolOptions = {}): Tensor =>
  pool('MaxPool', x, kernel, options)

/** Mean of each window; padding counts as zeros. */
export const avgPool = (x: Tensor, kernel: number | Pair, options: PoolOptions = {}): Tensor =>
  pool('AveragePool', x, kernel, options)
