import { parentPort, workerData } from 'node:worker_threads'
import { type SentError, sendError } from '../../inference/pool/messages.ts'
import { buffersOf } from '../tally/restore.ts'
import { type CountKind, Tally } from '../tally/tally.ts'
import { countGarments, type GarmentCount } from './count-garments.ts'

/** What a thread is started with. */
export interface CountStart extends GarmentCount {
  readonly kind: CountKind
  readonly minCount: number
}

/** What it ends with; the tally is plain data. */
export type CountMessage = { readonly tally: object } | { readonly error: SentError }

async function count({ kind, minCount, ...garments }: CountStart): Promise<CountMessage> {
  try {
    const tally = new Tally(minCount)
    await countGarments(garments, tally, [kind])
    return { tally }
  } catch (error) {
    return { error: sendError(error) }
  }
}

if (parentPort !== null) {
  const message = await count(workerData as CountStart)
  parentPort.postMessage(message, buffersOf(message))
}
