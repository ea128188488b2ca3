import type { Tensor } from '../graph/graph.ts'
import { axisOf, showShape } from '../graph/shape.ts'
import type { Dim } from '../onnx/model.ts'
import { cast } from './elementwise.ts'

function indexType(indices: Tensor): Tensor {
  return indices.dtype === 'int64' || indices.dtype === 'int32' ? indices : cast(indices, 'int32')
}

/** Slices of `x` along an axis, by index: rows of an embedding table with the default axis. */
export function gather(x: Tensor, indices: Tensor, axis = 0): Tensor {
  const at = axisOf(axis, x.shape.length)
  const shape = [...x.shape.slice(0, at), ...indices.shape, ...x.shape.slice(at + 1)]
  return x.graph.operation('Gather', [x, indexType(indices)], [{ dtype: x.dtype, shape }], { axis: at })[0] as Tensor
}

/** One element of `x` for each index, along an axis; the other axes agree. */
export function gatherElements(x: Tensor, indices: Tensor, axis: number): Tensor {
  const at = axisOf(axis, x.shape.length)
  const fits =
    x.shape.length === indices.shape.length && x.shape.every((dim, i) => i === at || dim === indices.shape[i])
  if (!fits) throw x.graph.error(`gatherElements of ${showShape(x.shape)} by ${showShape(indices.shape)}`)
  const outputs = [{ dtype: x.dtype, shape: indices.shape }]
  return x.graph.operation('GatherElements', [x, indexType(indices)], outputs, { axis: at })[0] as Tensor
}

/** 1 at each index and 0 elsewhere, along a new last axis; all zeros for an index outside. */
export function oneHot(indices: Tensor, depth: number): Tensor {
  const { graph } = indices
  const shape: Dim[] = [...indices.shape, depth]
  const inputs = [
    cast(indices, 'int64'),
    graph.scalar(depth, 'int64'),
    graph.constant('float32', [2], Float32Array.of(0, 1)),
  ]
  const hot = graph.operation('OneHot', inputs, [{ dtype: 'float32', shape }], { axis: -1 })[0] as Tensor
  return hot
}
