import { open } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { batchDrawer, type Pool } from './draw-batch.ts'

/** Draws batches beside the thread that trains: `run()` blocks its own. */
export interface LoaderData {
  readonly pool: Pool
  readonly cache: string
  readonly rows: number
  readonly seed: number
}

const { pool, cache, rows, seed } = workerData as LoaderData
const draw = batchDrawer(pool, await open(cache), rows, seed)

parentPort?.on('message', async (step: number) => {
  const batch = await draw(step)
  parentPort?.postMessage(
    { step, batch },
    Object.values(batch).map((data) => data.buffer as ArrayBuffer),
  )
})
