import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import { PhotoError } from '../../src/photo/errors.ts'
import { readPhoto } from '../../src/photo/read.ts'

const folder = await mkdtemp(join(tmpdir(), 'wearabouts-read-'))

async function codeOf(file: string, bytes = 100): Promise<string> {
  const limits = { bytes, pixels: 1, seconds: 1 }
  const error = await readPhoto({ kind: 'file', file, size: 1 }, limits).then(
    () => null,
    (cause: unknown) => cause,
  )
  return error instanceof PhotoError ? error.code : String(error)
}

test('a FIFO named a.jpg is refused and does not hang', async (t) => {
  const fifo = join(folder, 'a.jpg')
  try {
    execFileSync('mkfifo', [fifo])
  } catch {
    t.log('skipped: no mkfifo here')
    t.pass()
    return
  }
  t.is(await codeOf(fifo), 'not_a_file')
})

test('a folder named b.jpg, a missing file, an empty and a large one each have their code', async (t) => {
  await mkdir(join(folder, 'b.jpg'))
  await writeFile(join(folder, 'empty.jpg'), '')
  await writeFile(join(folder, 'large.jpg'), Buffer.alloc(101))
  t.is(await codeOf(join(folder, 'b.jpg')), 'not_a_file')
  t.is(await codeOf(join(folder, 'none.jpg')), 'missing')
  t.is(await codeOf(join(folder, 'empty.jpg')), 'empty')
  t.is(await codeOf(join(folder, 'large.jpg')), 'too_large')
})

test('a message never holds a path of this machine', async (t) => {
  const error = await t.throwsAsync(readPhoto({ kind: 'file', file: join(folder, 'none.jpg'), size: 1 }))
  t.false(error?.message.includes(folder))
})
