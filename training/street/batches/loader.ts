import { on } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Batch } from './batch.ts'
import type { LoaderData } from './loader-worker.ts'

/** Batches drawn ahead of the step that needs them. */
const AHEAD = 4

/** Batches from step `first` on, drawn in a worker a few steps ahead. Ends when the consumer stops. */
export async function* loadBatches(data: LoaderData, first: number): AsyncGenerator<{ step: number; batch: Batch }> {
  const worker = new Worker(new URL('./loader-worker.js', import.meta.url), { workerData: data })
  try {
    const messages = on(worker, 'message')
    for (let step = first; step < first + AHEAD; step++) worker.postMessage(step)
    for await (const [message] of messages as AsyncIterable<[{ step: number; batch: Batch }]>) {
      worker.postMessage(message.step + AHEAD)
      yield message
    }
  } finally {
    await worker.terminate()
  }
}
