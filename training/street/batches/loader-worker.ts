import { open } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { type FeatureScale, openFeatureTeacher } from '../teachers/features.ts'
import { batchDrawer, type Pool } from './draw-batch.ts'
import { STOP } from './loader.ts'

/** Draws batches beside the thread that trains: `run()` blocks its own. */
export interface LoaderData {
  readonly pool: Pool
  /** The pixel cache. */
  readonly cache: string
  /** The folder of teacher networks. */
  readonly models: string
  readonly scale: FeatureScale
  readonly rows: number
  readonly seed: number
}

const { pool, cache, models, scale, rows, seed } = workerData as LoaderData
const draw = batchDrawer(pool, await open(cache), await openFeatureTeacher(models, scale), rows, seed)

/** One batch after another: the teacher's session is not to be entered twice. */
let last: Promise<void> = Promise.resolve()
let stopped = false

async function send(step: number): Promise<void> {
  if (stopped) return
  const batch = await draw(step)
  parentPort?.postMessage(
    { step, batch },
    Object.values(batch).map((data) => data.buffer as ArrayBuffer),
  )
}

parentPort?.on('message', async (step: number) => {
  if (step !== STOP) {
    last = last.then(() => send(step))
    return
  }
  stopped = true
  await last
  parentPort?.close()
})
