import { open } from 'node:fs/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { type CloseUpPool, closeUpDrawer } from '../close-ups/draw.ts'
import { type FeatureScale, openFeatureTeacher } from '../teachers/features.ts'
import type { Batch } from './batch.ts'
import { batchDrawer, type Pool } from './draw-batch.ts'
import { STOP } from './loader.ts'

/** What canvases are drawn from. */
export interface CanvasData {
  readonly name: 'street'
  readonly pool: Pool
  /** The pixel cache. */
  readonly cache: string
  /** The folder of teacher networks. */
  readonly models: string
  readonly scale: FeatureScale
  readonly rows: number
  readonly seed: number
}

/** What close-ups are drawn from. */
export interface CloseUpData extends CloseUpPool {
  readonly pictures: string
  readonly features: string | null
  readonly rows: number
  readonly seed: number
}

/** Draws batches beside the thread that trains: `run()` blocks its own. */
export type LoaderData = CanvasData | CloseUpData

async function drawerOf(data: LoaderData): Promise<(step: number) => Promise<Batch>> {
  const { rows, seed } = data
  if (data.name === 'street') {
    const { pool, cache, models, scale } = data
    return batchDrawer(pool, await open(cache), await openFeatureTeacher(models, scale), rows, seed)
  }
  const pictures = await open(data.pictures)
  const features = data.features === null ? null : await open(data.features)
  return closeUpDrawer(data, { pictures, features }, rows, seed)
}

const draw = await drawerOf(workerData as LoaderData)

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
