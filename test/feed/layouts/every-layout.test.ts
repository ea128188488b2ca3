import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import test from 'ava'
import { planFeed } from '../../../src/feed/feed.ts'
import { LAYOUTS } from '../../../src/feed/options.ts'
import { WRITINGS } from '../support/layouts.ts'
import { codes, NOW, readAll } from '../support/read.ts'
import { ACCOUNT, essence, expectedEssence, SAMPLE } from '../support/sample.ts'
import { temporaryFolder, writeFiles } from '../support/temporary.ts'

for (const { name, layout, without, write } of WRITINGS) {
  for (const asked of ['auto', layout] as const) {
    test(`the sample feed written as ${name} reads the same with --layout ${asked}`, async (t) => {
      const folder = temporaryFolder(t)
      writeFiles(folder, await write())
      const result = await readAll([folder], { layout: asked })
      const expected = expectedEssence()
      t.deepEqual(
        result.posts.map(essence),
        without === 'carousels'
          ? expected.flatMap((post) => post.photos.map((photo) => ({ ...post, photos: [photo] })))
          : expected,
      )
      t.deepEqual(codes(result), [])
      t.true(result.posts.every((post) => post.layout === layout))
      if (without === undefined)
        t.deepEqual(
          result.posts.map(({ id }) => id),
          SAMPLE.map(({ id }) => id),
        )
      if (without !== 'accounts' && without !== 'carousels') {
        t.deepEqual([...new Set(result.posts.map(({ account }) => account))], [ACCOUNT])
      }
    })
  }
}

test('every layout has a writing in this test', (t) => {
  t.deepEqual([...new Set(WRITINGS.map(({ layout }) => layout))].sort(), [...LAYOUTS].sort())
})

test('a manifest on standard input reads the same', async (t) => {
  const folder = temporaryFolder(t)
  const files = (await WRITINGS.find(({ name }) => name === 'ImageFolder JSON lines')?.write()) ?? {}
  writeFiles(folder, files)
  const stdin = Readable.from([readFileSync(join(folder, 'metadata.jsonl'))])
  const { posts } = await readAll(['-'], { layout: 'manifest', stdin, imageRoot: folder })
  t.deepEqual(posts.map(essence), expectedEssence())
})

test('layouts side by side are all found, counted and read', async (t) => {
  const folder = temporaryFolder(t)
  for (const { name, write } of WRITINGS) {
    const files = await write()
    writeFiles(folder, Object.fromEntries(Object.entries(files).map(([path, content]) => [`${name}/${path}`, content])))
  }
  const plan = await planFeed([folder], { now: NOW })
  t.is(
    plan.summary,
    '75 photos: instagram-export 18 in 2 folders, twitter-archive 9 in 1 folder, flickr-export 8 in 1 folder, ' +
      'manifest 3 files, webdataset 1 file, instaloader 24 in 3 folders, gallery-dl 8 in 1 folder, folder 8 in 1 folder',
  )
  const { posts } = await readAll([folder])
  t.is(posts.length, 5 * 12 + 8)
  t.is(new Set(posts.map(({ id }) => id)).size, posts.length)
})
