// A worker in place of the real one: what it does with a photo is the first byte of its slot.
import { parentPort, workerData } from 'node:worker_threads'
import type { FromWorker, Result, ToWorker, Work, WorkerStart } from '../../../src/inference/pool/messages.ts'
import { DEED } from './deeds.ts'

const { ring, pack } = workerData as WorkerStart
const { width, height } = pack.manifest.input
const port = parentPort!
const post = (message: FromWorker): void => port.postMessage(message)
const pixels = ({ slot }: Work) => new Uint8Array(ring, slot * width * height * 3, 2)

function read(work: Work): Result {
  const [deed, times] = pixels(work) as unknown as [number, number]
  if (deed === DEED.exit) process.exit(7)
  if (deed === DEED.throw) throw new Error('no memory left')
  if (deed === DEED.exitOnce && times === 0) {
    pixels(work)[1] = 1
    process.exit(7)
  }
  if (deed === DEED.fail) return { failure: 'not a number' }
  const caption = `${work.caption} by ${times}`
  return { findings: { people: [], garments: [], occasion: null, occasionScore: caption.length } }
}

port.on('message', (message: ToWorker) => {
  if (message.type === 'close') port.close()
  else post({ type: 'read', results: message.photos.map(read) })
})
if (pack.folder === 'refusing') post({ type: 'refused', error: { message: 'no', stack: undefined, user: null } })
else if (pack.folder === 'dying') process.exit(3)
else post({ type: 'ready' })
