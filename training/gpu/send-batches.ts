import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { size } from '../../src/learning/graph/shape.ts'
import { noiseMask } from '../../src/learning/train/noise.ts'
import type { Batch } from '../street/batches/batch.ts'
import { loadBatches } from '../street/batches/loader.ts'
import { prepareBatches } from '../street/batches/prepare.ts'
import { FOLDER_FLAGS, type Folders, readFolders } from '../street/folders.ts'
import { RECIPE } from '../street/recipe.ts'
import type { StreetPlan } from './export-graph.ts'
import type { BatchValue } from './forward-model.ts'

/**
 * `node dist/training/gpu/send-batches.js --graph DIR --from N --to N [--workers N] --data DIR --models DIR --drawn DIR --cache DIR`
 * writes the batches of steps `from` to `to` - 1 to stdout (of one replica, where several share the steps) as the plan of an exported graph lists their values:
 * little endian, nothing between them. They are the batches and random masks that our own trainer learns from.
 */
const { values } = parseArgs({
  options: {
    ...FOLDER_FLAGS,
    graph: { type: 'string', default: '.cache/street/gpu' },
    from: { type: 'string', default: '0' },
    to: { type: 'string', default: String(RECIPE.steps) },
    workers: { type: 'string', default: '1' },
    replica: { type: 'string', default: '0' },
    replicas: { type: 'string', default: '1' },
  },
})

interface Span {
  readonly from: number
  readonly to: number
  readonly workers: number
  /** Of so many trainers that share each step, each with a batch of its own, the one to send to. */
  readonly replica: number
  readonly replicas: number
}

async function send(folders: Folders, plan: StreetPlan, span: Span): Promise<void> {
  const data = await prepareBatches(folders, plan.rows)
  const { from, to, workers, replica, replicas } = span
  for await (const { step: drawn, batch } of loadBatches(data, from * replicas + replica, workers, replicas)) {
    if (drawn >= to * replicas) break
    // The trainer counts its steps from 1, the loader from 0.
    await write(plan.batch.map((value) => bytesOf(value, batch, plan.seed, drawn + 1)))
  }
}

function bytesOf({ name, shape, keep }: BatchValue, batch: Batch, seed: number, step: number): Uint8Array {
  const data = keep === undefined ? batch[name] : noiseMask(name, keep, size(shape), seed, step)
  if (data?.length !== size(shape)) throw new Error(`feed ${name} is not what the exported graph asks for`)
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

async function write(parts: readonly Uint8Array[]): Promise<void> {
  if (!process.stdout.write(Buffer.concat(parts))) await once(process.stdout, 'drain')
}

const plan = JSON.parse(await readFile(join(values.graph, 'plan.json'), 'utf8')) as StreetPlan
await send(readFolders(values), plan, {
  from: Number(values.from),
  to: Number(values.to),
  workers: Number(values.workers),
  replica: Number(values.replica),
  replicas: Number(values.replicas),
})
