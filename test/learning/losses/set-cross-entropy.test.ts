import test from 'ava'
import { Evaluator } from '../../../src/learning/export/evaluator.ts'
import { Graph, GraphError } from '../../../src/learning/graph/graph.ts'
import { setCrossEntropy } from '../../../src/learning/losses/set-cross-entropy.ts'

/** Logits whose softmax is 0.5, 0.3, 0.2. */
const LOGITS = [Math.log(0.5), Math.log(0.3), Math.log(0.2)]

async function lossOf(sets: readonly (readonly number[])[]): Promise<number> {
  const graph = new Graph('inference')
  const logits = graph.input('logits', 'float32', [sets.length, 3])
  const set = graph.input('set', 'float32', [sets.length, 3])
  const evaluator = await Evaluator.create({
    graph,
    outputs: { loss: setCrossEntropy(logits, set) },
    weights: new Map(),
  })
  const { loss } = await evaluator.run({
    logits: Float32Array.from(sets.flatMap(() => LOGITS)),
    set: Float32Array.from(sets.flat()),
  })
  return loss?.data[0] as number
}

const near = (value: number, expected: number) => Math.abs(value - expected) < 1e-4

test('a set of one costs the logarithm of its probability', async (t) => {
  t.true(near(await lossOf([[0, 1, 0]]), -Math.log(0.3)))
})

test('a set of two costs the logarithm of their sum', async (t) => {
  t.true(near(await lossOf([[0, 1, 1]]), -Math.log(0.5)))
})

test('the set of all values says nothing and costs nothing', async (t) => {
  t.true(near(await lossOf([[1, 1, 1]]), 0))
})

test('rows without a label are left out of the mean', async (t) => {
  const labelled = [1, 0, 0]
  const empty = [0, 0, 0]
  t.true(near(await lossOf([labelled, empty, empty]), -Math.log(0.5)))
  t.is(await lossOf([empty]), 0)
})

test('shapes that differ are refused', (t) => {
  const graph = new Graph('training')
  const logits = graph.input('logits', 'float32', [2, 3])
  const set = graph.input('set', 'float32', [2, 4])
  const error = t.throws(() => setCrossEntropy(logits, set), { instanceOf: GraphError })
  t.is(error?.message, 'setCrossEntropy of [2, 3] with [2, 4].')
})
