import { once } from 'node:events'
import { stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { tableFiles } from '../../dataset/read.ts'
import { receiveError } from '../../inference/pool/messages.ts'
import { restore } from '../tally/restore.ts'
import { COUNT_KINDS, type CountKind, Tally } from '../tally/tally.ts'
import { countGarments, type GarmentCount } from './count-garments.ts'
import type { CountMessage, CountStart } from './count-worker.ts'

/** Bytes of all garments tables: what {@link countInThreads} is worth starting for. */
export async function garmentBytes(paths: readonly string[]): Promise<number> {
  const files = (await Promise.all(paths.map((path) => tableFiles(path, 'garments')))).flat()
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        () => 0,
      ),
    ),
  )
  return sizes.reduce((sum, size) => sum + size, 0)
}

/** Each in a thread of its own; `owners`, which folders need not have counted, stay here. */
const APART = COUNT_KINDS.filter((kind) => kind !== 'owners')

/**
 * As `countGarments`, the kinds of counts at the same time. Each sees all rows in their order, so the counts are those
 * of one thread, bit by bit.
 */
export async function countInThreads(count: GarmentCount, tally: Tally): Promise<readonly number[]> {
  const counting = APART.map((kind) => countApart(count, kind, tally.minCount))
  const [photos, ...tallies] = await Promise.all([countGarments(count, tally, ['owners']), ...counting])
  for (const one of tallies) tally.merge(one)
  return photos
}

async function countApart(count: GarmentCount, kind: CountKind, minCount: number): Promise<Tally> {
  const workerData: CountStart = { ...count, kind, minCount }
  // Flags of the main program such as --input-type do not fit a worker, which does not start with them.
  const worker = new Worker(new URL('./count-worker.js', import.meta.url), { workerData, execArgv: [] })
  try {
    const [message] = (await once(worker, 'message')) as [CountMessage]
    if ('error' in message) throw receiveError(message.error)
    return restore(new Tally(minCount), message.tally)
  } finally {
    await worker.terminate()
  }
}
