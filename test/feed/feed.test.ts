import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { UserError } from '../../src/errors.ts'
import { planFeed, readFeed } from '../../src/feed/feed.ts'
import { WRITINGS } from './support/layouts.ts'
import { codes, readAll } from './support/read.ts'
import { temporaryFolder, writeFiles } from './support/temporary.ts'

async function refusal(
  run: Promise<unknown>,
): Promise<{ code: string; exit: number; message: string; hint: string | undefined }> {
  const error = await run.then(
    () => null,
    (reason: unknown) => reason,
  )
  if (!(error instanceof UserError)) throw new Error(`expected a UserError, got ${error}`)
  return { code: error.code, exit: error.exit, message: error.message, hint: error.hint }
}

test('no such folder is said by name', async (t) => {
  t.deepEqual(await refusal(planFeed(['/nowhere/at all'])), {
    code: 'input_missing',
    exit: 5,
    message: 'There is no file or folder `/nowhere/at all`.',
    hint: 'Check the path for typing mistakes.',
  })
})

test('an empty folder is refused, saying what was looked for', async (t) => {
  const folder = temporaryFolder(t)
  t.deepEqual(await refusal(planFeed([folder])), {
    code: 'input_empty',
    exit: 5,
    message: `Nothing to read in \`${folder}\`.`,
    hint: 'Looked for photos (.jpg .jpeg .png .webp .avif .gif), manifests (metadata.csv .jsonl .parquet), tars and exports.',
  })
})

test('a folder of other things is refused, saying which', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'a.docx': '', 'b.docx': '', 'c/d.zip': '' })
  t.is((await refusal(planFeed([folder]))).message, `Nothing to read in \`${folder}\`, only 2 .docx, 1 .zip.`)
})

test('a named layout that is not there is refused, saying what is', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'a.jpg': '', 'b.jpg': '' })
  t.deepEqual(await refusal(planFeed([folder], { layout: 'twitter-archive' })), {
    code: 'layout_missing',
    exit: 5,
    message: `No posts of the layout \`twitter-archive\` in \`${folder}\`.`,
    hint: 'There is: 2 photos: folder 2 in 1 folder.',
  })
})

test('a file that is no photo, manifest or tar is refused', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'notes.docx': '' })
  const { code, exit, message } = await refusal(planFeed([join(folder, 'notes.docx')]))
  t.deepEqual([code, exit], ['input_unsupported', 5])
  t.is(
    message,
    `The file \`${join(folder, 'notes.docx')}\` is no photo, manifest (.csv, .tsv, .jsonl, .parquet) or tar.`,
  )
})

test('a manifest without a column of photos is refused, naming its columns', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'posts.csv': 'shot,words\na.jpg,hello\n', 'a.jpg': '' })
  const { code, exit, message, hint } = await refusal(readAll([join(folder, 'posts.csv')], { layout: 'manifest' }))
  t.deepEqual([code, exit], ['manifest_without_photos', 5])
  t.is(message, `No column of \`${join(folder, 'posts.csv')}\` names photos; it has \`shot\`, \`words\`.`)
  t.is(hint, 'Say which one does: `--map image=COLUMN,caption=COLUMN`.')
})

test('the plan reads names only and says what it found in one line', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'a.jpg': '', 'a.txt': 'x', 'b/c.png': '', 'b/d.webp': '', 'tars/00000.tar': '' })
  const plan = await planFeed([folder])
  t.is(plan.summary, '3 photos: webdataset 1 file, folder 3 in 2 folders')
  t.deepEqual(plan.layouts, [
    { layout: 'webdataset', photos: null, sources: 1 },
    { layout: 'folder', photos: 3, sources: 2 },
  ])
  t.is(plan.photos, null)
})

test('posts come in the order of names, not of the file system', async (t) => {
  const folder = temporaryFolder(t)
  const names = ['b.jpg', 'a.jpg', 'B.jpg', 'é.jpg', '10.jpg', '9.jpg', 'z/1.jpg', 'A/2.jpg', 'm.png']
  for (const name of names) writeFiles(folder, { [name]: '' })
  const { posts } = await readAll([folder])
  t.deepEqual(
    posts.map(({ id }) => id),
    ['10', '9', 'B', 'a', 'b', 'm', 'é', 'A/2', 'z/1'],
  )
})

test('ids stay when files are added beside', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'a.jpg': '', 'c.jpg': '', 'c.json': '{"shortcode": "Cxyz"}' })
  const before = (await readAll([folder])).posts.map(({ id }) => id)
  writeFiles(folder, { '0.jpg': '', 'b.jpg': '', 'b.txt': 'x', 'd/a.jpg': '' })
  const after = (await readAll([folder])).posts.map(({ id }) => id)
  t.deepEqual(before, ['a', 'Cxyz'])
  t.true(before.every((id) => after.includes(id)))
})

