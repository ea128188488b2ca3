import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { learningRateAt } from '../../src/learning/train/schedule.ts'
import { Trainer } from '../../src/learning/train/trainer.ts'
import { loadBatches } from './batches/loader.ts'
import { prepareBatches } from './batches/prepare.ts'
import { FOLDER_FLAGS, type Folders, readFolders } from './folders.ts'
import { RECIPE } from './recipe.ts'
import { trainingGraph } from './training-graph.ts'
import { TrainingLog } from './training-log.ts'

/**
 * `node dist/training/street/train.js --data DIR --models DIR --drawn DIR --cache DIR [--steps N] [--threads N]`
 * trains the street network, or goes on where the last checkpoint in the cache stands.
 */
const { values } = parseArgs({
  options: {
    ...FOLDER_FLAGS,
    threads: { type: 'string', default: '2' },
    steps: { type: 'string', default: String(RECIPE.steps) },
  },
})

async function train(folders: Folders, threads: number, steps: number): Promise<void> {
  const data = await prepareBatches(folders, RECIPE.rows)
  const { graph, loss, parts } = trainingGraph(RECIPE.rows)
  const { optimiser, seed } = RECIPE
  const trainer = await Trainer.create({ graph, loss, metrics: parts, optimiser, seed, threads })
  const checkpoint = join(folders.cache, 'checkpoint.bin')
  if (existsSync(checkpoint)) await trainer.load(checkpoint)
  const log = new TrainingLog(join(folders.cache, 'log.jsonl'), trainer.steps)
  for await (const { step, batch } of loadBatches(data, trainer.steps)) {
    if (step >= steps) break
    const learningRate = learningRateAt(step, { ...RECIPE.schedule, steps })
    log.add(await trainer.step(batch, { learningRate }))
    const done = step + 1
    if (done % RECIPE.tellEvery !== 0 && done !== steps) continue
    await log.tell(done, RECIPE.rows)
    await trainer.save(checkpoint)
  }
  await trainer.release()
}

await train(readFolders(values), Number(values.threads), Number(values.steps))
