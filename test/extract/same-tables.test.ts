import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { writePack } from '../inference/helpers/pack.ts'
import { paintedPhoto, paintFeed } from './painted.ts'
import { allRows, newFolder, tableHashes, wearabouts } from './run.ts'

const pack = await writePack()
const feed = await paintFeed(60)
const common = ['--pack', pack, '--part-posts', '7', '--quiet']

async function extractInto(root: string, ...flags: string[]) {
  const { code, stderr } = wearabouts(['extract', feed, '-o', root, ...common, ...flags])
  if (code !== 0) throw new Error(stderr)
  return await tableHashes(root)
}

const undisturbed = await extractInto(join(await newFolder(), 'looks'))

test('60 posts make nine parts, with people and garments', async (t) => {
  const root = join(await newFolder(), 'looks')
  const { stdout } = wearabouts(['extract', feed, '-o', root, ...common, '--json'])
  const summary = JSON.parse(stdout.toString())
  t.like(summary, { photos: 60, failed: 0, skipped: 0, parts: 9, device: 'cpu', pack: 'colours', resumed: false })
  t.true(summary.people > 30 && summary.garments > 60)
  t.deepEqual(Object.keys(summary), [
    'photos',
    'people',
    'garments',
    'failed',
    'skipped',
    'parts',
    'seconds',
    'photos_per_second',
    'device',
    'pack',
    'resumed',
  ])
})

test('the tables are the same whatever the workers and the batch size', async (t) => {
  t.deepEqual(await extractInto(join(await newFolder(), 'looks'), '--workers', '1'), undisturbed)
  t.deepEqual(await extractInto(join(await newFolder(), 'looks'), '--workers', '3', '--batch-size', '5'), undisturbed)
})

test('three shards hold together what one run holds, whole posts each', async (t) => {
  const shards = []
  for (const shard of ['1/3', '2/3', '3/3']) {
    const root = join(await newFolder(), 'looks')
    await extractInto(root, '--shard', shard, '--duplicates', 'keep')
    shards.push(root)
  }
  const whole = join(await newFolder(), 'looks')
  await extractInto(whole, '--duplicates', 'keep')
  for (const table of ['photos', 'people', 'garments'] as const) {
    const parts = (await Promise.all(shards.map((root) => allRows(root, table)))).flat()
    const key = (row: { photo_id: string }) => JSON.stringify(row)
    t.deepEqual(parts.map(key).sort(), (await allRows(whole, table)).map(key).sort())
  }
})

test('a finished part is never redone, and posts that are added come after it', async (t) => {
  const own = await paintFeed(20, 2)
  const root = join(await newFolder(), 'looks')
  const run = () => JSON.parse(wearabouts(['extract', own, '-o', root, ...common, '--json']).stdout.toString())
  run()
  const before = await tableHashes(root)
  await rm(join(own, 'a'), { recursive: true })
  const again = run()
  t.like(again, { photos: 20, parts: 3, resumed: true, photos_per_second: 0 })
  t.deepEqual(await tableHashes(root), before)
  await writeFile(join(own, 'b', '0000-first-in-order.png'), await paintedPhoto(777))
  t.like(run(), { photos: 21, parts: 4, resumed: true })
  const after = await tableHashes(root)
  for (const file of Object.keys(before).filter((name) => name !== '_ledger.jsonl')) t.is(after[file], before[file])
})
