import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { learningRateAt } from '../../src/learning/train/schedule.ts'
import { Trainer } from '../../src/learning/train/trainer.ts'
import { loadBatches } from './batches/loader.ts'
import { FOLDER_FLAGS, type Folders, readFolders } from './folders.ts'
import { type Trained, trained, trainedName } from './trained.ts'
import { TrainingLog } from './training-log.ts'

/**
 * `node dist/training/street/train.js --data DIR --models DIR --drawn DIR --cache DIR [--network street|heads|garments]
 * [--steps N] [--threads N]` trains a network of the pack, or goes on where the last checkpoint in the cache stands.
 */
const { values } = parseArgs({
  options: {
    ...FOLDER_FLAGS,
    threads: { type: 'string', default: '2' },
    network: { type: 'string', default: 'street' },
    steps: { type: 'string' },
  },
})

async function train(network: Trained, folders: Folders, threads: number, steps: number): Promise<void> {
  const { optimiser, seed, rows, schedule, tellEvery } = network.recipe
  const data = await network.prepare(folders, rows)
  const { graph, loss, parts } = network.graph(rows)
  const trainer = await Trainer.create({ graph, loss, metrics: parts, optimiser, seed, threads })
  const checkpoint = join(folders.cache, network.checkpoint)
  if (existsSync(checkpoint)) await trainer.load(checkpoint)
  const log = new TrainingLog(join(folders.cache, network.log), trainer.steps)
  for await (const { step, batch } of loadBatches(data, trainer.steps)) {
    if (step >= steps) break
    const learningRate = learningRateAt(step, { ...schedule, steps })
    log.add(await trainer.step(batch, { learningRate }))
    const done = step + 1
    if (done % tellEvery !== 0 && done !== steps) continue
    await log.tell(done, rows)
    await trainer.save(checkpoint)
  }
  await trainer.release()
}

const network = trained(trainedName(values.network))
await train(network, readFolders(values), Number(values.threads), Number(values.steps ?? network.recipe.steps))
