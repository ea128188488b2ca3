import test from 'ava'
import { exportGraph } from '../../../src/learning/export/export.ts'
import { Graph, type Tensor } from '../../../src/learning/graph/graph.ts'
import { random } from '../../../src/learning/graph/random.ts'
import { convolution, dense } from '../../../src/learning/networks/layers.ts'
import type { Dim } from '../../../src/learning/onnx/model.ts'
import { decodeModel } from '../../../src/learning/onnx/read.ts'
import * as ops from '../../../src/learning/ops/index.ts'
import { load } from '../../../src/learning/train/runtime.ts'

const source = random('rows test')
const numbers = (length: number) => Float32Array.from({ length }, () => source.normal())

/** Crops of three boxes, a convolution and a product; `also` shows the crops, so that none may be missing. */
function model(also: boolean): Uint8Array {
  const graph = new Graph('inference')
  const features = graph.input('features', 'float32', ['N', 3, 8, 6])
  const boxes = graph.input('boxes', 'float32', ['N', 3, 4])
  const crops = ops.roiPool(features, boxes, { height: 4, width: 4, samples: 2 })
  const small = convolution(ops.reshape(crops, [-1, 3, 4, 4]), 'small', { channels: 5, stride: 2 })
  const vector = ops.reshape(dense(ops.flatten(small), 'vector', 7), ['N', 3, 7] as Dim[])
  const outputs: Record<string, Tensor> = also ? { vector, crops } : { vector }
  const shapes = [...graph.parameters.values(), ...graph.states.values()]
  const weights = new Map(
    shapes.map(({ name, shape }) => [name, numbers(shape.reduce((a, b) => a * b, 1)).map(Math.abs)]),
  )
  return exportGraph({ graph, outputs, weights: known(weights) })
}

const remembered = new Map<string, Float32Array>()
function known(weights: Map<string, Float32Array>): Map<string, Float32Array> {
  for (const [name, data] of weights) if (!remembered.has(name)) remembered.set(name, data)
  return remembered
}

async function vectors(bytes: Uint8Array, features: Float32Array, boxes: Float32Array): Promise<Float32Array> {
  const { session, tensor } = await load(bytes, 1)
  const batch = boxes.length / 12
  const results = await session.run({
    features: tensor('float32', features, [batch, 3, 8, 6]),
    boxes: tensor('float32', boxes, [batch, 3, 4]),
  })
  await session.release()
  return results.vector?.data as Float32Array
}

const EMPTY = [0, 0, 0, 0]
const [A, B, C] = [
  [0.1, 0.1, 0.6, 0.9],
  [0, 0, 1, 1],
  [0.4, 0.2, 0.5, 0.7],
]

test('boxes of no width are not cropped; the others get what they got', async (t) => {
  const [all, chosen] = [model(true), model(false)]
  const operators = (bytes: Uint8Array) => decodeModel(bytes).nodes.map(({ op }) => op)
  t.false(operators(all).includes('ScatterND'))
  t.true(operators(chosen).includes('ScatterND'))
  const features = numbers(2 * 144)
  for (const boxes of [
    [A, B, C, C, B, A],
    [A, EMPTY, C, EMPTY, EMPTY, B],
    [EMPTY, EMPTY, EMPTY, EMPTY, EMPTY, EMPTY],
  ]) {
    const fed = Float32Array.from(boxes.flat() as number[])
    const [expected, found] = [await vectors(all, features, fed), await vectors(chosen, features, fed)]
    t.is(found.length, 2 * 3 * 7)
    for (const [row, box] of boxes.entries()) {
      const [whole, part] = [expected, found].map((values) => values.subarray(7 * row, 7 * row + 7)) as [
        Float32Array,
        Float32Array,
      ]
      if (box === EMPTY && row > 0) t.true(part.every((value) => value === 0))
      else
        t.true(
          part.every((value, i) => Math.abs(value - (whole[i] as number)) < 1e-5),
          `${part} for ${whole}`,
        )
    }
  }
})
