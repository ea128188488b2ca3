import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { JsonRecord } from './json.ts'
import type { ParquetMessage } from './parquet-worker.ts'

/** A row group that takes longer than this to read is taken for a decoder that hangs. Milliseconds. */
const PATIENCE = 60_000

/**
 * The records of a Parquet file, a row group in memory at a time. Throws where the file is damaged.
 * Decoding happens in a worker: made-up files can make the decoder fail outside any promise or never end (found by
 * mutating files byte by byte), and neither may touch the run.
 */
export async function* parquetRecords(file: string): AsyncGenerator<JsonRecord> {
  const worker = startWorker(file)
  try {
    await answer(worker)
    for (;;) {
      worker.postMessage('next')
      const { records } = await answer(worker)
      if (records === undefined) return
      yield* records
    }
  } finally {
    await worker.terminate()
  }
}

/** The names of a Parquet file's columns; null where it is damaged or none. */
export async function parquetColumns(file: string): Promise<readonly string[] | null> {
  const worker = startWorker(file)
  try {
    return (await answer(worker)).columns ?? null
  } catch {
    return null
  } finally {
    await worker.terminate()
  }
}

function startWorker(file: string): Worker {
  const worker = new Worker(new URL('./parquet-worker.js', import.meta.url), { workerData: file })
  worker.on('error', () => {})
  return worker
}

/** The worker's next message; rejects with its error, or when it takes too long. */
async function answer(worker: Worker): Promise<ParquetMessage> {
  const signal = AbortSignal.timeout(PATIENCE)
  const message = await once(worker, 'message', { signal }).catch((error: unknown) => {
    throw signal.aborted ? new Error('reading a row group took longer than a minute') : error
  })
  const [content] = message as [ParquetMessage]
  if (content.error !== undefined) throw new Error(content.error)
  return content
}
