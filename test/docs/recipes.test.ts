import { spawnSync } from 'node:child_process'
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import test from 'ava'
import { runPython } from '../dataset/python.ts'
import { paintFeed } from '../extract/painted.ts'
import { allRows, newFolder, PROGRAM, ROOT, wearabouts } from '../extract/run.ts'
import { writePack } from '../inference/helpers/pack.ts'

const pack = await writePack()
const feed = await paintFeed(24, 8)

/** The code blocks of a page in one language. */
async function blocks(page: string, language: string): Promise<string[]> {
  const text = await readFile(join(ROOT, 'docs', page), 'utf8')
  return [...text.matchAll(new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, 'gs'))].map((match) => match[1]!)
}

/** A PATH on which `wearabouts` is this program with the painted pack. */
async function shimmed(): Promise<NodeJS.ProcessEnv> {
  const bin = await newFolder()
  const shim = join(bin, 'wearabouts')
  await writeFile(shim, `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@" --pack "${pack}"\n`)
  await chmod(shim, 0o755)
  return { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}`, HOME: await newFolder() }
}

test('the Slurm recipe, run for each task of its array, reads every post once', async (t) => {
  const [script = ''] = (await blocks('scale.md', 'bash')).filter((block) => block.includes('SBATCH'))
  const folder = await newFolder()
  const env = await shimmed()
  await writeFile(join(env.HOME!, 'account.key'), 'sixteen secret bytes')
  await writeFile(join(folder, 'job.sh'), script.replace('/data/posts', feed))
  for (const task of [1, 2, 3]) {
    const run = spawnSync('bash', ['job.sh'], {
      cwd: folder,
      encoding: 'utf8',
      env: { ...env, SLURM_ARRAY_TASK_ID: String(task), SLURM_ARRAY_TASK_COUNT: '3' },
    })
    t.is(run.status, 0, run.stderr)
  }
  const shards = (await readdir(folder)).filter((name) => name.startsWith('looks-'))
  const ids = (await Promise.all(shards.map((name) => allRows(join(folder, name), 'photos'))))
    .flat()
    .map((row) => row.photo_id)
  t.is(ids.length, 24)
  t.is(new Set(ids).size, 24)
})

test('the Spark recipe turns batches of posts into batches of garments', async (t) => {
  const [recipe = ''] = (await blocks('scale.md', 'python')).filter((block) => block.includes('mapInArrow'))
  const functions = recipe.slice(0, recipe.indexOf('garments = '))
  const names = (await readdir(join(feed, 'b'))).filter((name) => name.endsWith('.png'))
  const rows = names.map((name) => ({ path: `b/${name}`, caption: 'at work' }))
  const env = await shimmed()
  const program = `import os
os.environ["PATH"] = ${JSON.stringify(env.PATH)}
os.environ["HOME"] = ${JSON.stringify(env.HOME)}
os.chdir(${JSON.stringify(feed)})
${functions}
rows = json.loads(${JSON.stringify(JSON.stringify(rows))})
half = len(rows) // 2
source = iter([pa.RecordBatch.from_pylist(rows[:half]), pa.RecordBatch.from_pylist(rows[half:])])
print(sum(batch.num_rows for batch in read_posts(source)))`
  const printed = runPython(program, ['pyarrow'])
  if (typeof printed !== 'string') {
    t.log(`skipped: ${printed.absent}`)
    t.pass()
    return
  }
  const root = join(await newFolder(), 'looks')
  const own = join(await newFolder(), 'b')
  await mkdir(own)
  for (const name of names) await writeFile(join(own, name), await readFile(join(feed, 'b', name)))
  wearabouts(['extract', own, '-o', root, '--quiet', '--duplicates', 'keep', '--pack', pack])
  t.is(printed, String((await allRows(root, 'garments')).length))
})

test('the readers of docs/schema.md read a dataset', async (t) => {
  const root = join(await newFolder(), 'looks')
  wearabouts(['extract', feed, '-o', root, '--quiet', '--part-posts', '10', '--pack', pack])
  const [readers = ''] = await blocks('schema.md', 'python')
  const program = `import os
os.chdir(${JSON.stringify(join(root, '..'))})
${readers}
print(garments.height, len(photos), people.num_rows)`
  const printed = runPython(program, ['pyarrow', 'pandas', 'polars'])
  if (typeof printed !== 'string') {
    t.log(`skipped: ${printed.absent}`)
    t.pass()
    return
  }
  const garments = (await allRows(root, 'garments')).filter((row) => !row.duplicate)
  t.is(printed, `${garments.length} 10 ${(await allRows(root, 'people')).length}`)
})
