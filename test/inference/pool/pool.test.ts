import test from 'ava'
import { InferenceError } from '../../../src/inference/errors.ts'
import { Pool } from '../../../src/inference/pool/pool.ts'
import { DEED } from '../helpers/deeds.ts'
import { manifest } from '../helpers/pack.ts'

const script = new URL('../helpers/mortal-worker.js', import.meta.url)
const placement = { x: 0, y: 0, width: 64, height: 64 }
const slotBytes = 64 * 64 * 3

async function open(options: { workers: number; batch: number; folder?: string }, deeds: readonly number[] = []) {
  const ring = new SharedArrayBuffer(Math.max(1, deeds.length) * slotBytes)
  const bytes = new Uint8Array(ring)
  for (const [slot, deed] of deeds.entries()) bytes[slot * slotBytes] = deed
  const pack = { folder: options.folder ?? 'pack', manifest: manifest(), graphs: {} }
  const start = { task: 'read', pack, device: 'cpu', people: true, ring } as const
  return Pool.open({ start, script, workers: options.workers, batch: options.batch })
}

/** What became of each photo: `read`, or the error's message. */
async function outcomes(pool: Pool, photos: number): Promise<string[]> {
  const all = Array.from({ length: photos }, (_, slot) => pool.read({ slot, caption: `photo ${slot}`, placement }))
  const settled = await Promise.allSettled(all)
  return settled.map((one) => (one.status === 'fulfilled' ? 'read' : String(one.reason.message)))
}

for (const [workers, batch] of [
  [1, 1],
  [3, 1],
  [1, 4],
  [2, 3],
] as const) {
  test(`a photo that ends ${workers} workers in batches of ${batch} is failed alone`, async (t) => {
    const deeds = Array.from({ length: 12 }, (_, slot) => (slot === 5 ? DEED.exit : DEED.read))
    const pool = await open({ workers, batch }, deeds)
    const expected = deeds.map((deed) => (deed ? 'The network ended twice on this photo: the worker ended' : 'read'))
    t.deepEqual(await outcomes(pool, 12), expected)
    t.deepEqual(await outcomes(pool, 1), ['read'], 'the pool goes on')
    await pool.close()
  })
}

test('the reason why a worker ended is told, with a code', async (t) => {
  const pool = await open({ workers: 1, batch: 1 }, [DEED.throw])
  const error = await t.throwsAsync(pool.read({ slot: 0, caption: null, placement }), { instanceOf: InferenceError })
  t.is(error.message, 'The network ended twice on this photo: no memory left')
  t.is(error.code, 'inference_failed')
  await pool.close()
})

test('a photo on which a worker ended once is read the second time', async (t) => {
  const pool = await open({ workers: 2, batch: 2 }, [DEED.read, DEED.exitOnce, DEED.read, DEED.read])
  t.deepEqual(await outcomes(pool, 4), ['read', 'read', 'read', 'read'])
  await pool.close()
})

test('a photo that the network fails on does not end anything', async (t) => {
  const pool = await open({ workers: 1, batch: 3 }, [DEED.read, DEED.fail, DEED.read])
  t.deepEqual(await outcomes(pool, 3), ['read', 'The network failed on this photo: not a number', 'read'])
  await pool.close()
})

test('many poisoned photos among many are each failed alone', async (t) => {
  const deeds = Array.from({ length: 40 }, (_, slot) => (slot % 7 === 3 ? DEED.exit : DEED.read))
  const pool = await open({ workers: 3, batch: 4 }, deeds)
  const found = await outcomes(pool, 40)
  t.deepEqual(
    found.map((one) => one === 'read'),
    deeds.map((deed) => deed === DEED.read),
  )
  await pool.close()
})

test('closing finishes what was begun', async (t) => {
  const pool = await open({ workers: 2, batch: 1 }, Array(9).fill(DEED.read))
  const reading = outcomes(pool, 9)
  await pool.close()
  t.deepEqual(await reading, Array(9).fill('read'))
})

test('a pool whose workers cannot open their sessions does not open', async (t) => {
  await t.throwsAsync(open({ workers: 2, batch: 1, folder: 'refusing' }), { message: 'no' })
  await t.throwsAsync(open({ workers: 2, batch: 1, folder: 'dying' }), {
    message: 'A worker could not start: the worker ended',
  })
})
