import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { UserError } from '../../src/errors.ts'
import { Graph, type Tensor } from '../../src/learning/graph/graph.ts'
import { random } from '../../src/learning/graph/random.ts'
import { dense } from '../../src/learning/networks/layers.ts'
import * as ops from '../../src/learning/ops/index.ts'
import { Trainer, type TrainerOptions } from '../../src/learning/train/trainer.ts'

const near = (a: number, b: number, tolerance = 1e-6) => Math.abs(a - b) <= tolerance * Math.max(1, Math.abs(b))

/** loss = Σ w · x over two weights: the gradient is x. */
function slopeOnly(options: Partial<TrainerOptions> = {}) {
  const graph = new Graph()
  const x = graph.input('x', 'float32', [2])
  const w = graph.parameter('w', [2], { init: { values: Float32Array.of(1, -2) }, decay: true })
  return Trainer.create({ graph, loss: ops.reduceSum(ops.mul(w, x)), ...options })
}

test('three steps of AdamW agree with the formula worked out in double precision', async (t) => {
  const trainer = await slopeOnly({ optimiser: { weightDecay: 0.1, averageDecay: 0.5 } })
  const w = [1, -2]
  const [m, v, average] = [
    [0, 0],
    [0, 0],
    [1, -2],
  ]
  const batches = [
    [0.5, -1],
    [2, 0.25],
    [-1, 3],
  ]
  for (const [i, x] of batches.entries()) {
    const step = i + 1
    const { loss } = await trainer.step({ x: Float32Array.from(x) }, { learningRate: 0.01 })
    t.true(near(loss, w[0]! * x[0]! + w[1]! * x[1]!))
    for (const k of [0, 1]) {
      m[k] = 0.9 * m[k]! + 0.1 * x[k]!
      v[k] = 0.999 * v[k]! + 0.001 * x[k]! ** 2
      const move = m[k]! / (1 - 0.9 ** step) / (Math.sqrt(v[k]! / (1 - 0.999 ** step)) + 1e-8)
      w[k] = w[k]! - 0.01 * (move + 0.1 * w[k]!)
      const renewed = 1 - Math.min(0.5, (1 + step) / (10 + step))
      average[k] = average[k]! + renewed * (w[k]! - average[k]!)
    }
    const found = trainer.weights().get('w')!
    const mean = trainer.weights('average').get('w')!
    for (const k of [0, 1]) {
      t.true(near(found[k]!, w[k]!), `weight ${k} at step ${step}: ${found[k]} for ${w[k]}`)
      t.true(near(mean[k]!, average[k]!), `average ${k} at step ${step}: ${mean[k]} for ${average[k]}`)
    }
  }
})

test('the gradient is shortened to the limit, its own length is told', async (t) => {
  const trainer = await slopeOnly({ optimiser: { clipNorm: 1, beta1: 0, beta2: 0, epsilon: 1 } })
  const { gradient_norm } = await trainer.step({ x: Float32Array.of(3, 4) }, { learningRate: 1 })
  t.is(gradient_norm, 5)
  // With both betas 0 the move is g / (|g| + 1).
  const [a, b] = trainer.weights().get('w')!
  t.true(near(a!, 1 - 0.6 / 1.6, 1e-5))
  t.true(near(b!, -2 - 0.8 / 1.8, 1e-5))
})

test('a frozen parameter stays, a learning rate of its own counts', async (t) => {
  const graph = new Graph()
  const x = graph.input('x', 'float32', [1])
  const init = { constant: 1 }
  const [a, b, c] = [
    graph.parameter('a', [1], { init }),
    graph.parameter('b', [1], { init, learningRate: 0.1 }),
    graph.parameter('c', [1], { init, frozen: true }),
  ] as [Tensor, Tensor, Tensor]
  const trainer = await Trainer.create({ graph, loss: ops.reduceSum(ops.mul(x, ops.add(ops.add(a, b), c))) })
  await trainer.step({ x: Float32Array.of(1) }, { learningRate: 0.01 })
  const weights = trainer.weights()
  t.true(near(weights.get('a')![0]!, 0.99))
  t.true(near(weights.get('b')![0]!, 0.999))
  t.is(weights.get('c')![0], 1)
})

