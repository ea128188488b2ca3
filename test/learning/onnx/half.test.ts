import test from 'ava'
import { halfBits, halveWeights } from '../../../src/learning/onnx/half.ts'
import { encodeModel, type OnnxGraph } from '../../../src/learning/onnx/model.ts'

test('half precision has the bits of IEEE 754', (t) => {
  const known = [
    [0, 0x0000],
    [-0, 0x8000],
    [1, 0x3c00],
    [-2, 0xc000],
    [65504, 0x7bff],
    [65520, 0x7c00],
    [1e9, 0x7c00],
    [2 ** -14, 0x0400],
    [2 ** -24, 0x0001],
    [2 ** -25, 0x0000],
    [3 * 2 ** -25, 0x0002],
    [1 + 2 ** -11, 0x3c00],
    [1 + 3 * 2 ** -11, 0x3c02],
    [0.1, 0x2e66],
    [Number.NaN, 0x7e00],
  ] as const
  for (const [value, bits] of known) t.is(halfBits(value), bits, String(value))
})

test('a model with halved weights is half as large and computes nearly the same', async (t) => {
  const size = 64
  const data = Float32Array.from({ length: size * size }, (_, i) => Math.sin(i) / 8)
  const graph: OnnxGraph = {
    name: 'product',
    nodes: [{ op: 'MatMul', inputs: ['x', 'w'], outputs: ['y'], attributes: {} }],
    inputs: [{ name: 'x', dtype: 'float32', shape: [1, size] }],
    outputs: [{ name: 'y', dtype: 'float32', shape: [1, size] }],
    initialisers: [{ name: 'w', dtype: 'float32', shape: [size, size], data }],
  }
  const whole = encodeModel(graph)
  const half = encodeModel(halveWeights(graph))
  t.true(half.length < 0.52 * whole.length, `${half.length} of ${whole.length} bytes`)
  const x = Float32Array.from({ length: size }, (_, i) => Math.cos(i))
  const [y, z] = [await product(whole, x), await product(half, x)]
  t.true(y.every((value, i) => Math.abs(value - (z[i] as number)) < 2e-3))
})

async function product(model: Uint8Array, x: Float32Array): Promise<Float32Array> {
  const { InferenceSession, Tensor } = await import('onnxruntime-node')
  const session = await InferenceSession.create(model, { intraOpNumThreads: 1 })
  const { y } = await session.run({ x: new Tensor('float32', x, [1, x.length]) })
  await session.release()
  return y?.data as Float32Array
}
