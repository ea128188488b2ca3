import test from 'ava'
import { halfBits } from '../../../src/learning/onnx/half.ts'
import { encodeModel, float, type OnnxGraph } from '../../../src/learning/onnx/model.ts'
import { decodeModel } from '../../../src/learning/onnx/read.ts'
import { halfValue, widenWeights } from '../../../src/learning/onnx/widen.ts'

const graph: OnnxGraph = {
  name: 'everything',
  nodes: [
    {
      op: 'Conv',
      inputs: ['photo', 'weight', ''],
      outputs: ['y'],
      attributes: { pads: [1, 0, 1, 0], group: 1, auto_pad: 'NOTSET', alpha: float(2), beta: float(0.5), axis: -1 },
    },
    { op: 'Gelu', domain: 'com.microsoft', inputs: ['y'], outputs: ['z'], attributes: {} },
  ],
  inputs: [{ name: 'photo', dtype: 'uint8', shape: ['N', 4, '8N'] }],
  outputs: [{ name: 'z', dtype: 'float32', shape: [] }],
  initialisers: [
    { name: 'weight', dtype: 'float32', shape: [2, 1], data: Float32Array.of(1.5, -2) },
    { name: 'scalar', dtype: 'int64', shape: [], data: BigInt64Array.of(-5n) },
    { name: 'bytes', dtype: 'int8', shape: [3], data: Int8Array.of(-128, 0, 127) },
    { name: 'half', dtype: 'float16', shape: [1], data: Uint16Array.of(0x3c00) },
    { name: 'flags', dtype: 'bool', shape: [2], data: Uint8Array.of(0, 1) },
  ],
  metadata: { licence: 'none', empty: '' },
}

test('what is written is read', (t) => {
  t.deepEqual(decodeModel(encodeModel(graph)), graph)
})

test('a model cut short, or any other file, is no model', (t) => {
  const bytes = encodeModel(graph)
  t.throws(() => decodeModel(bytes.subarray(0, bytes.length - 3)), {
    instanceOf: RangeError,
    message: 'the bytes are no ONNX model',
  })
  t.throws(() => decodeModel(Buffer.from('PNG, certainly')), { message: 'the bytes are no ONNX model' })
  t.throws(() => decodeModel(new Uint8Array(0)), { message: 'an ONNX model without a graph' })
})

test('an attribute or a type that is not read is named', (t) => {
  const bytes = encodeModel({ ...graph, nodes: [{ op: 'A', inputs: [], outputs: ['b'], attributes: { axis: 1 } }] })
  const text = Buffer.from(bytes).toString('latin1')
  const at = text.indexOf('axis')
  // The type is the attribute's last field.
  const changed = Uint8Array.from(bytes)
  changed[at + 'axis'.length + 2 + 2] = 9
  t.throws(() => decodeModel(changed), { message: 'attribute axis is of type 9, which is not read' })
})

test('half-precision weights are widened to what they stand for, and every half comes back', (t) => {
  for (let bits = 0; bits < 2 ** 16; bits++) {
    const value = halfValue(bits)
    if (!Number.isNaN(value) && halfBits(value) !== bits) t.fail(`${bits} is ${value}, which is ${halfBits(value)}`)
  }
  t.true(Number.isNaN(halfValue(0x7e00)))
  const stored: OnnxGraph = {
    ...graph,
    nodes: [
      { op: 'Cast', inputs: ['half'], outputs: ['w'], attributes: { to: 1 } },
      { op: 'Cast', inputs: ['photo'], outputs: ['x'], attributes: { to: 1 } },
    ],
  }
  const widened = widenWeights(stored)
  t.deepEqual(
    widened.nodes.map(({ outputs }) => outputs[0]),
    ['x'],
  )
  t.deepEqual(
    widened.initialisers.find(({ name }) => name === 'w'),
    { name: 'w', dtype: 'float32', shape: [1], data: Float32Array.of(1) },
  )
  t.false(widened.initialisers.some(({ name }) => name === 'half'))
})