function xor(seed: number, dropout = 0) {
  const graph = new Graph()
  const x = graph.input('x', 'float32', [4, 2])
  const y = graph.input('y', 'float32', [4, 1])
  const hidden = ops.dropout(ops.tanh(dense(x, 'hidden', 8)), dropout)
  const logit = dense(hidden, 'out', 1)
  const loss = ops.reduceMean(ops.sub(ops.softplus(logit), ops.mul(logit, y)))
  return Trainer.create({ graph, loss, seed, optimiser: { averageDecay: 0.9 } })
}
const XOR = { x: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), y: Float32Array.of(0, 1, 1, 0) }

test('a perceptron learns XOR', async (t) => {
  const trainer = await xor(1)
  let loss = 1
  for (let i = 0; i < 300; i++) loss = (await trainer.step(XOR, { learningRate: 0.05 })).loss
  t.true(loss < 0.02, `loss ${loss}`)
})

test('training that was stopped and resumed ends with the same weights as one undisturbed', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const path = join(folder, 'checkpoint.bin')
  const whole = await xor(3, 0.3)
  for (let i = 0; i < 20; i++) await whole.step(XOR, { learningRate: 0.05 })
  const first = await xor(3, 0.3)
  for (let i = 0; i < 9; i++) await first.step(XOR, { learningRate: 0.05 })
  await first.save(path, { epoch: 2 })
  const second = await xor(3, 0.3)
  t.deepEqual(await second.load(path), { epoch: 2 })
  t.is(second.steps, 9)
  for (let i = 9; i < 20; i++) await second.step(XOR, { learningRate: 0.05 })
  t.deepEqual(second.weights(), whole.weights())
  t.deepEqual(second.weights('average'), whole.weights('average'))
})

test('a checkpoint of another network or half a checkpoint is refused', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const path = join(folder, 'checkpoint.bin')
  await (await xor(1)).save(path)
  const other = await slopeOnly()
  await t.throwsAsync(() => other.load(path), {
    instanceOf: UserError,
    message: `\`${path}\` is a checkpoint of another network.`,
  })
  await writeFile(path, 'wearabouts checkpoint 1\n\u0010')
  await t.throwsAsync(() => other.load(path), {
    instanceOf: UserError,
    message: `\`${path}\` is not a whole checkpoint.`,
  })
})

test('a loss that is not a number names the step and leaves the weights', async (t) => {
  const trainer = await slopeOnly()
  await trainer.step({ x: Float32Array.of(1, 1) }, { learningRate: 0.01 })
  const before = trainer.weights()
  await t.throwsAsync(() => trainer.step({ x: Float32Array.of(Number.NaN, 1) }, { learningRate: 0.01 }), {
    instanceOf: UserError,
    message: 'The loss is not a number at step `2`.',
  })
  t.deepEqual(trainer.weights(), before)
  await trainer.step({ x: Float32Array.of(1, 1) }, { learningRate: 0.01 })
  t.is(trainer.steps, 2)
})

test('the same seed gives the same weights, another seed others', async (t) => {
  const run = async (seed: number) => {
    const trainer = await xor(seed, 0.3)
    for (let i = 0; i < 5; i++) await trainer.step(XOR, { learningRate: 0.05 })
    return trainer.weights()
  }
  t.deepEqual(await run(1), await run(1))
  t.notDeepEqual(await run(1), await run(2))
})

test('a feed of the wrong length is refused by name', async (t) => {
  const trainer = await slopeOnly()
  await t.throwsAsync(() => trainer.step({ x: Float32Array.of(1) }, { learningRate: 1 }), {
    message: 'feed x: 1 values for float32 [2]',
  })
})

test('memory is flat over many steps', async (t) => {
  const graph = new Graph()
  const x = graph.input('x', 'float32', [8, 512])
  const loss = ops.reduceMean(ops.pow(dense(ops.relu(dense(x, 'a', 1024)), 'b', 512), 2))
  const trainer = await Trainer.create({ graph, loss })
  const source = random('memory')
  const batch = { x: Float32Array.from({ length: 8 * 512 }, () => source.normal()) }
  for (let i = 0; i < 30; i++) await trainer.step(batch, { learningRate: 1e-3 })
  const before = process.memoryUsage().rss
  for (let i = 0; i < 60; i++) await trainer.step(batch, { learningRate: 1e-3 })
  // One step's state is 12 MB: 60 kept would be 720 MB.
  t.true(process.memoryUsage().rss - before < 150e6)
})
