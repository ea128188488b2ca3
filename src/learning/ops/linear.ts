import type { Tensor } from '../graph/graph.ts'
import { broadcast, showShape } from '../graph/shape.ts'
import type { Dim } from '../onnx/model.ts'
import { add } from './elementwise.ts'

/** Matrix product of the last two axes, the others broadcast. Both sides have at least two axes. */
export function matMul(a: Tensor, b: Tensor): Tensor {
  const batch = broadcast(a.shape.slice(0, -2), b.shape.slice(0, -2))
  const fits = a.shape.length >= 2 && b.shape.length >= 2 && a.shape.at(-1) === b.shape.at(-2)
  if (batch === undefined || !fits) {
    throw a.graph.error(`matMul of ${showShape(a.shape)} and ${showShape(b.shape)}`)
  }
  const shape = [...batch, a.shape.at(-2) as Dim, b.shape.at(-1) as Dim]
  return a.graph.operation('MatMul', [a, b], [{ dtype: 'float32', shape }])[0] as Tensor
}

export interface GemmOptions {
  readonly transA?: boolean
  readonly transB?: boolean
  /** Added to every row. */
  readonly bias?: Tensor | undefined
}

/** a · b of two matrices, each optionally transposed without a copy. */
export function gemm(a: Tensor, b: Tensor, options: GemmOptions = {}): Tensor {
  const [rows, inner] = options.transA ? [a.shape[1], a.shape[0]] : a.shape
  const [depth, columns] = options.transB ? [b.shape[1], b.shape[0]] : b.shape
  if (a.shape.length !== 2 || b.shape.length !== 2 || inner !== depth) {
    throw a.graph.error(`gemm of ${showShape(a.shape)} and ${showShape(b.shape)}`)
  }
  const attributes = { transA: options.transA ? 1 : 0, transB: options.transB ? 1 : 0 }
  const outputs = [{ dtype: 'float32', shape: [rows as Dim, columns as Dim] }] as const
  const inputs = options.bias === undefined ? [a, b] : [a, b, options.bias]
  return a.graph.operation('Gemm', inputs, outputs, attributes)[0] as Tensor
}

/** x · weight + bias over the last axis: [..., in] and [in, out] → [..., out]. */
export function linear(x: Tensor, weight: Tensor, bias?: Tensor): Tensor {
  if (x.shape.length === 2 && weight.shape.length === 2) return gemm(x, weight, { bias })
  const product = matMul(x, weight)
  return bias === undefined ? product : add(product, bias)
}
