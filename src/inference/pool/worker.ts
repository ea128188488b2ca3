// The entry of a worker thread: owns the sessions, because `session.run()` blocks its thread.
import { parentPort, workerData } from 'node:worker_threads'
import type { PhotoInput, Reader } from '../kind.ts'
import { openReader, probeDevice } from '../session/open.ts'
import { type FromWorker, type Result, sendError, type ToWorker, type Work, type WorkerStart } from './messages.ts'

const start = workerData as WorkerStart
const port = parentPort!
const { width, height } = start.pack.manifest.input
const post = (message: FromWorker): void => port.postMessage(message)

function inputOf({ slot, caption, placement }: Work): PhotoInput {
  const bytes = width * height * 3
  return { pixels: new Uint8Array(start.ring, slot * bytes, bytes), caption, placement }
}

/** If a batch fails, its photos are read one by one, so that only those at fault fail. */
async function readBatch(read: Reader, photos: readonly PhotoInput[]): Promise<Result[]> {
  try {
    return (await read(photos)).map((findings) => ({ findings }))
  } catch (error) {
    if (photos.length === 1) return [{ failure: error instanceof Error ? error.message : String(error) }]
    const results: Result[] = []
    for (const photo of photos) results.push(...(await readBatch(read, [photo])))
    return results
  }
}

async function serve(): Promise<void> {
  const reader = await openReader(start.pack, start.device, { people: start.people })
  let last: Promise<void> = Promise.resolve()
  port.on('message', (message: ToWorker) => {
    last = last.then(async () => {
      if (message.type === 'read') {
        post({ type: 'read', results: await readBatch(reader.read, message.photos.map(inputOf)) })
      } else {
        await reader.close()
        port.close()
      }
    })
  })
}

try {
  await (start.task === 'probe' ? probeDevice(start.pack, start.device) : serve())
  post({ type: 'ready' })
} catch (error) {
  post({ type: 'refused', error: sendError(error) })
}
