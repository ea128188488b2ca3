import type { Graph, Tensor } from '../graph/graph.ts'
import { axisOf, broadcast, elements, multipleOf, sameShape, showShape, times } from '../graph/shape.ts'
import type { Dim, Shape } from '../onnx/model.ts'

function axis(x: Tensor, at: number): number {
  try {
    return axisOf(at, x.shape.length)
  } catch (error) {
    throw x.graph.error((error as Error).message)
  }
}

/** The same elements in another shape; one size may be -1 (worked out). */
export function reshape(x: Tensor, shape: Shape): Tensor {
  const { graph } = x
  const total = elements(x.shape)
  let target = shape
  if (shape.includes(-1)) {
    const rest = elements(shape.filter((dim) => dim !== -1))
    const missing = divide(total, rest)
    if (missing === undefined) throw graph.error(`reshape of ${showShape(x.shape)} to ${showShape(shape)}`)
    target = shape.map((dim) => (dim === -1 ? missing : dim))
  }
  if (elements(target) !== total) throw graph.error(`reshape of ${showShape(x.shape)} to ${showShape(shape)}`)
  if (sameShape(x.shape, target)) return x
  const inner = x.source
  if (typeof inner === 'object' && inner.op === 'Reshape') return reshape(inner.inputs[0] as Tensor, target)
  const sizes = graph.integers(target.map((dim) => (typeof dim === 'number' ? dim : -1)))
  return graph.operation('Reshape', [x, sizes], [{ dtype: x.dtype, shape: target }])[0] as Tensor
}

function divide(total: Dim, part: Dim): Dim | undefined {
  const [a, b] = [multipleOf(total), multipleOf(part)]
  if (a === undefined && b !== undefined) return undefined
  const ratio = (a ?? (total as number)) / (b ?? (part as number))
  if (!Number.isInteger(ratio)) return undefined
  return a !== undefined && b === undefined ? times('N', ratio) : ratio
}

/** Axes in another order; all reversed without `order`. */
export function transpose(x: Tensor, order?: readonly number[]): Tensor {
  const perm = (order ?? x.shape.map((_, i) => x.shape.length - 1 - i)).map((at) => axis(x, at))
  if (new Set(perm).size !== x.shape.length) throw x.graph.error(`transpose of ${showShape(x.shape)} by ${perm}`)
  if (perm.every((at, i) => at === i)) return x
  const shape = perm.map((at) => x.shape[at] as Dim)
  return x.graph.operation('Transpose', [x], [{ dtype: x.dtype, shape }], { perm })[0] as Tensor
}

/** A new axis of size 1. */
export function unsqueeze(x: Tensor, at: number): Tensor {
  const position = at < 0 ? at + x.shape.length + 1 : at
  return reshape(x, [...x.shape.slice(0, position), 1, ...x.shape.slice(position)])
}

/** Without an axis of size 1. */
export function squeeze(x: Tensor, at: number): Tensor {
  const position = axis(x, at)
  if (x.shape[position] !== 1) throw x.graph.error(`squeeze of axis ${at} of ${showShape(x.shape)}`)
  return reshape(x, x.shape.toSpliced(position, 1))
}

/** Everything but the first axis in one. */
export function flatten(x: Tensor): Tensor {
  return reshape(x, [x.shape[0] as Dim, elements(x.shape.slice(1))])
}

/** Repeats along axes of size 1 until the shape is `shape`. */
export function expand(x: Tensor, shape: Shape): Tensor {
  const { graph } = x
  const target = broadcast(x.shape, shape)
  if (target === undefined || !sameShape(target, shape)) {
    throw graph.error(`expand of ${showShape(x.shape)} to ${showShape(shape)}`)
  }
  if (sameShape(x.shape, shape)) return x
  return graph.operation('Expand', [x, shapeTensor(graph, shape)], [{ dtype: x.dtype, shape }])[0] as Tensor
}

/** A tensor of one number. */
export function full(graph: Graph, shape: Shape, value: number): Tensor {
  return expand(graph.scalar(value), shape)
}

/** A shape as a tensor; an open batch is read off the first input that has it. */
function shapeTensor(graph: Graph, shape: Shape): Tensor {
  if (shape.every((dim) => typeof dim === 'number')) return graph.integers(shape as readonly number[])
  const like = [...graph.inputs.values()].find((input) => input.shape[0] === 'N')
  if (like === undefined) throw graph.error('no input has an open batch')
  const integer = (count: number) => [{ dtype: 'int64', shape: [count] }] as const
  const all = graph.operation('Shape', [like], integer(like.shape.length))[0] as Tensor
  const batch = slice(all, 0, 0, 1)
  const parts = shape.map((dim) => {
    if (typeof dim === 'number') return graph.integers([dim])
    return graph.operation('Mul', [batch, graph.integers([multipleOf(dim) as number])], integer(1))[0] as Tensor
  })
  return concat(parts, 0)
}

