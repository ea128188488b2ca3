import type { Tensor } from '../graph/graph.ts'
import { size } from '../graph/shape.ts'
import { reshape, transpose } from '../ops/layout.ts'
import { gemm, matMul } from '../ops/linear.ts'
import { sumTo } from '../ops/reduce.ts'
import type { Rules } from './rule.ts'

const turned = (x: Tensor): Tensor => {
  const rank = x.shape.length
  return transpose(x, [...Array.from({ length: rank - 2 }, (_, i) => i), rank - 1, rank - 2])
}

const asMatrix = (x: Tensor): Tensor => reshape(x, [size(x.shape.slice(0, -1)), x.shape.at(-1) as number])

export const linearRules: Rules = {
  MatMul: ({ inputs }, [gradient], wanted) => {
    const [a, b] = inputs as [Tensor, Tensor]
    const dy = gradient as Tensor
    const da = wanted[0] ? sumTo(matMul(dy, turned(b)), a.shape) : null
    if (!wanted[1]) return [da, null]
    // One weight matrix for a whole batch of rows: one product instead of a batch of them and a sum.
    if (b.shape.length === 2) return [da, gemm(asMatrix(a), asMatrix(dy), { transA: true })]
    return [da, sumTo(matMul(turned(a), dy), b.shape)]
  },
  Gemm: ({ inputs, attributes }, [gradient], wanted) => {
    const [a, b, bias] = inputs as [Tensor, Tensor, Tensor | undefined]
    const dy = gradient as Tensor
    const transA = attributes.transA === 1
    const transB = attributes.transB === 1
    const da = transA ? () => gemm(b, dy, { transA: transB, transB: true }) : () => gemm(dy, b, { transB: !transB })
    const db = transB ? () => gemm(dy, a, { transA: true, transB: transA }) : () => gemm(a, dy, { transA: !transA })
    return [wanted[0] ? da() : null, wanted[1] ? db() : null, bias && wanted[2] ? sumTo(dy, bias.shape) : null]
  },
}
