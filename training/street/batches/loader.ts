import { EventEmitter, once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Batch } from './batch.ts'
import type { LoaderData } from './loader-worker.ts'

/** Batches drawn ahead of the step that needs them, a worker. */
const AHEAD = 3

/** In place of a step. */
export const STOP = -1

interface Drawn {
  readonly step: number
  readonly batch: Batch
}

/**
 * Batches from step `first` on, in order (every one, or each `every`th), drawn in `workers` threads a few steps ahead. Which thread draws a batch
 * does not change it. Ends when the consumer stops.
 */
export async function* loadBatches(data: LoaderData, first: number, workers = 1, every = 1): AsyncGenerator<Drawn> {
  const threads = Array.from(
    { length: workers },
    () => new Worker(new URL('./loader-worker.js', import.meta.url), { workerData: data }),
  )
  const drawn = new Map<number, Batch>()
  const news = new EventEmitter()
  for (const thread of threads) {
    thread.on('message', ({ step, batch }: Drawn) => {
      drawn.set(step, batch)
      news.emit('drawn')
    })
    thread.on('error', (error) => news.emit('error', error))
  }
  const ask = (step: number) => threads[Math.floor(step / every) % workers]?.postMessage(step)
  const ahead = AHEAD * workers * every
  try {
    for (let step = first; step < first + ahead; step += every) ask(step)
    for (let step = first; ; step += every) {
      while (!drawn.has(step)) await once(news, 'drawn')
      const batch = drawn.get(step) as Batch
      drawn.delete(step)
      ask(step + ahead)
      yield { step, batch }
    }
  } finally {
    // Asked to stop, not terminated: a thread inside its teacher's session would take the process with it.
    for (const thread of threads) thread.postMessage(STOP)
    await Promise.all(threads.map((thread) => once(thread, 'exit')))
  }
}
