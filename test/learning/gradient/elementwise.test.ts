import test from 'ava'
import { gradients } from '../../../src/learning/gradient/gradients.ts'
import type { Tensor } from '../../../src/learning/graph/graph.ts'
import { Graph } from '../../../src/learning/graph/graph.ts'
import * as ops from '../../../src/learning/ops/index.ts'
import { awayFromZero, checkGradient, compute } from '../differences.ts'

const positive = (normal: number): number => 0.5 + Math.abs(normal)

const plain: [string, (x: Tensor) => Tensor][] = [
  ['neg', ops.neg],
  ['exp', ops.exp],
  ['sigmoid', ops.sigmoid],
  ['tanh', ops.tanh],
  ['softplus', ops.softplus],
  ['silu', ops.silu],
  ['softmax', (x) => ops.softmax(x)],
  ['softmax along the first axis', (x) => ops.softmax(x, 0)],
  ['logSoftmax', (x) => ops.logSoftmax(x)],
  ['logSumExp', (x) => ops.logSumExp(x)],
]
for (const [name, op] of plain) {
  test(`the gradient of ${name} is its slope`, (t) => checkGradient(t, [[3, 4]], op))
}

const cornered: [string, (x: Tensor) => Tensor][] = [
  ['relu', ops.relu],
  ['leakyRelu', (x) => ops.leakyRelu(x, 0.2)],
  ['abs', ops.abs],
  ['clip', (x) => ops.clip(x, -3, 0)],
]
for (const [name, op] of cornered) {
  test(`the gradient of ${name} is its slope away from the corner`, (t) =>
    checkGradient(t, [[3, 4]], op, { draw: awayFromZero }))
}

const ofPositive: [string, (x: Tensor) => Tensor][] = [
  ['log', ops.log],
  ['sqrt', ops.sqrt],
  ['pow', (x) => ops.pow(x, 2.5)],
]
for (const [name, op] of ofPositive) {
  test(`the gradient of ${name} is its slope`, (t) => checkGradient(t, [[3, 4]], op, { draw: positive }))
}

const pairs: [string, (a: Tensor, b: Tensor) => Tensor][] = [
  ['add', ops.add],
  ['sub', ops.sub],
  ['mul', ops.mul],
  ['div', (a, b) => ops.div(a, ops.add(ops.mul(b, b), 1))],
  ['minimum', (a, b) => ops.minimum(a, ops.add(b, 5))],
  ['maximum', (a, b) => ops.maximum(a, ops.sub(b, 5))],
  ['where', (a, b) => ops.where(ops.greater(ops.stopGradient(a), 10), a, b)],
]
const broadcasts: [number[], number[]][] = [
  [
    [2, 3],
    [2, 3],
  ],
  [[2, 3], [3]],
  [
    [2, 1, 3],
    [4, 1],
  ],
  [[1], [2, 2]],
]
for (const [name, op] of pairs) {
  test(`the gradients of ${name} are its slopes, summed over repeated axes`, async (t) => {
    for (const shapes of broadcasts) await checkGradient(t, shapes, op)
  })
}

test('cast to float32 hands the gradient on, stopGradient ends it', async (t) => {
  const graph = new Graph()
  const x = graph.input('x', 'float32', [2])
  const stopped = ops.reduceSum(ops.mul(x, ops.stopGradient(ops.mul(x, 3))))
  const [gradient] = gradients(stopped, [x]) as [Tensor]
  const { g } = await compute(graph, { g: gradient }, { x: Float32Array.of(2, 5) })
  t.deepEqual([...(g as Float32Array)], [6, 15])
})
