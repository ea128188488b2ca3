import test from 'ava'
import { load } from '../../../src/learning/train/runtime.ts'
import { Trainer } from '../../../src/learning/train/trainer.ts'
import { batchBytes } from '../../../training/gpu/batch-bytes.ts'
import { forwardModel } from '../../../training/gpu/forward-model.ts'
import { smallBatch, smallNetwork } from './small-network.ts'

const SEED = 5
const OPTIMISER = { weightDecay: 0.1, clipNorm: 1, averageDecay: 0.9 }

test('the exported forward pass tells the loss and the parts that our own trainer tells at its first step', async (t) => {
  const { model, plan } = forwardModel(smallNetwork(), OPTIMISER, SEED)
  const { session, tensor } = await load(model, 1)
  const bytes = batchBytes(plan, smallBatch(1), 1)
  const kinds = { float32: Float32Array, int32: Int32Array, uint8: Uint8Array }
  let offset = 0
  const feeds = plan.batch.map(({ name, dtype, shape }) => {
    const kind = kinds[dtype as keyof typeof kinds]
    const length = shape.reduce((product, size) => product * size, 1)
    const data = new kind(new Uint8Array(bytes.subarray(offset, offset + length * kind.BYTES_PER_ELEMENT)).buffer)
    offset += data.byteLength
    return [name, tensor(dtype as keyof typeof kinds, data, shape)] as const
  })
  t.is(offset, bytes.length)
  const found = await session.run(Object.fromEntries(feeds))
  const { graph, loss, parts } = smallNetwork()
  const trainer = await Trainer.create({ graph, loss, metrics: parts, optimiser: OPTIMISER, seed: SEED })
  const told = await trainer.step(smallBatch(1), { learningRate: 0.01 })
  await trainer.release()
  for (const [name, value] of Object.entries(told)) {
    if (name === 'gradient_norm') continue
    const other = found[name === 'loss' ? 'loss' : `part ${name}`]?.data[0]
    t.true(Math.abs(value - Number(other)) < 1e-5, `${name}: ${value} and ${other}`)
  }
})

test('the plan says what is trained, how, and what moves without gradients', (t) => {
  const { plan } = forwardModel(smallNetwork(), OPTIMISER, SEED)
  t.deepEqual(plan.parts, ['named', 'whole', 'overlap', 'near', 'map'])
  t.deepEqual(plan.optimiser, { beta1: 0.9, beta2: 0.999, epsilon: 1e-8, ...OPTIMISER })
  const vectorOf = (name: string, role: string) =>
    plan.vectors.find((vector) => vector.role === role && vector.entries.some((entry) => entry.name === name))
  t.like(vectorOf('stem/weight', 'parameters'), { decay: true, learningRate: 1 })
  t.like(vectorOf('text/embedding', 'parameters'), { decay: false, learningRate: 1 })
  t.like(vectorOf('norm_scale', 'parameters'), { decay: false, learningRate: 0.5 })
  t.truthy(vectorOf('norm_bias', 'frozen'))
  t.is(vectorOf('norm_bias', 'parameters'), undefined)
  t.is(plan.states['stem/variance'], 'next stem/variance')
  t.is(plan.stopped.length, 1)
  t.deepEqual(
    plan.batch.map(({ name, keep }) => [name, keep]),
    [
      ['photo', undefined],
      ['boxes', undefined],
      ['mask', undefined],
      ['set', undefined],
      ['label', undefined],
      ['tokens', undefined],
      ['noise_0', 0.7],
      ['noise_1', 0.6],
    ],
  )
})

test('the exported model has no gradients: it is a fraction of what the trainer runs', (t) => {
  const { model, plan } = forwardModel(smallNetwork(), OPTIMISER, SEED)
  const text = Buffer.from(model).toString('latin1')
  for (const gone of ['schedule', 'ScatterElements', 'HardSigmoid', 'next parameters']) t.false(text.includes(gone))
  for (const name of Object.values(plan.states)) t.true(text.includes(name))
})

test('a batch that lacks a feed, or has one of another size, is named', (t) => {
  const { plan } = forwardModel(smallNetwork(), OPTIMISER, SEED)
  const { mask: _, ...rest } = smallBatch(1)
  t.throws(() => batchBytes(plan, rest, 1), { message: 'feed mask is not what the exported graph asks for' })
  const short = { ...smallBatch(1), label: new Int32Array(2) }
  t.throws(() => batchBytes(plan, short, 1), { message: 'feed label is not what the exported graph asks for' })
})
