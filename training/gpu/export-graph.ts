import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { RECIPE } from '../street/recipe.ts'
import { trainingGraph } from '../street/training-graph.ts'
import { type ForwardPlan, forwardModel } from './forward-model.ts'

/**
 * `node dist/training/gpu/export-graph.js -o DIR [--rows N]`: the street network's forward pass and losses as
 * `forward.onnx`, and `plan.json` beside it with all that a trainer needs besides.
 */
const { values } = parseArgs({
  options: {
    output: { type: 'string', short: 'o', default: '.cache/street/gpu' },
    rows: { type: 'string', default: String(RECIPE.rows) },
  },
})

/** `plan.json`. */
export interface StreetPlan extends ForwardPlan, Pick<typeof RECIPE, 'schedule' | 'tellEvery'> {
  readonly rows: number
  readonly steps: number
}

async function exportGraph(folder: string, rows: number): Promise<void> {
  const { optimiser, seed, schedule, steps, tellEvery } = RECIPE
  const { model, plan } = forwardModel(trainingGraph(rows), optimiser, seed)
  const street: StreetPlan = { rows, steps, schedule, tellEvery, ...plan }
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'forward.onnx'), model)
  await writeFile(join(folder, 'plan.json'), `${JSON.stringify(street, null, 1)}\n`)
}

await exportGraph(values.output, Number(values.rows))
