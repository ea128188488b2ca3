import test from 'ava'
import { UserError } from '../../src/errors.ts'
import { parseShard, shardOf } from '../../src/feed/shards.ts'

const ids = Array.from({ length: 20_000 }, (_, index) => `summer/look-${index}`)

test('every post belongs to exactly one shard', (t) => {
  for (const count of [1, 2, 3, 16, 100]) {
    for (const id of ids.slice(0, 500)) {
      const shard = shardOf(id, count)
      t.true(Number.isInteger(shard) && shard >= 1 && shard <= count)
    }
  }
})

test('shards are nearly equal in size', (t) => {
  for (const count of [2, 7, 16]) {
    const sizes = new Array<number>(count).fill(0)
    for (const id of ids) sizes[shardOf(id, count) - 1]! += 1
    const expected = ids.length / count
    const spread = Math.sqrt(expected)
    t.true(
      sizes.every((size) => Math.abs(size - expected) < 5 * spread),
      `${count}: ${sizes}`,
    )
  }
})

test('a post keeps its shard for good', (t) => {
  // From another implementation: int.from_bytes(sha256(id)[:4], 'big') % 16 + 1 in Python.
  t.deepEqual(
    ['B0aa', 'a/b', '', '東京'].map((id) => shardOf(id, 16)),
    [7, 1, 3, 3],
  )
})

test('a shard is written as a part of a whole, from 1', (t) => {
  t.deepEqual(parseShard('3/16'), { index: 3, count: 16 })
  t.deepEqual(parseShard('1/1'), { index: 1, count: 1 })
})

test('other shards are refused', (t) => {
  for (const text of ['0/16', '17/16', '3', '3/0', 'a/b', '3/16/2', '-1/4', '1.5/4', '', '3 / 16x']) {
    const error = t.throws(() => parseShard(text), { instanceOf: UserError })
    t.is(error.message, `Expected a part such as 3/16, counted from 1, for \`--shard\` but received \`${text}\`.`)
    t.is(error.exit, 2)
  }
})
