import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { loadBatches } from '../street/batches/loader.ts'
import { FOLDER_FLAGS, type Folders, readFolders } from '../street/folders.ts'
import { trained, trainedName } from '../street/trained.ts'
import { batchBytes } from './batch-bytes.ts'
import type { StreetPlan } from './export-graph.ts'

/**
 * `node dist/training/gpu/send-batches.js --graph DIR --from N --to N [--network NAME] [--workers N] --data DIR
 * --models DIR --drawn DIR --cache DIR` writes the batches of steps `from` to `to` - 1 to stdout (of one replica, where several share the
 * steps) as the plan of an exported graph lists their values: little endian, nothing between them. They are the
 * batches and random masks that our own trainer learns from.
 */
const { values } = parseArgs({
  options: {
    ...FOLDER_FLAGS,
    graph: { type: 'string', default: '.cache/street/gpu' },
    from: { type: 'string', default: '0' },
    network: { type: 'string', default: 'street' },
    to: { type: 'string' },
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
  const data = await trained(trainedName(values.network)).prepare(folders, plan.rows)
  const { from, to, workers, replica, replicas } = span
  for await (const { step: drawn, batch } of loadBatches(data, from * replicas + replica, workers, replicas)) {
    if (drawn >= to * replicas) break
    // The trainer counts its steps from 1, the loader from 0.
    await write(batchBytes(plan, batch, drawn + 1))
  }
}

async function write(bytes: Buffer): Promise<void> {
  if (!process.stdout.write(bytes)) await once(process.stdout, 'drain')
}

const plan = JSON.parse(await readFile(join(values.graph, 'plan.json'), 'utf8')) as StreetPlan
await send(readFolders(values), plan, {
  from: Number(values.from),
  to: Number(values.to ?? plan.steps),
  workers: Number(values.workers),
  replica: Number(values.replica),
  replicas: Number(values.replicas),
})