/** Tensors behind one another along an axis. */
export function concat(parts: readonly Tensor[], at: number): Tensor {
  const [first] = parts
  if (first === undefined) throw new Error('concat of nothing')
  if (parts.length === 1) return first
  const position = axis(first, at)
  const rest = (tensor: Tensor) => showShape(tensor.shape.toSpliced(position, 1))
  for (const part of parts) {
    if (part.dtype !== first.dtype || rest(part) !== rest(first)) {
      const shapes = parts.map((tensor) => `${tensor.dtype} ${showShape(tensor.shape)}`).join(', ')
      throw first.graph.error(`concat of ${shapes} along axis ${at}`)
    }
  }
  let total: Dim = 0
  for (const part of parts) total = plus(total, part.shape[position] as Dim)
  const shape = first.shape.with(position, total)
  return first.graph.operation('Concat', parts, [{ dtype: first.dtype, shape }], { axis: position })[0] as Tensor
}

function plus(a: Dim, b: Dim): Dim {
  if (a === 0) return b
  if (typeof a === 'number' && typeof b === 'number') return a + b
  const sum = (multipleOf(a) ?? Number.NaN) + (multipleOf(b) ?? Number.NaN)
  if (Number.isNaN(sum)) throw new Error(`${a} + ${b}: the batch cannot be joined with a number`)
  return `${sum}N`
}

/** Elements `start` to `end` - 1 of an axis, every `step`-th; negative positions count from the end. */
export function slice(x: Tensor, at: number, start: number, end: number, step = 1): Tensor {
  const { graph } = x
  const position = axis(x, at)
  const length = x.shape[position]
  if (typeof length !== 'number') throw graph.error('the open batch cannot be sliced')
  const from = start < 0 ? start + length : start
  const to = Math.min(end < 0 ? end + length : end, length)
  if (from < 0 || to <= from || step < 1) throw graph.error(`slice ${start}:${end}:${step} of ${length}`)
  if (from === 0 && to === length && step === 1) return x
  const shape = x.shape.with(position, Math.ceil((to - from) / step))
  const inputs = [x, ...[from, to, position, step].map((value) => graph.integers([value]))]
  return graph.operation('Slice', inputs, [{ dtype: x.dtype, shape }])[0] as Tensor
}

/** An axis cut into pieces of the given sizes. */
export function split(x: Tensor, at: number, sizes: readonly number[]): readonly Tensor[] {
  const { graph } = x
  const position = axis(x, at)
  if (sizes.reduce((sum, value) => sum + value, 0) !== x.shape[position]) {
    throw graph.error(`split of axis ${at} of ${showShape(x.shape)} into ${sizes}`)
  }
  if (sizes.length === 1) return [x]
  const outputs = sizes.map((value) => ({ dtype: x.dtype, shape: x.shape.with(position, value) }))
  return graph.operation('Split', [x, graph.integers(sizes)], outputs, { axis: position })
}

/** The slices of an axis, each without that axis. */
export function unstack(x: Tensor, at: number): readonly Tensor[] {
  const position = axis(x, at)
  const ones = Array.from({ length: x.shape[position] as number }, () => 1)
  return split(x, position, ones).map((part) => squeeze(part, position))
}

/** Tensors of one shape along a new axis. */
export function stack(parts: readonly Tensor[], at: number): Tensor {
  return concat(
    parts.map((part) => unsqueeze(part, at)),
    at,
  )
}

/** Zeros (or `value`) before and after each axis: `[[before, after], ...]`. */
export function pad(x: Tensor, amounts: readonly (readonly [number, number])[], value = 0): Tensor {
  const { graph } = x
  if (amounts.length !== x.shape.length) throw graph.error(`pad of ${showShape(x.shape)} by ${amounts.length} axes`)
  if (amounts.every(([before, after]) => before === 0 && after === 0)) return x
  const shape = x.shape.map((dim, i) => {
    const [before, after] = amounts[i] as readonly [number, number]
    return typeof dim === 'number' ? dim + before + after : dim
  })
  const pads = graph.integers([...amounts.map(([before]) => before), ...amounts.map(([, after]) => after)])
  const filler = graph.scalar(value, x.dtype)
  return graph.operation('Pad', [x, pads, filler], [{ dtype: x.dtype, shape }])[0] as Tensor
}
