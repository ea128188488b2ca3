import test from 'ava'
import { evaluateGraph } from '../../../src/learning/export/evaluator.ts'
import { exportGraph } from '../../../src/learning/export/export.ts'
import { Graph, type Tensor } from '../../../src/learning/graph/graph.ts'
import { random } from '../../../src/learning/graph/random.ts'
import { bidirectionalGru } from '../../../src/learning/networks/layers.ts'
import { decodeModel } from '../../../src/learning/onnx/read.ts'
import * as ops from '../../../src/learning/ops/index.ts'

type Build = (graph: Graph) => Record<string, Tensor>

const source = random('inference test')
const numbers = (length: number) => Float32Array.from({ length }, () => source.normal())

/** The same network in training and in inference form: outputs of both and the operators of the second. */
async function bothForms(build: Build, feeds: Record<string, Float32Array>) {
  const made = (mode: 'training' | 'inference') => {
    const graph = new Graph(mode)
    return { graph, outputs: build(graph) }
  }
  const [steps, operator] = [made('training'), made('inference')]
  const weights = new Map(
    [...steps.graph.parameters.values()].map(({ name, shape }) => [name, numbers(shape.reduce((a, b) => a * b, 1))]),
  )
  const expected = await evaluateGraph({ ...steps, weights }, feeds)
  const found = await evaluateGraph({ ...operator, weights }, feeds)
  const operators = decodeModel(exportGraph({ ...operator, weights })).nodes.map(({ op }) => op)
  return { expected, found, operators }
}

function largestDifference(a: ArrayLike<number | bigint>, b: ArrayLike<number | bigint>): number {
  if (a.length !== b.length || a.length === 0) return Number.POSITIVE_INFINITY
  return Array.from(a, (value, i) => Math.abs(Number(value) - Number(b[i]))).reduce((x, y) => Math.max(x, y))
}

test('a recurrence is one operator at inference and gives what its steps give, masked steps and all', async (t) => {
  const feeds = {
    x: numbers(3 * 4 * 5),
    start: numbers(3 * 6),
    mask: Float32Array.of(1, 1, 1, 1, 1, 0, 1, 0, 0, 0, 0, 0),
  }
  for (const [mask, start] of [
    [false, false],
    [true, false],
    [true, true],
    [false, true],
  ]) {
    const { expected, found, operators } = await bothForms((graph) => {
      const x = graph.input('x', 'float32', [3, 4, 5])
      const initial = graph.input('start', 'float32', [3, 6])
      const there = graph.input('mask', 'float32', [3, 4])
      const options = { ...(mask ? { mask: there } : {}), ...(start ? { initial } : {}) }
      return { ...bidirectionalGru(x, 'rnn', 6, options) }
    }, feeds)
    t.is(operators.filter((op) => op === 'GRU').length, 2)
    t.false(operators.includes('Sigmoid'))
    for (const name of ['states', 'last']) {
      const difference = largestDifference(expected[name]?.data ?? [], found[name]?.data ?? [])
      t.true(difference < 2e-6, `${name}, mask ${mask}, start ${start}: ${difference}`)
    }
  }
})

test('crops are one operator at inference, and the same', async (t) => {
  const feeds = {
    features: numbers(2 * 3 * 9 * 7),
    boxes: Float32Array.of(
      0,
      0,
      1,
      1,
      0.1,
      0.2,
      0.6,
      0.9,
      0.5,
      0.5,
      0.55,
      0.52,
      0.9,
      0,
      1,
      0.3,
      0,
      0,
      0,
      0,
      0.3,
      0.3,
      0.7,
      1,
    ),
  }
  for (const samples of [1, 2]) {
    const { expected, found, operators } = await bothForms((graph) => {
      const features = graph.input('features', 'float32', [2, 3, 9, 7])
      const boxes = graph.input('boxes', 'float32', [2, 3, 4])
      return { crops: ops.roiPool(features, boxes, { height: 4, width: 3, samples }) }
    }, feeds)
    t.is(operators.filter((op) => op === 'RoiAlign').length, 1)
    t.false(operators.includes('MatMul'))
    t.deepEqual(found.crops?.shape, [2, 3, 3, 4, 3])
    const difference = largestDifference(expected.crops?.data ?? [], found.crops?.data ?? [])
    t.true(difference < 1e-5, `${samples} samples: ${difference}`)
  }
})

test('softmax over channels goes in steps at inference, and large logits do not overflow', async (t) => {
  const x = numbers(2 * 4 * 3)
  x[0] = 1000
  const { expected, found, operators } = await bothForms(
    (graph) => {
      const input = graph.input('x', 'float32', [2, 4, 3])
      return { y: ops.softmax(input, 1), last: ops.softmax(input) }
    },
    { x },
  )
  t.is(operators.filter((op) => op === 'Softmax').length, 1)
  t.true(largestDifference(expected.y?.data ?? [], found.y?.data ?? []) < 1e-6)
  t.true(largestDifference(expected.last?.data ?? [], found.last?.data ?? []) < 1e-6)
})
