import test from 'ava'
import { Evaluator, evaluateGraph } from '../../src/learning/export/evaluator.ts'
import { exportGraph } from '../../src/learning/export/export.ts'
import { Graph, GraphError, type Tensor } from '../../src/learning/graph/graph.ts'
import { random } from '../../src/learning/graph/random.ts'
import { bidirectionalGru, convolution, dense } from '../../src/learning/networks/layers.ts'
import type { Dim } from '../../src/learning/onnx/model.ts'
import * as ops from '../../src/learning/ops/index.ts'
import { Trainer } from '../../src/learning/train/trainer.ts'

/** A small network of every kind of layer, in either mode. */
function network(graph: Graph, batch: Dim) {
  const photo = graph.input('photo', 'uint8', [batch, 8, 6, 3])
  const boxes = graph.input('boxes', 'float32', [batch, 2, 4])
  const words = graph.input('words', 'int32', [batch, 4])
  const pixels = ops.transpose(ops.mul(ops.cast(photo, 'float32'), 1 / 255), [0, 3, 1, 2])
  const trunk = ops.silu(convolution(pixels, 'stem', { channels: 4, stride: 2, activation: 'none' }))
  const crops = ops.roiPool(trunk, boxes, { height: 2, width: 2 })
  const garments = dense(ops.reshape(crops, [batch, 2, 16]), 'garments', 5)
  const whole = dense(ops.globalAveragePool(ops.upsampleNearest(trunk)), 'whole', 3)
  const states = bidirectionalGru(garments, 'rnn', 3, { initial: whole })
  const text = ops.reduceMax(ops.gather(graph.parameter('words', [50, 6], { init: { normal: 0.05 } }), words), {
    axes: [1],
  })
  const scores = dense(ops.dropout(ops.concat([states.last, text], 1), 0.5), 'occasion', 4)
  return { occasion: ops.softmax(scores), garments: states.states, scores }
}

const source = random('export test')
const feeds = (batch: number) => ({
  photo: Uint8Array.from({ length: batch * 144 }, () => source.integer(256)),
  boxes: Float32Array.from({ length: batch * 8 }, (_, i) => [0.1, 0.2, 0.8, 0.9][i % 4]!),
  words: Int32Array.from({ length: batch * 4 }, () => source.integer(50)),
})

async function trained() {
  const graph = new Graph('training')
  const { scores } = network(graph, 6)
  const loss = ops.neg(ops.reduceMean(ops.slice(ops.logSoftmax(scores), 1, 0, 1)))
  const trainer = await Trainer.create({ graph, loss, seed: 5 })
  const batch = feeds(6)
  const first = (await trainer.step(batch, { learningRate: 0.01 })).loss
  let last = first
  for (let i = 0; i < 30; i++) last = (await trainer.step(batch, { learningRate: 0.01 })).loss
  return { trainer, first, last, batch }
}

test('one description trains and runs: the exported network has learned what the trained one did', async (t) => {
  const { trainer, first, last, batch } = await trained()
  t.true(last < first / 2, `${first} to ${last}`)
  const graph = new Graph('inference')
  const { occasion, garments } = network(graph, 'N')
  t.deepEqual(occasion.shape, ['N', 4])
  const evaluator = await Evaluator.create({ graph, outputs: { occasion, garments }, weights: trainer.weights() })
  const all = await evaluator.run(batch)
  t.deepEqual(all.occasion?.shape, [6, 4])
  t.deepEqual(all.garments?.shape, [6, 2, 6])
  const mean = [0, 1, 2, 3, 4, 5].reduce((sum, i) => sum + Number(all.occasion?.data[4 * i]) / 6, 0)
  t.true(mean > 0.6, `mean probability ${mean}`)
  const one = {
    photo: batch.photo.subarray(0, 144),
    boxes: batch.boxes.subarray(0, 8),
    words: batch.words.subarray(0, 4),
  }
  const single = await evaluator.run(one)
  for (let i = 0; i < 4; i++) t.true(Math.abs(Number(single.occasion?.data[i]) - Number(all.occasion?.data[i])) < 1e-5)
})

test('batch normalisation is folded into the convolution without changing the result', async (t) => {
  const { trainer, batch } = await trained()
  const build = (after: (x: Tensor) => Tensor) => {
    const graph = new Graph('inference')
    const photo = graph.input('photo', 'uint8', ['N', 8, 6, 3])
    const pixels = ops.transpose(ops.mul(ops.cast(photo, 'float32'), 1 / 255), [0, 3, 1, 2])
    const y = graph.scope('stem', () => {
      const stem = after(ops.conv2d(pixels, graph.parameter('weight', [4, 3, 3, 3]), { stride: 2, pads: 1 }))
      const [scale, bias] = [graph.parameter('scale', [4]), graph.parameter('bias', [4])]
      return ops.batchNorm(stem, {
        scale,
        bias,
        mean: graph.state('mean', [4]),
        variance: graph.state('variance', [4]),
      })
    })
    return { graph, outputs: { y }, weights: trainer.weights() }
  }
  const folded = build((x) => x)
  // A convolution used twice keeps its normalisation.
  const plain = build((x) => ops.maximum(x, ops.sub(x, 1)))
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
  t.false(text(exportGraph(folded)).includes('BatchNormalization'))
  t.true(text(exportGraph(plain)).includes('BatchNormalization'))
  const [a, b] = [await evaluateGraph(folded, batch), await evaluateGraph(plain, batch)]
  for (let i = 0; i < 6 * 48; i++) t.true(Math.abs(Number(a.y?.data[i]) - Number(b.y?.data[i])) < 1e-4)
})

test('shapes that do not go together name the layer', (t) => {
  const graph = new Graph()
  const x = graph.input('x', 'float32', [2, 3])
  const w = graph.parameter('w', [4, 5])
  t.throws(() => graph.scope('head', () => graph.scope('last', () => ops.matMul(x, w))), {
    instanceOf: GraphError,
    message: 'matMul of [2, 3] and [4, 5], in layer `head/last`.',
  })
  t.throws(() => graph.parameter('w', [1]), { message: 'parameter `w` is there twice.' })
})
