import test from 'ava'
import { linesOf } from '../../src/feed/lines.ts'
import { gathered } from './support/gathered.ts'

async function lines(chunks: readonly (string | Uint8Array)[], limit = 100) {
  async function* source() {
    for (const chunk of chunks) yield Buffer.from(chunk)
  }
  return (await gathered(linesOf(source(), limit))).map(({ number, text }) => [number, text])
}

test('lines end with LF or CRLF, the last with nothing', async (t) => {
  t.deepEqual(await lines(['a\nb\r\n', 'c']), [
    [1, 'a'],
    [2, 'b'],
    [3, 'c'],
  ])
})

test('lines are joined across chunks, characters too', async (t) => {
  const bytes = Buffer.from('é\nö')
  t.deepEqual(await lines([...bytes].map((byte) => Buffer.from([byte]))), [
    [1, 'é'],
    [2, 'ö'],
  ])
})

test('empty lines are lines', async (t) => {
  t.deepEqual(await lines(['\n\na']), [
    [1, ''],
    [2, ''],
    [3, 'a'],
  ])
})

test('a byte-order mark is taken off and UTF-16 is read', async (t) => {
  t.deepEqual(await lines(['\ufeffa\nb']), [
    [1, 'a'],
    [2, 'b'],
  ])
  t.deepEqual(await lines([Buffer.from('\ufeffé\nb', 'utf16le')]), [
    [1, 'é'],
    [2, 'b'],
  ])
})

test('a line above the limit is null and not held', async (t) => {
  t.deepEqual(await lines(['x'.repeat(60), 'x'.repeat(60), '\nshort\n', 'y'.repeat(101)]), [
    [1, null],
    [2, 'short'],
    [3, null],
  ])
})

test('nothing has no lines', async (t) => {
  t.deepEqual(await lines([]), [])
})
