import test from 'ava'
import { Ring } from '../../../src/inference/pool/ring.ts'

test('who wants more slots than there are waits until one comes back, in order', async (t) => {
  const ring = new Ring(2, 3)
  const first = await ring.acquire()
  await ring.acquire()
  const order: string[] = []
  const wait = async (name: string) => {
    const slot = await ring.acquire()
    order.push(name)
    return slot
  }
  const third = wait('third')
  const fourth = wait('fourth')
  await new Promise(setImmediate)
  t.deepEqual(order, [])
  first.release()
  const again = await third
  t.deepEqual(order, ['third'])
  again.release()
  await fourth
  t.deepEqual(order, ['third', 'fourth'])
})

test('slots are views on one shared memory and do not overlap', async (t) => {
  const ring = new Ring(3, 4)
  t.is(ring.memory.byteLength, 12)
  const slots = [await ring.acquire(), await ring.acquire(), await ring.acquire()]
  for (const [index, slot] of slots.entries()) slot.pixels.fill(index + 1)
  t.deepEqual([...new Uint8Array(ring.memory)], [1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3])
  t.deepEqual(
    slots.map((slot) => ring.indexOf(slot)),
    [0, 1, 2],
  )
})

test('a slot given back cannot be used again', async (t) => {
  const ring = new Ring(1, 1)
  const slot = await ring.acquire()
  slot.release()
  t.throws(() => slot.release(), { instanceOf: TypeError, message: 'The slot was given back already.' })
  t.throws(() => ring.indexOf(slot), { instanceOf: TypeError })
})

test('closing turns away who waits and who comes', async (t) => {
  const ring = new Ring(1, 1)
  await ring.acquire()
  const waiting = ring.acquire()
  ring.close()
  await t.throwsAsync(waiting, { message: 'The engine is closed.' })
  await t.throwsAsync(ring.acquire(), { message: 'The engine is closed.' })
})
