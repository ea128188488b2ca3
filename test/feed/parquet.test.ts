import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { parquetColumns, parquetRecords } from '../../src/feed/parquet.ts'
import { gathered } from './support/gathered.ts'
import { temporaryFolder } from './support/temporary.ts'

const columnData = [
  { name: 'file_name', data: ['a.jpg', 'b.jpg'] },
  { name: 'text', data: ['one', null] },
]

test('columns and records of a Parquet file', async (t) => {
  const file = join(temporaryFolder(t), 'a.parquet')
  writeFileSync(file, new Uint8Array(parquetWriteBuffer({ columnData })))
  t.deepEqual(await parquetColumns(file), ['file_name', 'text'])
  const records = await gathered(parquetRecords(file))
  t.deepEqual(
    records.map(({ file_name, text }) => [file_name, text ?? null]),
    [
      ['a.jpg', 'one'],
      ['b.jpg', null],
    ],
  )
})

test('whatever byte of its description is wrong, a Parquet file ends in records or an error, and the run goes on', async (t) => {
  const file = join(temporaryFolder(t), 'a.parquet')
  const good = Buffer.from(parquetWriteBuffer({ columnData }))
  for (let from = good.length - 8; from > 0; from -= Math.ceil(good.length / 16)) {
    const bad = Buffer.from(good)
    bad[from] = (bad[from] ?? 0) ^ 0xff
    writeFileSync(file, bad)
    const outcome = await gathered(parquetRecords(file)).then(
      (records) => Array.isArray(records),
      (error: unknown) => error instanceof Error,
    )
    t.true(outcome, `byte ${from}`)
  }
})

test('a file that is none has no columns', async (t) => {
  const file = join(temporaryFolder(t), 'a.parquet')
  writeFileSync(file, 'PAR1')
  t.is(await parquetColumns(file), null)
  t.is(await parquetColumns(`${file}.gone`), null)
})
