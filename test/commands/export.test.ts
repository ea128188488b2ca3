import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import test from 'ava'
import { parquetReadObjects } from 'hyparquet'
import { csvCell, csvLine } from '../../src/dataset/export/csv.ts'
import { exportDataset } from '../../src/dataset/export/export.ts'
import type { GarmentRow } from '../../src/dataset/rows.ts'
import { writeTable } from '../../src/dataset/write.ts'
import { garmentRow, photoRow } from '../dataset/rows.ts'
import { allRows, newFolder, wearabouts } from '../extract/run.ts'

const rows: readonly GarmentRow[] = [
  garmentRow(),
  garmentRow({ garment: 1, country: null, category: 'jeans', person: null, gender: null, age: null }),
  garmentRow({ garment: 2, season: 'winter', taken_at: null }),
]

async function dataset(): Promise<string> {
  const file = join(await newFolder(), 'garments.arrow')
  await writeTable(file, 'garments', rows)
  return file
}

test('Parquet keeps every value, and empty tables keep their columns', async (t) => {
  const output = join(await newFolder(), 'out')
  const { code, stdout } = wearabouts(['export', await dataset(), '-o', output, '--table', 'garments', '--json'])
  t.is(code, 0)
  t.deepEqual(JSON.parse(stdout.toString()), { output, format: 'parquet', rows: { garments: 3 }, files: 1 })
  const file = await readFile(join(output, 'garments', 'part-00000.parquet'))
  const read = await parquetReadObjects({
    file: file.buffer.slice(file.byteOffset, file.byteOffset + file.length) as ArrayBuffer,
  })
  t.deepEqual(
    read.map((row) => ({ ...row, taken_at: row.taken_at === null ? null : (row.taken_at as Date).getTime() })) as never,
    rows as never,
  )
})

test('partitions are folders whose columns are not in the files', async (t) => {
  const output = join(await newFolder(), 'out')
  await exportDataset({
    datasets: [await dataset()],
    output,
    format: 'arrow',
    tables: ['garments'],
    partitionBy: ['country', 'season'],
    rowsHeld: 1,
  })
  const files = (await readdir(output, { recursive: true })).filter((name) => name.endsWith('.arrow')).sort()
  t.deepEqual(files, [
    'garments/country=FR/season=summer/part-00000.arrow',
    'garments/country=FR/season=winter/part-00000.arrow',
    'garments/country=__HIVE_DEFAULT_PARTITION__/season=summer/part-00000.arrow',
  ])
  const [row] = await allRows(join(output, files[0]!), 'garments')
  t.like(row, { country: null, season: null, category: 'dress' })
})

test('a table that cannot be divided, an output that exists, a missing dataset are refused', async (t) => {
  const input = await dataset()
  const output = join(await newFolder(), 'out')
  const bad = wearabouts(['export', input, '-o', output, '--partition-by', 'caption'])
  t.is(bad.code, 2)
  t.regex(bad.stderr, /for `--partition-by` but received `caption`/)
  t.is(wearabouts(['export', input, '-o', output]).code, 0)
  t.is(wearabouts(['export', input, '-o', output]).code, 2)
  t.is(wearabouts(['export', input, '-o', `${output}/`]).code, 2)
  t.is(wearabouts(['export', '/nowhere', '-o', `${output}2`]).code, 5)
  t.deepEqual(await readdir(join(output, '..')), ['out'])
})

test('no text becomes a formula in a spreadsheet; numbers stay numbers', async (t) => {
  const attacks = ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\0=1', '=HYPERLINK("http://x","y")']
  for (const attack of attacks) t.regex(csvCell(attack), /^"?'/)
  t.is(
    csvLine(['a,b', 'say "hi"', 'two\nlines', -33.9, null, false]),
    '"a,b","say ""hi""","two\nlines",-33.9,,false\r\n',
  )
  const file = join(await newFolder(), 'photos.arrow')
  await writeTable(file, 'photos', [photoRow({ caption: '=cmd|calc', latitude: -33.9 })])
  const output = join(await newFolder(), 'out')
  wearabouts(['export', file, '-o', output, '--format', 'csv', '--table', 'photos'])
  const text = await readFile(join(output, 'photos', 'part-00000.csv'), 'utf8')
  t.true(text.includes(",'=cmd|calc,") && text.includes(',-33.9,'), text)
})
