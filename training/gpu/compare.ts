import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { learningRateAt } from '../../src/learning/train/schedule.ts'
import { loadBatches } from '../street/batches/loader.ts'
import { prepareBatches } from '../street/batches/prepare.ts'
import { FOLDER_FLAGS, type Folders, readFolders } from '../street/folders.ts'
import { RECIPE } from '../street/recipe.ts'
import { trainingGraph } from '../street/training-graph.ts'
import { bothTrainers, type Compared } from './both-trainers.ts'

/**
 * `node dist/training/gpu/compare.js [--steps 5] [--rows N] [--threads N] [--bf16] [--python FILE]` and the folders of
 * the recipe: the street network's first steps with our trainer and with PyTorch, and how far they are apart.
 */
const { values } = parseArgs({
  options: {
    ...FOLDER_FLAGS,
    steps: { type: 'string', default: '5' },
    rows: { type: 'string', default: String(RECIPE.rows) },
    threads: { type: 'string', default: '1' },
    bf16: { type: 'boolean', default: false },
    python: { type: 'string', default: '.cache/torch/bin/python' },
  },
})

async function compare(folders: Folders, steps: number, rows: number): Promise<Compared> {
  const folder = join(folders.cache, 'compare')
  await mkdir(folder, { recursive: true })
  const batches = []
  for await (const { step, batch } of loadBatches(await prepareBatches(folders, rows), 0)) {
    if (step >= steps) break
    batches.push(batch)
  }
  const learningRates = batches.map((_, step) => learningRateAt(step, { ...RECIPE.schedule, steps: RECIPE.steps }))
  const { optimiser, seed } = RECIPE
  const { bf16, python } = values
  const threads = Number(values.threads)
  const build = () => trainingGraph(rows)
  return await bothTrainers({ build, optimiser, seed, batches, learningRates, folder, python, bf16, threads })
}

const { ours, theirs, differences } = await compare(readFolders(values), Number(values.steps), Number(values.rows))
const columns = (told: Compared['ours'][number], whose: string) => ({
  [`loss, ${whose}`]: Number(told.loss.toFixed(5)),
  [`gradient, ${whose}`]: Number(told.gradient_norm.toFixed(4)),
  [`seconds, ${whose}`]: Number(told.seconds.toFixed(3)),
})
console.table(ours.map((told, step) => ({ ...columns(told, 'ours'), ...columns(theirs[step] ?? told, 'PyTorch') })))
console.table(differences.toSorted((a, b) => b.share - a.share).slice(0, 10))
