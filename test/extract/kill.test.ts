import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import test from 'ava'
import { writePack } from '../inference/helpers/pack.ts'
import { paintFeed } from './painted.ts'
import { newFolder, start, tableHashes, wearabouts } from './run.ts'

const pack = await writePack()
/** Photos large enough that a run lasts some seconds. */
const slowFeed = await paintFeed(120, 3, 1600)
const slowly = ['extract', slowFeed, '--pack', pack, '--part-posts', '6', '--workers', '1']

async function finishSlowly(root: string) {
  const { code, stderr } = wearabouts([...slowly, '-o', root, '--quiet'])
  if (code !== 0) throw new Error(stderr)
  return await tableHashes(root)
}

const slowUndisturbed = await finishSlowly(join(await newFolder(), 'looks'))

async function partsIn(root: string): Promise<number> {
  const names = await readdir(root).catch(() => [])
  return names.filter((name) => name.startsWith('part-')).length
}

/** Waits until a part more is there than before, or the process has ended. */
async function nextPart(root: string, before: number, hasEnded: () => boolean): Promise<void> {
  while (!hasEnded() && (await partsIn(root)) <= before) await wait(1)
}

test.serial('killed after every part and in between, the tables are those of an undisturbed run', async (t) => {
  const root = join(await newFolder(), 'looks')
  const seen: number[] = []
  for (let attempt = 0; attempt < 20; attempt++) {
    const before = await partsIn(root)
    const child = start([...slowly, '-o', root, '--quiet'])
    let ended = false
    const end = new Promise<void>((resolve) => child.on('exit', () => resolve()))
    void end.then(() => {
      ended = true
    })
    await nextPart(root, before, () => ended)
    await wait((attempt * 7) % 40)
    child.kill('SIGKILL')
    await end
    seen.push(await partsIn(root))
    if (seen.at(-1) === 20) break
  }
  t.log(`parts seen after each kill: ${seen.join(' ')}`)
  t.true(new Set(seen).size > 5)
  t.deepEqual(await finishSlowly(root), slowUndisturbed)
  t.false((await readdir(root)).some((name) => name.startsWith('_work') || name.endsWith('.tmp')))
})

for (const [name, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  test.serial(`${name} keeps what was read, ends with ${code}, and the next run goes on from there`, async (t) => {
    const root = join(await newFolder(), 'looks')
    const child = start([...slowly, '-o', root])
    let stderr = ''
    child.stderr.on('data', (chunk) => {
      stderr += chunk
    })
    let ended = false
    const end = new Promise<number | null>((resolve) => child.on('exit', resolve))
    void end.then(() => {
      ended = true
    })
    await nextPart(root, 1, () => ended)
    child.kill(name)
    t.is(await end, code)
    t.regex(stderr, /Stopped\. All of this is kept: run the same command again to go on\./)
    const run = JSON.parse(await readFile(join(root, '_run.json'), 'utf8'))
    t.is(run.state, 'interrupted')
    t.true(run.counts.photos < 120)
    t.deepEqual(await finishSlowly(root), slowUndisturbed)
  })
}
