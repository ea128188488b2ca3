import { exportGraph } from '../../../src/learning/export/export.ts'
import { Graph, type Tensor } from '../../../src/learning/graph/graph.ts'
import { random } from '../../../src/learning/graph/random.ts'
import { bidirectionalGru, convolution, dense, mapHead, residual } from '../../../src/learning/networks/layers.ts'
import type { Dim } from '../../../src/learning/onnx/model.ts'
import * as ops from '../../../src/learning/ops/index.ts'

/** Weights that a network of that size could have learned: products neither fade nor grow. */
export function exported(graph: Graph, outputs: Record<string, Tensor>): Uint8Array {
  const source = random('weights of a small network')
  const weights = new Map<string, Float32Array>()
  for (const { name, shape } of [...graph.parameters.values(), ...graph.states.values()]) {
    const length = shape.reduce((product, size) => product * size, 1)
    const into = length / (shape.length === 2 ? (shape[1] as number) : (shape[0] as number))
    const small = name.endsWith('bias') || name.endsWith('mean')
    const value = () =>
      source.normal() * (shape.length > 1 ? Math.sqrt(2 / into) : 1 / 8) + (shape.length > 1 || small ? 0 : 1)
    weights.set(name, Float32Array.from({ length }, value))
  }
  return exportGraph({ graph, outputs, weights, half: true })
}

/** A trunk of the kind the street pack has: normalised photo, blocks, a merged map twice as large, heads. */
export function trunk(): Uint8Array {
  const graph = new Graph('inference')
  const photo = graph.input('photo', 'uint8', ['N', 32, 24, 3])
  const scaled = ops.mul(ops.sub(ops.transpose(ops.cast(photo, 'float32'), [0, 3, 1, 2]), 120), 1 / 64)
  const stem = convolution(scaled, 'stem', { channels: 8, stride: 2 })
  const fine = residual(stem, 'block')
  const coarse = convolution(fine, 'down', { channels: 16, stride: 2 })
  const side = convolution(fine, 'side', { channels: 12, kernel: 1, activation: 'none' })
  const top = convolution(coarse, 'top', { channels: 12, kernel: 1, activation: 'none' })
  const merged = convolution(ops.relu(ops.add(side, ops.upsampleNearest(top))), 'smooth', { channels: 12 })
  return exported(graph, {
    features: merged,
    scene: ops.globalAveragePool(coarse),
    regions: ops.softmax(mapHead(merged, 'regions', 4), 1),
  })
}

/** Crops, a product with many weights, a recurrence and a text: what the second network has. */
export function context(): Uint8Array {
  const graph = new Graph('inference')
  const features = graph.input('features', 'float32', ['N', 12, 16, 12])
  const boxes = graph.input('boxes', 'float32', ['N', 3, 4])
  const tokens = graph.input('tokens', 'int32', ['N', 5])
  const crops = ops.reshape(ops.roiPool(features, boxes, { height: 8, width: 8, samples: 2 }), [-1, 12, 8, 8])
  const small = convolution(crops, 'down', { channels: 24, stride: 2 })
  const vectors = ops.reshape(dense(ops.flatten(small), 'vector', 32), ['N', 3, 32] as Dim[])
  const { last } = bidirectionalGru(vectors, 'rnn', 8)
  const words = ops.reduceMax(ops.gather(graph.parameter('words', [512, 16]), tokens), { axes: [1] })
  return exported(graph, { occasion: dense(ops.concat([last, words], 1), 'occasion', 6) })
}

const source = random('what small networks are shown')

/** A photo with slopes and noise. */
export function photo(): { photo: Uint8Array } {
  const [x, y, z] = [source.normal(), source.normal(), source.normal()]
  const value = (i: number) =>
    128 + 40 * Math.sin(i / 60 + x) + 30 * Math.cos(i / 7 + y * (i % 3)) + 20 * z + 8 * source.normal()
  return { photo: Uint8Array.from({ length: 32 * 24 * 3 }, (_, i) => Math.min(255, Math.max(0, value(i)))) }
}

/** Features, two boxes and an empty one, and words. */
export function seen(): { features: Float32Array; boxes: Float32Array; tokens: Int32Array } {
  return {
    features: Float32Array.from({ length: 12 * 16 * 12 }, () => Math.max(0, source.normal())),
    boxes: Float32Array.of(0, 0, 0.5 + 0.4 * Math.sin(source.normal()), 0.9, 0.2, 0.3, 0.8, 1, 0, 0, 0, 0),
    tokens: Int32Array.from({ length: 5 }, () => source.integer(512)),
  }
}
