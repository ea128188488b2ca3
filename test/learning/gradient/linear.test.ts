import test from 'ava'
import type { Tensor } from '../../../src/learning/graph/graph.ts'
import * as ops from '../../../src/learning/ops/index.ts'
import { checkGradient } from '../differences.ts'

const products: [number[], number[]][] = [
  [
    [2, 3],
    [3, 4],
  ],
  [
    [2, 5, 3],
    [3, 4],
  ],
  [
    [2, 2, 3],
    [2, 3, 2],
  ],
  [
    [2, 1, 2, 3],
    [3, 3, 2],
  ],
  [
    [2, 3],
    [4, 3, 2],
  ],
]
for (const [a, b] of products) {
  test(`the gradients of matMul of [${a}] and [${b}] are its slopes`, (t) => checkGradient(t, [a, b], ops.matMul))
}

for (const transA of [false, true]) {
  for (const transB of [false, true]) {
    test(`the gradients of gemm with transA ${transA} and transB ${transB} are its slopes`, (t) =>
      checkGradient(t, [transA ? [3, 2] : [2, 3], transB ? [4, 3] : [3, 4], [4]], (a, b, bias) =>
        ops.gemm(a as Tensor, b as Tensor, { transA, transB, bias }),
      ))
  }
}
