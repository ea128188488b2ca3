import { Graph, type Tensor } from '../src/learning/graph/graph.ts'
import { random } from '../src/learning/graph/random.ts'
import { size } from '../src/learning/graph/shape.ts'
import { crossEntropy } from '../src/learning/losses/cross-entropy.ts'
import { bidirectionalGru, convolution, dense, residual } from '../src/learning/networks/layers.ts'
import * as ops from '../src/learning/ops/index.ts'
import { Trainer } from '../src/learning/train/trainer.ts'
import { TorchPeer } from './_torch.ts'

export interface TrainingBenchOptions {
  readonly rounds?: string
  readonly threads?: string
}

interface Case {
  readonly input: readonly number[]
  readonly rows: number
  readonly classes: number
  readonly steps: number
  /** The speed wanted, as a share of PyTorch's. */
  readonly goal: number
  readonly build: (x: Tensor) => Tensor
}

const CASES: { readonly [name: string]: Case } = {
  perceptron: {
    input: [64, 2048],
    rows: 64,
    classes: 50,
    steps: 40,
    goal: 1,
    build: (x) => dense(dense(x, 'hidden', 256, 'relu'), 'out', 50),
  },
  gru: {
    input: [32, 5, 256],
    rows: 160,
    classes: 50,
    steps: 20,
    goal: 1,
    build: (x) => ops.reshape(dense(bidirectionalGru(x, 'rnn', 256).states, 'out', 50), [160, 50]),
  },
  trunk: {
    input: [16, 3, 128, 96],
    rows: 16,
    classes: 10,
    steps: 4,
    goal: 0.65,
    build: (x) => {
      let y = convolution(convolution(x, 'down_1', { channels: 16, stride: 2 }), 'down_2', { channels: 32, stride: 2 })
      y = residual(y, 'block_1')
      y = residual(convolution(y, 'down_3', { channels: 64, stride: 2 }), 'block_2')
      y = residual(convolution(y, 'down_4', { channels: 128, stride: 2 }), 'block_3')
      return dense(ops.globalAveragePool(y), 'out', 10)
    },
  },
}

/**
 * Training steps a second against PyTorch: same network, batch, optimiser and number of threads, rounds in turn, ratio
 * of medians. `ratio` is the least of the three shares of their goals.
 */
export async function run(options: TrainingBenchOptions = {}): Promise<object> {
  const [rounds, threads] = [Number(options.rounds ?? 7), Number(options.threads ?? 2)]
  const peer = await TorchPeer.start(threads)
  const results: Record<string, { ratio: number; samples_per_second: number; torch_samples_per_second: number }> = {}
  try {
    for (const [name, given] of Object.entries(CASES)) results[name] = await compare(name, given, peer, rounds, threads)
  } finally {
    peer.stop()
  }
  const shares = Object.entries(results).map(([name, { ratio }]) => ratio / (CASES[name]?.goal ?? 1))
  return { ratio: rounded(Math.min(...shares)), threads, rounds, ...results }
}

async function compare(name: string, given: Case, peer: TorchPeer, rounds: number, threads: number) {
  const graph = new Graph('training')
  const logits = given.build(graph.input('x', 'float32', given.input))
  const { loss } = crossEntropy(logits, graph.input('labels', 'int32', [given.rows]))
  const trainer = await Trainer.create({ graph, loss, threads, optimiser: { weightDecay: 0.01 } })
  const source = random('training bench', name)
  const feeds = {
    x: Float32Array.from({ length: size(given.input) }, () => source.normal()),
    labels: Int32Array.from({ length: given.rows }, () => source.integer(given.classes)),
  }
  const ours = async (steps: number): Promise<number> => {
    const start = performance.now()
    for (let i = 0; i < steps; i++) await trainer.step(feeds, { learningRate: 1e-3 })
    return (performance.now() - start) / 1000
  }
  await ours(3)
  await peer.run(name, 3)
  const seconds: { ours: number[]; torch: number[] } = { ours: [], torch: [] }
  for (let round = 0; round < rounds; round++) {
    seconds.ours.push(await ours(given.steps))
    seconds.torch.push(await peer.run(name, given.steps))
  }
  await trainer.release()
  const samples = given.steps * (given.input[0] as number)
  const [a, b] = [median(seconds.ours), median(seconds.torch)]
  return {
    ratio: rounded(b / a),
    samples_per_second: Math.round(samples / a),
    torch_samples_per_second: Math.round(samples / b),
  }
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] as number

const rounded = (value: number): number => Math.round(value * 100) / 100
