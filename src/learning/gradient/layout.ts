import type { Operation, Tensor } from '../graph/graph.ts'
import { size } from '../graph/shape.ts'
import { cast, div, equal, mul } from '../ops/elementwise.ts'
import { concat, expand, full, pad, reshape, slice, split, transpose } from '../ops/layout.ts'
import { averaged, reduceSum, sumTo } from '../ops/reduce.ts'
import { type Rules, simple } from './rule.ts'

/** The shape of a reduced value with the reduced axes kept at size 1. */
function kept(x: Tensor, { attributes, inputs }: Operation): { axes: number[]; shape: readonly number[] } {
  const listed = attributes.axes ?? Array.from(x.graph.constants.get(inputs[1] as Tensor) ?? [], Number)
  const axes = [...(listed as readonly number[])]
  return { axes, shape: (x.shape as readonly number[]).map((dim, i) => (axes.includes(i) ? 1 : dim)) }
}

/** The values of a constant integer input. */
function integersOf(tensor: Tensor): number[] {
  return Array.from(tensor.graph.constants.get(tensor) ?? [], Number)
}

/** Puts slices back where a strided slice took them from, zeros between. */
function spread(dy: Tensor, x: Tensor, { inputs }: Operation): Tensor {
  const [start, , axis, step] = inputs.slice(1).map((input) => integersOf(input as Tensor)[0]) as [
    number,
    number,
    number,
    number,
  ]
  const length = x.shape[axis] as number
  const count = dy.shape[axis] as number
  const [before, after] = [dy.shape.slice(0, axis), dy.shape.slice(axis + 1)]
  const none = (shape: readonly unknown[]) => shape.map(() => [0, 0] as const)
  let spaced = dy
  if (step > 1) {
    const apart = pad(reshape(dy, [...before, count, 1, ...after]), [
      ...none(before),
      [0, 0],
      [0, step - 1],
      ...none(after),
    ])
    const merged = reshape(apart, [...before, count * step, ...after])
    spaced = slice(merged, axis, 0, Math.min(count * step, length - start))
  }
  return pad(spaced, [...none(before), [start, length - start - (spaced.shape[axis] as number)], ...none(after)])
}

export const layoutRules: Rules = {
  Reshape: simple((dy, x) => reshape(dy, x.shape)),
  Transpose: simple((dy, _, __, { attributes }) => {
    const order = attributes.perm as readonly number[]
    return transpose(
      dy,
      order.map((_, axis) => order.indexOf(axis)),
    )
  }),
  Expand: simple((dy, x) => sumTo(dy, x.shape)),
  Slice: simple((dy, x, _, operation) => spread(dy, x, operation)),
  Pad: simple((dy, x, _, { inputs }) => {
    const pads = integersOf(inputs[1] as Tensor)
    return x.shape.reduce<Tensor>((part, length, axis) => {
      const start = pads[axis] as number
      return slice(part, axis, start, start + (length as number))
    }, dy)
  }),
  Concat: ({ inputs, attributes }, [dy]) => {
    const axis = attributes.axis as number
    return split(
      dy as Tensor,
      axis,
      inputs.map((input) => (input as Tensor).shape[axis] as number),
    )
  },
  Split: ({ outputs, attributes }, gradients) => {
    const parts = outputs.map((output, i) => gradients[i] ?? full(output.graph, output.shape, 0))
    return [concat(parts, attributes.axis as number), null]
  },
  ReduceSum: (operation, [dy]) => {
    const x = operation.inputs[0] as Tensor
    return [expand(reshape(dy as Tensor, kept(x, operation).shape), x.shape), null]
  },
  ReduceMean: simple((dy, x, _, operation) => {
    const { axes, shape } = kept(x, operation)
    return expand(mul(reshape(dy, shape), 1 / averaged(x, axes)), x.shape)
  }),
  // Where several are greatest they share the gradient.
  ReduceMax: simple((dy, x, y, operation) => {
    const { axes, shape } = kept(x, operation)
    const greatest = cast(equal(x, reshape(y, shape)), 'float32')
    return mul(greatest, div(reshape(dy, shape), reduceSum(greatest, { axes, keep: true })))
  }),
  Gather: ({ inputs, attributes }, [dy]) => {
    const [x, indices] = inputs as [Tensor, Tensor]
    return [gatherGradient(dy as Tensor, x, indices, attributes.axis as number), null]
  },
  GatherElements: ({ inputs, attributes }, [dy]) => {
    const [x, indices] = inputs as [Tensor, Tensor]
    return [scatterAdd(x, indices, dy as Tensor, attributes.axis as number), null]
  },
}

/** Zeros of the shape of `x` with `updates` added at `indices`. */
export function scatterAdd(x: Pick<Tensor, 'graph' | 'shape'>, indices: Tensor, updates: Tensor, axis: number): Tensor {
  const zeros = full(x.graph, x.shape, 0)
  const outputs = [{ dtype: 'float32', shape: x.shape }] as const
  const attributes = { axis, reduction: 'add' }
  return x.graph.operation('ScatterElements', [zeros, indices, updates], outputs, attributes)[0] as Tensor
}

function gatherGradient(dy: Tensor, x: Tensor, indices: Tensor, axis: number): Tensor {
  // With the gathered axis in front the rest is one row for each index.
  const rest = x.shape.toSpliced(axis, 1)
  const lead = indices.shape.map((_, i) => axis + i)
  const others = dy.shape.map((_, i) => i).filter((i) => !lead.includes(i))
  const count = size(indices.shape)
  const width = size(rest)
  const rows = reshape(transpose(dy, [...lead, ...others]), [count, width])
  const column = expand(reshape(indices, [count, 1]), [count, width])
  const table = scatterAdd({ graph: x.graph, shape: [x.shape[axis] as number, width] }, column, rows, 0)
  const front = reshape(table, [x.shape[axis] as number, ...rest])
  const back = x.shape.map((_, i) => (i === axis ? 0 : i < axis ? i + 1 : i))
  return transpose(front, back)
}
