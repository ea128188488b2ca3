import test from 'ava'
import { summarize } from '../../../src/analysis/analyze.ts'
import { DistinctCounter } from '../../../src/analysis/statistics/distinct.ts'
import { randomStream } from '../../../src/analysis/statistics/hash.ts'
import { contextHash, JointCounts } from '../../../src/analysis/tally/joint.ts'
import type { Tally } from '../../../src/analysis/tally/tally.ts'
import type { GarmentRow } from '../../../src/dataset/rows.ts'
import { tallyOf } from '../support/tables.ts'
import { drawTastes } from '../support/tastes.ts'

const result = (tally: Tally) =>
  summarize({ tally, sources: [], pack: null, versus: null, name: 'x' }, { createdAt: '2024-01-01', replicates: 20 })

function shardOf(row: GarmentRow, shards: number): number {
  return Number(row.post_id.slice(1)) % shards
}

for (const [shards, minCount] of [
  [2, 10],
  [5, 3],
] as const) {
  test(`the counts of ${shards} shards add up to those of all, at min-count ${minCount}`, async (t) => {
    const rows = drawTastes({ accounts: 40, persons: 600, seed: shards })
    const parts = Array.from({ length: shards }, (_, shard) => rows.filter((row) => shardOf(row, shards) === shard))
    const [first, ...rest] = await Promise.all(parts.map((part) => tallyOf(part, minCount)))
    for (const tally of rest) first!.merge(tally)
    t.deepEqual(result(first!), result(await tallyOf(rows, minCount)))
  })
}

test('neither the size of batches nor the order of posts changes the result', async (t) => {
  const rows = drawTastes({ accounts: 40, persons: 500, seed: 9 })
  const byPost = new Map<string, GarmentRow[]>()
  for (const row of rows) byPost.set(row.post_id, [...(byPost.get(row.post_id) ?? []), row])
  const reversed = [...byPost.values()].reverse().flat()
  const whole = result(await tallyOf(rows))
  t.deepEqual(result(await tallyOf(rows, 10, 7)), whole)
  t.deepEqual(result(await tallyOf(reversed)), whole)
})

test('joint counts that no longer fit give up their finest dimension, whatever the order', (t) => {
  const random = randomStream(4)
  const rows = Array.from({ length: 3000 }, () => ({
    codes: [1, 2, 1, Math.floor(random() * 5), 1, Math.floor(random() * 900)] as const,
    concept: Math.floor(random() * 4),
  }))
  const fill = (list: typeof rows) => {
    const joint = new JointCounts(200)
    for (const { codes, concept } of list) {
      const context = joint.contextKey(...codes)
      joint.add(context, contextHash(context), concept, 1, 1, 0)
    }
    return joint
  }
  const sorted = (joint: JointCounts) => [...joint.cells()].map((cell) => JSON.stringify(cell)).sort()
  const one = fill(rows)
  t.is(one.kept, 5)
  t.deepEqual(sorted(one), sorted(fill([...rows].reverse())))
  const half = fill(rows.slice(0, 1000))
  half.merge(fill(rows.slice(1000)))
  t.deepEqual(sorted(half), sorted(one))
  t.is(
    [...one.cells()].reduce((sum, { count }) => sum + count, 0),
    3000,
  )
})

test('different values are counted exactly up to a million and within three per cent beyond', (t) => {
  const counter = new DistinctCounter()
  const random = randomStream(1)
  const word = () => Math.floor(random() * 4294967296)
  for (let i = 0; i < 1000; i++) {
    const [high, low] = [word(), word()]
    counter.add(high, low)
    counter.add(high, low)
  }
  t.is(counter.count(), 1000)
  for (let i = 0; i < 1_500_000; i++) counter.add(word(), word())
  t.true(Math.abs(counter.count() / 1_501_000 - 1) < 0.03, String(counter.count()))
})
