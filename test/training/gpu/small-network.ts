import { Graph, type Tensor } from '../../../src/learning/graph/graph.ts'
import { random } from '../../../src/learning/graph/random.ts'
import { generalisedIou, smoothL1 } from '../../../src/learning/losses/boxes.ts'
import { crossEntropy } from '../../../src/learning/losses/cross-entropy.ts'
import { setCrossEntropy } from '../../../src/learning/losses/set-cross-entropy.ts'
import { bidirectionalGru, convolution, dense, mapHead, residual } from '../../../src/learning/networks/layers.ts'
import { textCnn } from '../../../src/learning/networks/text-cnn.ts'
import * as ops from '../../../src/learning/ops/index.ts'
import type { TrainedGraph } from '../../../training/gpu/forward-model.ts'

const [ROWS, BOXES, TOKENS] = [3, 4, 5]

/** A network of all that ours are made of, small enough for a test: trunk, crops, both RNN ways, text, boxes, maps. */
export function smallNetwork(): TrainedGraph {
  const graph = new Graph('training')
  const photo = graph.input('photo', 'uint8', [ROWS, 16, 12, 3])
  const boxes = graph.input('boxes', 'float32', [ROWS, BOXES, 4])
  const mask = graph.input('mask', 'float32', [ROWS, BOXES])
  const set = graph.input('set', 'float32', [ROWS, BOXES, 3])
  const label = graph.input('label', 'int32', [ROWS])
  const tokens = graph.input('tokens', 'int32', [ROWS, TOKENS, 2])
  const scaled = ops.mul(ops.sub(ops.transpose(ops.cast(photo, 'float32'), [0, 3, 1, 2]), 120), 1 / 64)
  const fine = residual(convolution(scaled, 'stem', { channels: 4, stride: 2 }), 'block')
  const pooled = ops.maxPool(fine, 2)
  const map = ops.add(fine, ops.upsampleNearest(ops.leakyRelu(pooled)))
  const crops = ops.reshape(ops.roiPool(map, boxes, { height: 2, width: 2, samples: 2 }), [ROWS, BOXES, 16])
  const { states, last } = bidirectionalGru(dense(crops, 'vector', 6, 'relu'), 'rnn', 5, { mask })
  const text = textCnn(tokens, { buckets: 30, embedding: 4, filters: 3, width: 6 })
  const whole = ops.dropout(ops.concat([last, text, ops.globalAveragePool(map)], 1), 0.4)
  const place = ops.sigmoid(dense(states, 'place', 4))
  const parts: Record<string, Tensor> = {
    named: setCrossEntropy(dense(states, 'named', 3), set),
    whole: crossEntropy(dense(layerNormed(whole), 'whole', 4), label, { smoothing: 0.1 }).loss,
    overlap: generalisedIou(place, boxes, mask),
    near: smoothL1(
      place,
      ops.stopGradient(ops.clip(ops.tanh(place), 0.1, 0.9)),
      ops.expand(ops.unsqueeze(mask, 2), place.shape as number[]),
    ),
    map: mapLoss(map),
  }
  return { graph, loss: Object.values(parts).reduce((sum, part) => ops.add(sum, part)), parts }
}

function layerNormed(x: Tensor): Tensor {
  const { graph } = x
  const width = x.shape[1] as number
  const scale = graph.parameter('norm_scale', [width], { init: { constant: 1 }, learningRate: 0.5 })
  return ops.layerNorm(x, scale, graph.parameter('norm_bias', [width], { init: { constant: 0.1 }, frozen: true }))
}

/** Operators that only other recipes use. */
function mapLoss(map: Tensor): Tensor {
  const { graph } = map
  const weight = graph.parameter('up', [4, 2, 2, 2])
  const up = ops.silu(ops.convTranspose2d(map, weight, { stride: 2 }))
  const framed = ops.pad(
    ops.avgPool(up, 2),
    [
      [0, 0],
      [0, 0],
      [1, 0],
      [0, 2],
    ],
    0.5,
  )
  const wide = mapHead(ops.resizeBilinear(framed, 6, 5), 'wide', 2)
  return ops.reduceMean(ops.softplus(ops.neg(ops.pow(ops.minimum(wide, ops.exp(ops.neg(ops.abs(wide)))), 2))))
}

/** A batch of it, the same for the same step. */
export function smallBatch(step: number): Record<string, Uint8Array | Float32Array | Int32Array> {
  const source = random(11, 'batch', step)
  const floats = (length: number, draw: () => number) => Float32Array.from({ length }, draw)
  const integers = (length: number, below: number) => Int32Array.from({ length }, () => source.integer(below))
  const corners = () => [source.next() / 2, source.next() / 2, 0.5 + source.next() / 2, 0.5 + source.next() / 2]
  return {
    photo: Uint8Array.from({ length: ROWS * 16 * 12 * 3 }, () => source.integer(256)),
    boxes: Float32Array.from(Array.from({ length: ROWS * BOXES }, corners).flat()),
    mask: floats(ROWS * BOXES, () => (source.next() < 0.7 ? 1 : 0)),
    set: floats(ROWS * BOXES * 3, () => (source.next() < 0.4 ? 1 : 0)),
    label: integers(ROWS, 4),
    tokens: integers(ROWS * TOKENS * 2, 30),
  }
}
