import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, readdir, rename, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import test from 'ava'
import { checkConfiguration, inspectOutput, partName, recover, replacePart } from '../../src/dataset/folder.ts'
import { lockFolder } from '../../src/dataset/lock.ts'
import { PartBuilder, postsOf, readPart } from '../../src/dataset/part.ts'
import { newFolder } from '../extract/run.ts'
import { garmentRow, personRow, photoRow } from './rows.ts'

const facts = { device: 'cpu', version: 'test' }

function onePost(builder: PartBuilder, id: string): void {
  const ids = { photo_id: `${id}_1`, post_id: id }
  builder.add({
    postId: id,
    photos: [photoRow(ids)],
    people: [personRow(ids)],
    garments: [garmentRow(ids), garmentRow({ ...ids, garment: 1 })],
    ledger: [],
  })
}

/** A dataset with one part, and a finished folder that shall replace it. */
async function withReplacement(): Promise<{ root: string; finished: string }> {
  const root = await newFolder()
  const builder = new PartBuilder(facts)
  onePost(builder, 'old')
  await builder.write(join(root, partName(0)))
  onePost(builder, 'new')
  const finished = join(root, '_work', 'rewritten-0')
  await builder.write(finished)
  return { root, finished }
}

const firstPost = async (root: string) => (await readPart(join(root, partName(0)))).photos[0]?.post_id

test('a part is replaced by a finished folder', async (t) => {
  const { root, finished } = await withReplacement()
  await replacePart(root, finished, 0)
  t.is(await firstPost(root), 'new')
  t.deepEqual(await readdir(join(root, '_work')), [])
})

test('killed at any step of a replacement, the next start ends with one whole part', async (t) => {
  const before = await withReplacement()
  await recover(before.root)
  t.is(await firstPost(before.root), 'old', 'not yet finished: thrown away')

  const named = await withReplacement()
  await rename(named.finished, join(named.root, '_work', 'next-00000'))
  await recover(named.root)
  t.is(await firstPost(named.root), 'new', 'finished: put in place')

  const between = await withReplacement()
  await rename(between.finished, join(between.root, '_work', 'next-00000'))
  await rename(join(between.root, partName(0)), join(between.root, '_work', 'old-00000'))
  await recover(between.root)
  t.is(await firstPost(between.root), 'new', 'the old one was gone already')

  const after = await withReplacement()
  await cp(join(after.root, partName(0)), join(after.root, '_work', 'old-00000'), { recursive: true })
  await recover(after.root)
  t.is(await firstPost(after.root), 'old', 'nothing to put in place')
  t.deepEqual(await readdir(join(after.root, '_work')), [])
})

test('a part gives back its posts, silent ones and notes', async (t) => {
  const folder = join(await newFolder(), 'part')
  const builder = new PartBuilder(facts)
  onePost(builder, 'a')
  const entry = {
    kind: 'skipped',
    code: 'duplicate',
    path: 'b.jpg',
    post_id: 'b',
    photo_id: 'b_1',
    message: '',
  } as const
  builder.add({ postId: 'b', photos: [], people: [], garments: [], ledger: [entry] })
  const note = { kind: 'skipped', code: 'not_a_file', path: 'x', post_id: null, photo_id: null, message: '' } as const
  builder.note(note)
  onePost(builder, 'c')
  const record = await builder.write(folder)
  t.deepEqual(record.counts, { posts: 3, photos: 2, people: 2, garments: 4, failed: 0, skipped: 2 })
  const { posts, notes } = postsOf(await readPart(folder))
  t.deepEqual(
    posts.map(({ postId, photos, garments, ledger }) => [postId, photos.length, garments.length, ledger]),
    [
      ['a', 1, 2, []],
      ['c', 1, 2, []],
      ['b', 0, 0, [entry]],
    ],
  )
  t.deepEqual(notes, [note])
})

test('a part that is restored and written again has the same bytes', async (t) => {
  const { readFile } = await import('node:fs/promises')
  const [once, again] = [join(await newFolder(), 'part'), join(await newFolder(), 'part')]
  const builder = new PartBuilder(facts)
  for (const id of ['a', 'b', 'c']) onePost(builder, id)
  await builder.write(once)
  builder.restore(await readPart(once))
  await builder.write(again)
  for (const file of await readdir(once))
    t.deepEqual(await readFile(join(again, file)), await readFile(join(once, file)))
})

test('what a killed start leaves behind does not make a folder foreign; anything else does', async (t) => {
  const root = await newFolder()
  t.is(await inspectOutput(join(root, 'new')), null)
  t.is(await inspectOutput(root), null)
  await writeFile(join(root, '_lock'), '{}')
  await writeFile(join(root, '_run.json.12-00aa11bb.tmp'), '{"half')
  t.is(await inspectOutput(root), null)
  await mkdir(join(root, 'part-00000'))
  t.like(await t.throwsAsync(inspectOutput(root)), { code: 'output_foreign', exit: 2 })
  const file = join(await newFolder(), 'a file')
  await writeFile(file, '')
  t.like(await t.throwsAsync(inspectOutput(file)), { code: 'output_foreign', exit: 2 })
})

test('a changed configuration is told in words, with what is new and what is gone', (t) => {
  t.notThrows(() => checkConfiguration('looks', { pack: 'street 1' }, { pack: 'street 1' }))
  const error = t.throws(() =>
    checkConfiguration('looks', { pack: 'street 1', shard: null }, { pack: 'street 2', shard: '1/2' }),
  )
  t.is(
    error?.message,
    '`looks` was made with another configuration: pack was `street 1` and is `street 2`; shard was `none` and is `1/2`.',
  )
})

test('a lock keeps others out while its process lives, and a dead one counts for nothing', async (t) => {
  const root = await newFolder()
  const file = join(root, '_lock')
  const held = async (content: string): Promise<boolean> => {
    await writeFile(file, content)
    const lock = await lockFolder(root, 20).catch(() => null)
    await lock?.release()
    return lock === null
  }
  const here = { host: hostname(), started: null }
  t.true(await held(JSON.stringify({ ...here, pid: process.ppid })), 'a live process here')
  t.false(await held(JSON.stringify({ ...here, pid: 2 ** 22 + 1 })), 'a dead process here')
  if (process.platform === 'linux')
    t.false(await held(JSON.stringify({ ...here, pid: process.ppid, started: '1' })), 'another process with its number')
  t.false(await held(JSON.stringify({ pid: 1, host: 'elsewhere', started: null })), 'silence from elsewhere')
  t.false(await held('{"pid":'), 'a lock cut short')
  const beat = setInterval(() => void utimes(file, new Date(), new Date()).catch(() => {}), 10)
  t.true(await held(JSON.stringify({ pid: 1, host: 'elsewhere', started: null })), 'a beating lock elsewhere')
  clearInterval(beat)
})

test('a killed process that nobody has waited for holds no lock', async (t) => {
  if (process.platform !== 'linux') return t.pass()
  const parent = spawn('bash', ['-c', 'sleep 60 & echo $!; exec sleep 5'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [chunk] = (await once(parent.stdout, 'data')) as [Buffer]
  const root = await newFolder()
  const pid = Number(chunk.toString())
  await writeFile(join(root, '_lock'), JSON.stringify({ pid, host: hostname(), started: null }))
  await wait(200)
  process.kill(pid, 'SIGKILL')
  await wait(50)
  t.notThrows(() => process.kill(pid, 0), 'its number is still taken')
  await (await lockFolder(root)).release()
  t.deepEqual(await readdir(root), [])
  parent.kill('SIGKILL')
})
