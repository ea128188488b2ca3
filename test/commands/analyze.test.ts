import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import type { Analysis } from '../../src/analysis/analysis.ts'
import { writeTable } from '../../src/dataset/write.ts'
import { drawTastes } from '../analysis/support/tastes.ts'
import { newFolder, wearabouts } from '../extract/run.ts'

async function table(): Promise<string> {
  const file = join(await newFolder(), 'garments.arrow')
  await writeTable(file, 'garments', drawTastes({ accounts: 40, persons: 300, seed: 1 }))
  return file
}

test('JSON goes to stdout whole, messages to stderr', async (t) => {
  const { code, stdout, stderr } = wearabouts(['analyze', await table(), '--format', 'json'])
  t.is(code, 0)
  const { counts, schema_version } = JSON.parse(stdout.toString()) as Analysis
  t.is(schema_version, 1)
  t.is(counts.accounts, 40)
  t.regex(stderr.toString(), /photos, \d+ people, \d+ garments, 40 accounts/)
})

test('--json prints one object that names the file', async (t) => {
  const output = join(await newFolder(), 'deep', 'analysis.json')
  const { code, stdout } = wearabouts(['analyze', await table(), '-o', output, '--json'])
  t.is(code, 0)
  t.like(JSON.parse(stdout.toString()), { format: 'json', files: [output], accounts: 40 })
  t.is((JSON.parse(await readFile(output, 'utf8')) as Analysis).counts.accounts, 40)
})

test('no such dataset is exit 5 with its path', (t) => {
  const { code, stderr } = wearabouts(['analyze', 'no-such-looks', '-o', 'x.html'])
  t.is(code, 5)
  t.regex(stderr.toString(), /`no-such-looks`/)
})

test('a filter by a key that is none is exit 2 with the allowed ones', async (t) => {
  const { code, stderr } = wearabouts(['analyze', await table(), '-o', 'x.html', '--where', 'colour=red'])
  t.is(code, 2)
  t.regex(stderr.toString(), /Allowed keys: country, season, occasion, gender, age, category, month, year\./)
})

test('no output is exit 2, and so is an unknown format', async (t) => {
  const file = await table()
  t.is(wearabouts(['analyze', file]).code, 2)
  t.is(wearabouts(['analyze', file, '-o', 'x', '--format', 'pdf']).code, 2)
})

test('an output that is a folder is refused, and the folder untouched', async (t) => {
  const folder = join(await newFolder(), 'mine')
  await mkdir(folder)
  await writeFile(join(folder, 'a.txt'), 'a')
  const { code, stderr } = wearabouts(['analyze', await table(), '-o', folder])
  t.is(code, 2)
  t.regex(stderr.toString(), /is a folder; nothing was written/)
})
