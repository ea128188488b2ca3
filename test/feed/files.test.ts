import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import test from 'ava'
import { readHead, readSmallFile, statsOf } from '../../src/feed/files.ts'
import { temporaryFolder, writeFiles } from './support/temporary.ts'

test('a file is read up to its limit', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'a.txt': 'twelve bytes', 'empty.txt': '' })
  t.is(String(await readSmallFile(join(folder, 'a.txt'), 12)), 'twelve bytes')
  t.is(await readSmallFile(join(folder, 'a.txt'), 11), 'too_large')
  t.is(String(await readSmallFile(join(folder, 'empty.txt'), 11)), '')
})

test('what is no file is said so, without waiting', async (t) => {
  const folder = temporaryFolder(t)
  execFileSync('mkfifo', [join(folder, 'pipe')])
  t.is(await readSmallFile(join(folder, 'pipe'), 10), 'not_a_file')
  t.is(await readSmallFile(folder, 10), 'not_a_file')
  t.is(await readSmallFile(join(folder, 'gone'), 10), 'missing')
  t.is(await readSmallFile(join(folder, 'a\0b'), 10), 'missing')
  t.is(await statsOf(join(folder, 'gone')), null)
})

test('the head of a file is at most the file', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'a.txt': 'twelve bytes' })
  t.is(String(await readHead(join(folder, 'a.txt'), 6)), 'twelve')
  t.is(String(await readHead(join(folder, 'a.txt'), 100)), 'twelve bytes')
  t.is((await readHead(join(folder, 'gone'), 100)).length, 0)
})
