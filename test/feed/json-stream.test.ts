import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test, { type ExecutionContext } from 'ava'
import { type Element, jsonElements } from '../../src/feed/json-stream.ts'
import { gathered } from './support/gathered.ts'
import { temporaryFolder } from './support/temporary.ts'

async function elements(t: ExecutionContext, text: string | Uint8Array, limit = 1000): Promise<readonly Element[]> {
  const file = join(temporaryFolder(t), 'list.json')
  writeFileSync(file, text)
  return gathered(jsonElements(file, limit))
}

const record = (value: object, key: string | null = null) => ({ kind: 'record', record: value, key })

test('a list gives its objects', async (t) => {
  t.deepEqual(await elements(t, '[{"a": 1}, {"b": {"c": [1, 2]}}]'), [record({ a: 1 }), record({ b: { c: [1, 2] } })])
})

test('brackets and quotes inside texts are text', async (t) => {
  const value = { a: '}]{[', b: 'say "}" \\', '{': '\\"' }
  t.deepEqual(await elements(t, JSON.stringify([value, value])), [record(value), record(value)])
})

test('what stands before the list is passed over', async (t) => {
  t.deepEqual(await elements(t, 'window.YTD.tweets.part0 = [ {"a": 1} ]'), [record({ a: 1 })])
})

test('an object gives the objects of its lists, with their keys', async (t) => {
  const text = JSON.stringify({ photos: [{ a: 1 }], count: 3, other: { inner: [{ no: 1 }] }, videos: [{ b: 2 }] })
  t.deepEqual(await elements(t, text), [record({ a: 1 }, 'photos'), record({ b: 2 }, 'videos')])
})

test('values of a list that are no objects are passed over', async (t) => {
  t.deepEqual(await elements(t, '[1, "x", null, [{"deep": 1}], {"a": 1}]'), [record({ a: 1 })])
})

test('a list that breaks off gives what is whole', async (t) => {
  t.deepEqual(await elements(t, '[{"a": 1}, {"b": '), [record({ a: 1 }), { kind: 'cut_off' }])
  t.deepEqual(await elements(t, ''), [{ kind: 'cut_off' }])
})

test('a damaged object is told of and the next is read', async (t) => {
  t.deepEqual(await elements(t, '[{"a": nonsense}, {"b": 1}]'), [{ kind: 'unreadable' }, record({ b: 1 })])
})

test('an object above the limit is passed over', async (t) => {
  const large = { text: 'x'.repeat(200_000) }
  t.deepEqual(await elements(t, JSON.stringify([large, { a: 1 }])), [{ kind: 'too_large' }, record({ a: 1 })])
})

test('objects, texts and keys may lie across the borders of what is read at a time', async (t) => {
  const values = Array.from({ length: 3000 }, (_, index) => ({ index, text: `"look\\ ${'é'.repeat(index % 90)}` }))
  t.deepEqual(
    await elements(t, JSON.stringify(values)),
    values.map((value) => record(value)),
  )
  const padding = ' '.repeat(65_536 - 5)
  t.deepEqual(await elements(t, `{${padding}"photos": [{"a": 1}]}`), [record({ a: 1 }, 'photos')])
})

test('UTF-16 is read too', async (t) => {
  t.deepEqual(await elements(t, Buffer.from('\ufeff[{"a": "é"}]', 'utf16le')), [record({ a: 'é' })])
})
