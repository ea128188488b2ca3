import { spawnSync } from 'node:child_process'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { newFolder, ROOT, wearabouts } from '../../extract/run.ts'
import { writePack } from '../../inference/helpers/pack.ts'
import { makeData } from './measure/data.ts'

test('the photos of a split and their labels are a folder that evaluate reads as it is', async (t) => {
  const { data, cache, models, drawn, names } = await makeData()
  await mkdir(join(data, 'miniplaces', 'photos'), { recursive: true })
  await writeFile(join(data, 'miniplaces', 'labels.csv'), 'photo,scene\n')
  const output = join(await newFolder(), 'truth')
  const flags = [
    '--data',
    data,
    '--cache',
    cache,
    '--models',
    models,
    '--drawn',
    drawn,
    '--split',
    'test',
    '-o',
    output,
  ]
  const run = () => spawnSync(process.execPath, [join(ROOT, 'dist/training/street/truth.js'), ...flags])
  const first = run()
  t.is(first.status, 0, first.stderr.toString())
  t.deepEqual((await readdir(output)).sort(), ['ccp', 'clothing-attributes', 'fairface'])
  t.deepEqual((await readdir(join(output, 'ccp'))).sort(), ['labels.jsonl', 'photos', 'split.txt'])
  t.deepEqual((await readdir(join(output, 'ccp', 'photos'))).sort(), names.ccp)
  t.is(await readFile(join(output, 'ccp', 'split.txt'), 'utf8'), `${names.ccp?.join('\n')}\n`)
  for (const source of ['ccp', 'clothing-attributes', 'fairface']) {
    const { code, stdout, stderr } = wearabouts([
      'evaluate',
      join(output, source),
      '--pack',
      await writePack(),
      '--json',
    ])
    t.is(code, 0, stderr)
    t.deepEqual(JSON.parse(stdout.toString()).photos, { labelled: 2, found: 2, failed: 0 })
  }
  const again = run()
  t.not(again.status, 0)
  t.regex(again.stderr.toString(), /ccp in the output is not empty: name a new folder with -o/)
})
