import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { allRows, newFolder, ROOT, wearabouts } from '../extract/run.ts'
import { writePack } from '../inference/helpers/pack.ts'

test('the demo makes tables and a report and says where they are; run again it goes on', async (t) => {
  if (!existsSync(join(ROOT, 'fixtures', 'feed'))) {
    t.log('skipped: fixtures/feed is not here')
    t.pass()
    return
  }
  const output = join(await newFolder(), 'demo')
  const args = ['demo', '--output', output, '--pack', await writePack()]
  const first = wearabouts(args)
  t.is(first.code, 0, first.stderr)
  t.true(first.stderr.includes(`The report: ${join(output, 'report.html')}`))
  t.regex(await readFile(join(output, 'report.html'), 'utf8'), /^<!doctype html>/i)
  const photos = await allRows(join(output, 'looks'), 'photos')
  t.true(photos.length >= 50)
  t.true(photos.every((row) => row.status === 'ok' && row.duplicate_of === null))
  const again = wearabouts([...args, '--json'])
  t.is(again.code, 0, again.stderr)
  t.deepEqual(JSON.parse(again.stdout.toString()), {
    report: join(output, 'report.html'),
    dataset: join(output, 'looks'),
  })
})

test('without a working pack the demo stops with 4 and says where', async (t) => {
  const { code, stderr } = wearabouts(['demo', '--output', join(await newFolder(), 'demo'), '--pack', '/nowhere'])
  t.is(code, 4)
  t.regex(stderr, /`\/nowhere`/)
})
