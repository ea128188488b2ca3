import test from 'ava'
import { gradients } from '../../src/learning/gradient/gradients.ts'
import { Graph, type Tensor, typedArray } from '../../src/learning/graph/graph.ts'
import { initialValues } from '../../src/learning/graph/initialise.ts'
import { generalisedIou, smoothL1 } from '../../src/learning/losses/boxes.ts'
import { balancedWeights, crossEntropy } from '../../src/learning/losses/cross-entropy.ts'
import { distillation } from '../../src/learning/losses/distillation.ts'
import { familyLoss } from '../../src/learning/losses/families.ts'
import { focalHeatMap, pixelCrossEntropy } from '../../src/learning/losses/maps.ts'
import { mixedCrossEntropy, transitionMatrix } from '../../src/learning/losses/weak.ts'
import * as ops from '../../src/learning/ops/index.ts'
import { Trainer } from '../../src/learning/train/trainer.ts'
import { checkGradient, compute } from './differences.ts'

const ints = (graph: Graph, values: number[], shape = [values.length]) =>
  graph.constant('int64', shape, typedArray('int64', values))
const floats = (graph: Graph, values: number[], shape = [values.length]) =>
  graph.constant('float32', shape, Float32Array.from(values))

async function number(build: (graph: Graph) => Tensor): Promise<number> {
  const graph = new Graph()
  const zero = ops.reduceSum(ops.mul(graph.input('unused', 'float32', [1]), 0))
  const { y } = await compute(graph, { y: ops.add(build(graph), ops.mul(zero, 2)) }, { unused: Float32Array.of(0) })
  return y?.[0] as number
}

const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-5

test('cross-entropy counts labelled rows only, with class weights and smoothing', async (t) => {
  const logits = [2, 0, -1, 0.5, 0.5, 0.5, 9, 9, 9]
  const p = (row: number, at: number) => {
    const values = logits.slice(3 * row, 3 * row + 3)
    const total = values.reduce((sum, v) => sum + Math.exp(v), 0)
    return Math.log(Math.exp(values[at] as number) / total)
  }
  const loss = (options = {}) =>
    number((g) => crossEntropy(floats(g, logits, [3, 3]), ints(g, [0, 2, -1]), options).loss)
  t.true(near(await loss(), -(p(0, 0) + p(1, 2)) / 2))
  t.true(near(await loss({ classWeights: [1, 1, 3] }), -(p(0, 0) + 3 * p(1, 2)) / 4))
  const smooth = (row: number, at: number) => 0.9 * p(row, at) + 0.1 * ((p(row, 0) + p(row, 1) + p(row, 2)) / 3)
  t.true(near(await loss({ smoothing: 0.1 }), -(smooth(0, 0) + smooth(1, 2)) / 2))
  t.is(await number((g) => crossEntropy(floats(g, logits, [3, 3]), ints(g, [0, 2, -1])).accuracy), 0.5)
  t.is(await number((g) => crossEntropy(floats(g, logits, [3, 3]), ints(g, [-1, -1, -1])).loss), 0)
})

test('class weights rise for rare classes, average 1, and are 0 for absent ones', (t) => {
  const weights = balancedWeights([1000, 10, 0])
  t.true((weights[1] as number) > (weights[0] as number))
  t.true(near(((weights[0] as number) + (weights[1] as number)) / 2, 1))
  t.is(weights[2], 0)
})

const rules: [string, number[][], (...x: Tensor[]) => Tensor][] = [
  [
    'crossEntropy',
    [[4, 3]],
    (x) => crossEntropy(x as Tensor, ints((x as Tensor).graph, [0, 2, -1, 1]), { smoothing: 0.1 }).loss,
  ],
  [
    'pixelCrossEntropy',
    [[1, 3, 2, 2]],
    (x) => pixelCrossEntropy(x as Tensor, ints((x as Tensor).graph, [0, 1, -1, 2], [1, 2, 2])).loss,
  ],
  [
    'focalHeatMap',
    [[1, 1, 2, 3]],
    (x) => focalHeatMap(x as Tensor, floats((x as Tensor).graph, [1, 0.5, 0, 0, 0.2, 0], [1, 1, 2, 3])),
  ],
  [
    'smoothL1',
    [[2, 4]],
    (x) =>
      smoothL1(
        x as Tensor,
        floats((x as Tensor).graph, [0, 1, 2, 3, 0, 0, 0, 0], [2, 4]),
        floats((x as Tensor).graph, [1, 1, 1, 1, 1, 0, 0, 1], [2, 4]),
        0.5,
      ),
  ],
  [
    'distillation',
    [[2, 3]],
    (x) =>
      distillation(
        x as Tensor,
        floats((x as Tensor).graph, [1, 2, 0, 0, 0, 3], [2, 3]),
        floats((x as Tensor).graph, [1, 1]),
      ),
  ],
  [
    'familyLoss',
    [
      [2, 3],
      [2, 2],
    ],
    (a, b) =>
      familyLoss({
        one: { logits: a as Tensor, labels: ints((a as Tensor).graph, [0, -1]) },
        none: { logits: b as Tensor, labels: ints((b as Tensor).graph, [-1, -1]) },
      }).loss,
  ],
  [
    'mixedCrossEntropy',
    [[3, 2]],
    (x) => {
      const { graph } = x as Tensor
      const transition = floats(graph, [0.9, 0.1, 0.3, 0.7], [2, 2])
      return mixedCrossEntropy(
        x as Tensor,
        { labels: ints(graph, [0, 1, 1]), weak: floats(graph, [0, 1, 1]) },
        { transition, weakShare: 0.5 },
      ).loss
    },
  ],
]
for (const [name, shapes, build] of rules) {
  test(`the gradient of ${name} is its slope`, (t) => checkGradient(t, shapes, build))
}

