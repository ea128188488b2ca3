import type { Tensor } from '../graph/graph.ts'
import { axisOf, elements, size } from '../graph/shape.ts'
import type { Shape } from '../onnx/model.ts'
import { div, exp, log, mul, sub } from './elementwise.ts'

export interface ReduceOptions {
  /** All axes unless given. */
  readonly axes?: readonly number[]
  /** Keep reduced axes with size 1. */
  readonly keep?: boolean
}

function reduce(op: 'ReduceSum' | 'ReduceMean' | 'ReduceMax', x: Tensor, options: ReduceOptions): Tensor {
  const { graph } = x
  const axes = (options.axes ?? x.shape.map((_, i) => i)).map((axis) => axisOf(axis, x.shape.length)).sort()
  if (axes.length === 0) return x
  const shape: Shape = options.keep
    ? x.shape.map((dim, i) => (axes.includes(i) ? 1 : dim))
    : x.shape.filter((_, i) => !axes.includes(i))
  const keepdims = options.keep ? 1 : 0
  const outputs = [{ dtype: x.dtype, shape }]
  if (op === 'ReduceSum') return graph.operation(op, [x, graph.integers(axes)], outputs, { keepdims })[0] as Tensor
  return graph.operation(op, [x], outputs, { keepdims, axes })[0] as Tensor
}

export const reduceSum = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('ReduceSum', x, options)
export const reduceMean = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('ReduceMean', x, options)
export const reduceMax = (x: Tensor, options: ReduceOptions = {}): Tensor => reduce('ReduceMax', x, options)

/** Sums a gradient over the axes along which a value of `shape` was repeated. */
export function sumTo(x: Tensor, shape: Shape): Tensor {
  const lead = x.shape.length - shape.length
  const leading = Array.from({ length: lead }, (_, i) => i)
  const repeated = x.shape.map((_, i) => i).filter((i) => i >= lead && shape[i - lead] === 1 && x.shape[i] !== 1)
  const inner = repeated.length > 0 ? reduceSum(x, { axes: repeated, keep: true }) : x
  return lead > 0 ? reduceSum(inner, { axes: leading }) : inner
}

function along(op: 'Softmax' | 'LogSoftmax', x: Tensor, axis: number): Tensor {
  const outputs = [{ dtype: x.dtype, shape: x.shape }]
  return x.graph.operation(op, [x], outputs, { axis: axisOf(axis, x.shape.length) })[0] as Tensor
}

/**
 * Shares that add up to 1 along an axis. At inference in steps where that is not the last one: there the operator turns the data
 * round twice, which costs three times as much.
 */
export function softmax(x: Tensor, axis = -1): Tensor {
  const at = axisOf(axis, x.shape.length)
  if (x.graph.mode === 'training' || at === x.shape.length - 1) return along('Softmax', x, axis)
  const powers = exp(sub(x, reduceMax(x, { axes: [at], keep: true })))
  return div(powers, reduceSum(powers, { axes: [at], keep: true }))
}

export const logSoftmax = (x: Tensor, axis = -1): Tensor => along('LogSoftmax', x, axis)

/** log Σ exp along an axis, kept with size 1. */
export function logSumExp(x: Tensor, axis = -1): Tensor {
  const top = reduceMax(x, { axes: [axis], keep: true })
  const sum = reduceSum(exp(sub(x, top)), { axes: [axis], keep: true })
  return x.graph.operation('Add', [log(sum), top], [{ dtype: x.dtype, shape: sum.shape }])[0] as Tensor
}

/** Position of the greatest value along an axis, int64. */
export function argMax(x: Tensor, axis = -1): Tensor {
  const at = axisOf(axis, x.shape.length)
  const outputs = [{ dtype: 'int64', shape: x.shape.toSpliced(at, 1) }] as const
  return x.graph.operation('ArgMax', [x], outputs, { axis: at, keepdims: 0 })[0] as Tensor
}

/** Elements of the axes that {@link reduceMean} averages over. */
export function averaged(x: Tensor, axes: readonly number[]): number {
  return size(axes.map((axis) => x.shape[axisOf(axis, x.shape.length)] ?? 1))
}

/** Mean of `x` weighted by `weights` of the same shape; 0 where no weight is. */
export function weightedMean(x: Tensor, weights: Tensor): Tensor {
  const { graph } = x
  if (elements(x.shape) !== elements(weights.shape)) throw graph.error('weights for other values')
  const total = reduceSum(weights)
  const floor = graph.operation('Max', [total, graph.scalar(1e-6)], [{ dtype: 'float32', shape: [] }])[0] as Tensor
  return div(reduceSum(mul(x, weights)), floor)
}
