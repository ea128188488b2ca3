import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { decodeModel } from '../../../src/learning/onnx/read.ts'
import { widenWeights } from '../../../src/learning/onnx/widen.ts'
import { planOf } from '../../../src/learning/quantize/plan.ts'
import { quantizeModel } from '../../../src/learning/quantize/quantize.ts'
import { type Feeds, load, resolveShape } from '../../../src/learning/train/runtime.ts'
import { context, photo, seen, trunk } from './networks.ts'

/** Operators of a model as the runtime runs it, each with how often. */
async function operatorsRun(model: Uint8Array): Promise<Record<string, number>> {
  const { InferenceSession } = await import('onnxruntime-node')
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-graph-'))
  try {
    const file = join(folder, 'optimised.onnx')
    const session = await InferenceSession.create(model, { optimizedModelFilePath: file, logSeverityLevel: 4 })
    await session.release()
    const counts: Record<string, number> = {}
    for (const { op } of decodeModel(await readFile(file)).nodes) counts[op] = (counts[op] ?? 0) + 1
    return counts
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function outputsOf(model: Uint8Array, feeds: Feeds): Promise<Record<string, Float32Array>> {
  const { session, tensor } = await load(model, 1)
  const { inputs } = decodeModel(model)
  const fed = inputs.map(({ name, dtype, shape }) => {
    const data = feeds[name] as Feeds[string]
    return [name, tensor(dtype, data, resolveShape(shape, data.length) as number[])] as const
  })
  const results = await session.run(Object.fromEntries(fed))
  await session.release()
  return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]))
}

/** Size of the difference over the size of the values. */
function difference(expected: Float32Array, found: Float32Array): number {
  const squares = (of: (i: number) => number) => expected.reduce((sum, _, i) => sum + of(i) ** 2, 0)
  return Math.sqrt(
    squares((i) => (found[i] as number) - (expected[i] as number)) / squares((i) => expected[i] as number),
  )
}

const several = <T>(make: () => T): T[] => Array.from({ length: 12 }, make)

test('a trunk is planned as integers from the photo to its last map; the head stays float', (t) => {
  const plan = planOf(widenWeights(decodeModel(trunk())))
  t.deepEqual(
    [...plan.nodes.keys()].map(({ op }) => op),
    ['Conv', 'Conv', 'Conv', 'Add', 'Conv', 'Conv', 'Resize', 'Conv', 'Add', 'Conv'],
  )
  t.is(plan.absorbed.size, 6)
})

test('the runtime computes a trunk with integers, the photo’s own bytes first', async (t) => {
  const samples = several(photo)
  const floats = trunk()
  const integers = await quantizeModel(floats, samples)
  const run = await operatorsRun(integers)
  t.is(run.QLinearConv, 7)
  t.is(run.QLinearAdd, 2)
  t.is(run.Conv, 1, 'the head')
  for (const op of ['Relu', 'Resize', 'FusedConv', 'QuantizeLinear', 'Cast', 'Sub']) {
    t.is(run[op] ?? 0, op === 'Sub' ? 1 : 0, op)
  }
  const fresh = photo()
  const [expected, found] = [await outputsOf(floats, fresh), await outputsOf(integers, fresh)]
  for (const name of ['features', 'scene', 'regions']) {
    const far = difference(expected[name] as Float32Array, found[name] as Float32Array)
    t.true(far < 0.05, `${name}: ${far}`)
    t.true(far > 0, name)
  }
})

test('crops and large products become integers, recurrences and small products do not', async (t) => {
  const samples = several(seen)
  const floats = context()
  const integers = await quantizeModel(floats, samples)
  const run = await operatorsRun(integers)
  t.is(run.QLinearConv, 1)
  t.is(run.QGemm, 1)
  t.is(run.GRU, 2)
  t.is(run.Gemm, 1)
  const fresh = seen()
  const [expected, found] = [await outputsOf(floats, fresh), await outputsOf(integers, fresh)]
  const far = difference(expected.occasion as Float32Array, found.occasion as Float32Array)
  t.true(far > 0 && far < 0.03, String(far))
})

test('a photo gets the same alone and among others', async (t) => {
  const integers = await quantizeModel(trunk(), several(photo))
  const [one, other] = [photo().photo, photo().photo]
  const alone = await outputsOf(integers, { photo: one })
  const both = await outputsOf(integers, { photo: Uint8Array.of(...other, ...one) })
  for (const name of ['features', 'regions']) {
    const [expected, found] = [alone[name] as Float32Array, both[name] as Float32Array]
    t.deepEqual(found.subarray(expected.length), expected)
  }
})

test('weights and tables are bytes in the file, and the same samples give the same file', async (t) => {
  const samples = several(seen)
  const [once, again] = [await quantizeModel(context(), samples), await quantizeModel(context(), samples)]
  t.deepEqual(once, again)
  const types = new Map(decodeModel(once).initialisers.map(({ name, dtype }) => [name, dtype]))
  t.is(types.get('words int8'), 'int8')
  t.is(types.get('vector/weight int8'), 'int8')
  t.false(types.has('words'))
  t.true(once.length < 0.75 * context().length, `${once.length} of ${context().length} bytes`)
})

test('nothing shown, or the wrong thing, is said', async (t) => {
  await t.throwsAsync(quantizeModel(trunk(), []), { message: 'no samples to choose ranges from' })
  await t.throwsAsync(quantizeModel(trunk(), [{ photo: new Uint8Array(7) }]), {
    message: 'a sample does not fit input photo',
  })
  await t.throwsAsync(quantizeModel(trunk(), [{ pixels: new Uint8Array(2304) }]), {
    message: 'a sample does not fit input photo',
  })
})
