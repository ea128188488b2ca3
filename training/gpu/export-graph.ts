import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Trained, trained, trainedName } from '../street/trained.ts'
import { type ForwardPlan, forwardModel } from './forward-model.ts'

/**
 * `node dist/training/gpu/export-graph.js -o DIR [--network street|heads|garments] [--rows N]`: a network's forward pass
 * and losses as `forward.onnx`, and `plan.json` beside it with all that a trainer needs besides.
 */
const { values } = parseArgs({
  options: {
    output: { type: 'string', short: 'o', default: '.cache/street/gpu' },
    network: { type: 'string', default: 'street' },
    rows: { type: 'string' },
  },
})

/** `plan.json`. */
export interface StreetPlan extends ForwardPlan, Pick<Trained['recipe'], 'schedule' | 'tellEvery'> {
  /** Files of the cache folder. */
  readonly checkpoint: string
  readonly log: string
  readonly rows: number
  readonly steps: number
}

async function exportGraph({ recipe, checkpoint, log, graph }: Trained, folder: string, rows: number): Promise<void> {
  const { optimiser, seed, schedule, steps, tellEvery } = recipe
  const { model, plan } = forwardModel(graph(rows), optimiser, seed)
  const street: StreetPlan = { rows, steps, schedule, tellEvery, checkpoint, log, ...plan }
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'forward.onnx'), model)
  await writeFile(join(folder, 'plan.json'), `${JSON.stringify(street, null, 1)}\n`)
}

const network = trained(trainedName(values.network))
await exportGraph(network, values.output, Number(values.rows ?? network.recipe.rows))
