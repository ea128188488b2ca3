import { setTimeout as wait } from 'node:timers/promises'
import test from 'ava'
import { mapOrdered } from '../../src/feed/ordered.ts'
import { gathered } from './support/gathered.ts'

test('results come in the order of the source, however long each takes', async (t) => {
  const results = await gathered(
    mapOrdered([5, 1, 4, 0, 2], 3, async (delay) => {
      await wait(delay)
      return delay
    }),
  )
  t.deepEqual(results, [5, 1, 4, 0, 2])
})

test('never more than the limit are under way, and the source is asked no further', async (t) => {
  let underway = 0
  let most = 0
  let asked = 0
  function* source() {
    for (; asked < 50; asked++) yield asked
  }
  let read = 0
  for await (const _ of mapOrdered(source(), 4, async (item) => {
    most = Math.max(most, ++underway)
    await wait(1)
    underway -= 1
    return item
  })) {
    read += 1
    t.true(asked - read <= 4)
  }
  t.is(read, 50)
  t.is(most, 4)
})

test('an error comes out at its place', async (t) => {
  const seen: number[] = []
  const run = async () => {
    for await (const item of mapOrdered([1, 2, 3], 3, async (value) => {
      if (value === 2) throw new Error('two')
      return value
    }))
      seen.push(item)
  }
  await t.throwsAsync(run, { message: 'two' })
  t.deepEqual(seen, [1])
})
