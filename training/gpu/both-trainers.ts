import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { readCheckpoint } from '../../src/learning/train/checkpoint.ts'
import type { OptimiserOptions } from '../../src/learning/train/optimiser.ts'
import type { Feeds } from '../../src/learning/train/runtime.ts'
import { Trainer } from '../../src/learning/train/trainer.ts'
import { batchBytes } from './batch-bytes.ts'
import { forwardModel, type TrainedGraph } from './forward-model.ts'

export interface Comparison {
  /** A new graph, as each trainer needs its own. */
  readonly build: () => TrainedGraph
  readonly optimiser: OptimiserOptions
  readonly seed: number
  readonly batches: readonly Feeds[]
  readonly learningRates: readonly number[]
  /** Where the files of both lie; must be there. */
  readonly folder: string
  /** A Python that has torch and onnx. */
  readonly python: string
  readonly bf16?: boolean
  readonly threads?: number
}

/** What a trainer told of a step. */
export interface Told {
  readonly loss: number
  readonly gradient_norm: number
  readonly seconds: number
}

export interface Compared {
  readonly ours: readonly Told[]
  readonly theirs: readonly Told[]
  /**
   * For each vector of the checkpoint, e.g. `average 3`: the length of the difference as a share of the way that our
   * own trainer took from the start, and its largest element.
   */
  readonly differences: readonly { readonly vector: string; readonly share: number; readonly largest: number }[]
}

/** The same steps from the same start with our trainer and with PyTorch. */
export async function bothTrainers(comparison: Comparison): Promise<Compared> {
  const { folder, batches, learningRates } = comparison
  const { optimiser, seed, threads = 1 } = comparison
  const { model, plan } = forwardModel(comparison.build(), optimiser, seed)
  await writeFile(join(folder, 'forward.onnx'), model)
  await writeFile(join(folder, 'plan.json'), JSON.stringify(plan))
  await writeFile(join(folder, 'rates.json'), JSON.stringify(learningRates))
  const bytes = batches.map((feeds, index) => batchBytes(plan, feeds, index + 1))
  await writeFile(join(folder, 'batches.bin'), Buffer.concat(bytes))
  const theirs = await pythonSteps(comparison)
  const { graph, loss, parts } = comparison.build()
  const trainer = await Trainer.create({ graph, loss, metrics: parts, optimiser, seed, threads })
  await trainer.save(join(folder, 'start.bin'))
  const ours: Told[] = []
  for (const [index, feeds] of batches.entries()) {
    const start = performance.now()
    const told = await trainer.step(feeds, { learningRate: learningRates[index] as number })
    ours.push({ ...told, seconds: (performance.now() - start) / 1000 })
  }
  await trainer.save(join(folder, 'ours.bin'))
  // Proof that ours goes on from the other's checkpoint.
  await trainer.load(join(folder, 'checkpoint.bin'))
  await trainer.release()
  return { ours, theirs, differences: await differences(folder) }
}

async function pythonSteps({ folder, python, bf16, threads = 1 }: Comparison): Promise<Told[]> {
  const program = fileURLToPath(new URL('../../../training/gpu/steps.py', import.meta.url))
  const flags = ['--threads', String(threads), ...(bf16 ? ['--bf16'] : [])]
  const { stdout } = await promisify(execFile)(python, [program, folder, ...flags])
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told)
}

async function differences(folder: string): Promise<Compared['differences']> {
  const read = async (name: string) => (await readCheckpoint(join(folder, name))).tensors
  const [start, ours, theirs] = [await read('start.bin'), await read('ours.bin'), await read('checkpoint.bin')]
  return [...ours].map(([vector, end]) => {
    const [first, other] = [start.get(vector) as Float32Array, theirs.get(vector) as Float32Array]
    let [way, apart, largest] = [0, 0, 0]
    for (let i = 0; i < end.length; i++) {
      const difference = (end[i] as number) - (other[i] as number)
      way += ((end[i] as number) - (first[i] as number)) ** 2
      apart += difference ** 2
      largest = Math.max(largest, Math.abs(difference))
    }
    return { vector, share: way > 0 ? Math.sqrt(apart / way) : Number(apart > 0), largest }
  })
}