test('a post saved twice is kept under an id of its own, with a warning', async (t) => {
  const folder = temporaryFolder(t)
  const json = '{"shortcode": "Cxyz"}'
  writeFiles(folder, {
    'a.jpg': '',
    'a.json': json,
    'tag/a.jpg': '',
    'tag/a.json': json,
    'tag/b.jpg': '',
    'tag/b.json': json,
  })
  const result = await readAll([folder])
  t.deepEqual(
    result.posts.map(({ id }) => id),
    ['Cxyz', 'Cxyz@tag/a.jpg', 'Cxyz@tag/b.jpg'],
  )
  t.deepEqual(codes(result), ['post_repeated tag/a.jpg', 'post_repeated tag/b.jpg'])
})

test('several inputs keep their posts apart by the folders’ names', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'x/looks/a.jpg': '', 'y/looks/a.jpg': '', 'z/a.jpg': '' })
  const inputs = ['x/looks', 'y/looks', 'z'].map((path) => join(folder, path))
  const { posts } = await readAll(inputs)
  t.deepEqual(
    posts.map(({ id }) => id),
    ['looks/a', 'looks~2/a', 'z/a'],
  )
  t.is((await readAll([...inputs, inputs[0] ?? ''])).posts.length, 3)
})

test('single photos bring their captions', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'a.jpg': '', 'a.txt': 'one', 'b.jpg': '', 'b.txt': 'two', 'c.jpg': '' })
  const { posts } = await readAll([join(folder, 'b.jpg'), join(folder, 'c.jpg')])
  t.deepEqual(
    posts.map(({ id, caption }) => [id, caption]),
    [
      ['b', 'two'],
      ['c', null],
    ],
  )
})

test('the shards of a feed are its posts and warnings, each once', async (t) => {
  const folder = temporaryFolder(t)
  for (const { name, write } of WRITINGS) {
    const files = await write()
    writeFiles(folder, Object.fromEntries(Object.entries(files).map(([path, content]) => [`${name}/${path}`, content])))
  }
  writeFiles(folder, {
    'folder/alone.txt': 'no photo',
    'folder/again.jpg': '',
    'folder/again.json': '{"shortcode": "B0aa"}',
  })
  const whole = await readAll([folder])
  t.true(whole.warnings.length > 1)
  for (const count of [1, 2, 3, 16]) {
    const posts: string[] = []
    const warnings: string[] = []
    for (let index = 1; index <= count; index++) {
      const part = await readAll([folder], { shard: { index, count } })
      posts.push(...part.posts.map(({ id, photos }) => `${id} ${photos.map(({ path }) => path)}`))
      warnings.push(...part.warnings.map(({ code }) => code))
    }
    t.deepEqual(
      posts.sort(),
      whole.posts.map(({ id, photos }) => `${id} ${photos.map(({ path }) => path)}`).sort(),
      `${count}`,
    )
    t.deepEqual(warnings.sort(), whole.warnings.map(({ code }) => code).sort(), `${count}`)
  }
})

test('a modification time is a date only when allowed, and never above another', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'a.jpg': '', 'b_20200102.jpg': '' })
  const without = await readAll([folder])
  t.deepEqual(
    without.posts.map(({ takenAt }) => takenAt?.source ?? null),
    [null, 'file_name'],
  )
  const { posts } = await readAll([folder], { dateFromMtime: true, now: Date.now() })
  t.deepEqual(
    posts.map(({ takenAt }) => takenAt?.source),
    ['mtime', 'file_name'],
  )
  t.is(posts[0]?.takenAt?.time, Math.round(statSync(join(folder, 'a.jpg')).mtimeMs))
})

test('nothing is written into the input', async (t) => {
  const folder = temporaryFolder(t)
  for (const { name, write } of WRITINGS) {
    const files = await write()
    writeFiles(folder, Object.fromEntries(Object.entries(files).map(([path, content]) => [`${name}/${path}`, content])))
  }
  const state = () =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort()
      .map((path) => `${path} ${statSync(path).mtimeMs} ${statSync(path).size}`)
  const before = state()
  await readAll([folder])
  t.deepEqual(state(), before)
})

test('reading stops at once when no more is wanted', async (t) => {
  const folder = temporaryFolder(t)
  mkdirSync(join(folder, 'many'))
  for (let index = 0; index < 500; index++) writeFileSync(join(folder, 'many', `${index}.jpg`), '')
  let read = 0
  for await (const item of readFeed(await planFeed([folder]))) {
    if ('post' in item && ++read === 3) break
  }
  t.is(read, 3)
})