test('the gradient of generalisedIou is its slope for boxes that overlap in part and not at all', (t) => {
  const start = [0.1, 0.1, 0.6, 0.5, 0.7, 0.75, 0.9, 0.95]
  return checkGradient(
    t,
    [[2, 4]],
    (x) => generalisedIou(x, floats(x.graph, [0.2, 0.2, 0.7, 0.8, 0, 0, 0.3, 0.3], [2, 4]), floats(x.graph, [1, 1])),
    { draw: (_, at) => start[at] as number, step: 2e-3, tolerance: 2e-2 },
  )
})

test('generalisedIou is 0 for the same box and above 1 for boxes apart', async (t) => {
  const of = (a: number[], b: number[]) =>
    number((g) => generalisedIou(floats(g, a, [1, 4]), floats(g, b, [1, 4]), floats(g, [1])))
  t.true(Math.abs(await of([0, 0, 1, 1], [0, 0, 1, 1])) < 1e-5)
  t.true((await of([0, 0, 0.1, 0.1], [0.8, 0.8, 1, 1])) > 1)
})

test('a transition matrix starts at the shares of the counts and its rows add up to 1', async (t) => {
  const graph = new Graph()
  const matrix = transitionMatrix(graph, 'transition', {
    counts: [
      [8, 2],
      [0, 0],
    ],
    smoothing: 1e-6,
  })
  const parameter = graph.parameters.get('transition')
  const start = initialValues(parameter!, 0)
  t.deepEqual(
    Array.from(start, (v) => Math.round(Math.exp(v) * 1e3) / 1e3),
    [0.8, 0.2, 0.25, 0.75],
  )
  t.is(parameter?.learningRate, 0.001)
  t.deepEqual(matrix.shape, [2, 2])
  t.throws(() => transitionMatrix(graph, 'other', { counts: [[1], [1, 2]] }), {
    message: 'a confusion matrix with 1 of 2 columns.',
  })
})

test('with the true transition matrix a network learns the truth from labels that are mostly wrong in one class', async (t) => {
  // One logit pair per kind of photo; machine labels of the second kind are wrong six times in ten.
  const learn = async (counts: number[][]) => {
    const graph = new Graph()
    const w = graph.parameter('w', [2, 2], { init: { constant: 0 } })
    const kinds = Array.from({ length: 20 }, (_, i) => i % 2)
    const labels = kinds.map((kind, i) => (kind === 1 && i % 20 < 12 ? 0 : kind))
    const logits = ops.gather(w, ints(graph, kinds))
    const transition = transitionMatrix(graph, 'transition', { counts, smoothing: 1e-3, learningRate: 0 })
    const weak = floats(
      graph,
      kinds.map(() => 1),
    )
    const { loss } = mixedCrossEntropy(logits, { labels: ints(graph, labels), weak }, { transition, weakShare: 1 })
    const trainer = await Trainer.create({ graph, loss })
    for (let i = 0; i < 200; i++) await trainer.step({}, { learningRate: 0.05 })
    const found = trainer.weights().get('w')!
    return found[3]! > found[2]!
  }
  t.true(
    await learn([
      [10, 0],
      [6, 4],
    ]),
  )
  t.false(
    await learn([
      [10, 0],
      [0, 10],
    ]),
  )
})

test('a loss depends on nothing where nothing is labelled', async (t) => {
  const graph = new Graph()
  const x = graph.input('x', 'float32', [2, 3])
  const { loss } = crossEntropy(x, ints(graph, [-1, -1]))
  const [gradient] = gradients(loss, [x]) as [Tensor]
  const { g } = await compute(graph, { g: gradient }, { x: Float32Array.of(1, 2, 3, 4, 5, 6) })
  t.true((g as Float32Array).every((v) => v === 0))
})
