import test from 'ava'
import { pack, unpack } from '../../src/report/pack.ts'
import { sampleAnalysis } from './sample.ts'

test('tables become columns and words become codes', (t) => {
  const rows = ['a', 'a', 'b', 'a', 'a', 'a'].map((word, n) => ({ word, n }))
  t.deepEqual(pack(rows), {
    $columns: { word: { words: ['a', 'b'], codes: [0, 0, 1, 0, 0, 0] }, n: [0, 1, 2, 3, 4, 5] },
    rows: 6,
  })
})

test('an analysis survives packing, numbers to five digits, at half its size', (t) => {
  const analysis = sampleAnalysis(1500)
  const packed = JSON.stringify(pack(analysis))
  const back = unpack(JSON.parse(packed))
  const digits = (_: string, value: unknown) => (typeof value === 'number' ? Number(value.toPrecision(5)) : value)
  t.deepEqual(back, JSON.parse(JSON.stringify(analysis, digits)))
  t.true(packed.length < JSON.stringify(analysis).length / 2)
})

test('rows that differ in their fields stay rows', (t) => {
  const rows = [{ a: 1 }, { b: 2 }, { a: 3 }, { a: 4 }]
  t.deepEqual(unpack(pack(rows)), rows)
})
