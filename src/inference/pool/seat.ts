import { Worker } from 'node:worker_threads'
import { type FromWorker, type Result, receiveError, type ToWorker, type Work, type WorkerStart } from './messages.ts'

/** The program of the workers; the tests put their own in its place. */
export const WORKER_SCRIPT = new URL('./worker.js', import.meta.url)

/** How long a worker may take to release its sessions before it is stopped. */
const CLOSING_MS = 10_000

export interface SeatEvents {
  onResults(results: readonly Result[]): void
  /** The worker is gone without having been asked to go. */
  onDeath(reason: string): void
}

/** One running worker. */
export interface Seat {
  read(photos: readonly Work[]): void
  close(): Promise<void>
}

/**
 * Starts a worker and waits until its sessions are open.
 * @throws what the worker could not open, as it was thrown there
 */
export async function openSeat(script: URL, start: WorkerStart, events: SeatEvents): Promise<Seat> {
  // Flags of the main program such as --input-type do not fit a worker, which does not start with them.
  const worker = new Worker(script, { workerData: start, execArgv: [] })
  let reason = 'the worker ended'
  let state: 'opening' | 'open' | 'closing' = 'opening'
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  await new Promise<void>((resolve, reject) => {
    worker.on('error', (error) => {
      reason = error instanceof Error ? error.message : String(error)
    })
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'ready') {
        state = 'open'
        resolve()
      } else if (message.type === 'refused') {
        reject(receiveError(message.error))
        void worker.terminate()
      } else events.onResults(message.results)
    })
    worker.once('exit', () => {
      if (state === 'opening') reject(new Error(`A worker could not start: ${reason}`))
      else if (state === 'open') events.onDeath(reason)
    })
  })
  const send = (message: ToWorker): void => worker.postMessage(message)
  return {
    read: (photos) => send({ type: 'read', photos }),
    close: async () => {
      state = 'closing'
      send({ type: 'close' })
      const timer = setTimeout(() => worker.terminate(), CLOSING_MS)
      await gone
      clearTimeout(timer)
    },
  }
}
