import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { tableFromIPC } from 'apache-arrow'
import test from 'ava'
import { batchRows } from '../../src/dataset/objects.ts'
import { columnCodes, readDataset } from '../../src/dataset/read.ts'
import type { GarmentRow, Rows, TableName } from '../../src/dataset/rows.ts'
import { TABLE_NAMES, TABLES } from '../../src/dataset/schema.ts'
import { encodeRows, writeTable } from '../../src/dataset/write.ts'
import { COUNTRIES } from '../../src/vocabulary/countries.ts'
import { runPython } from './python.ts'
import { garmentRow, personRow, photoRow } from './rows.ts'

const folder = await mkdtemp(join(tmpdir(), 'wearabouts-table-'))

const samples: { readonly [T in TableName]: readonly Rows[T][] } = {
  photos: [
    photoRow(),
    photoRow({ photo_id: 'b_1', post_id: 'b', caption: null, taken_at: null, country: null, status: 'failed' }),
    photoRow({ photo_id: 'c_1', post_id: 'c', taken_at: -1, duplicate_of: 'a_1', caption: '' }),
  ],
  people: [personRow(), personRow({ person: 1, gender: 'unknown', duplicate: true })],
  garments: [garmentRow(), garmentRow({ person: null, gender: null, age: null, garment: 1, category: 'jeans' })],
}

async function collect<T extends TableName>(file: string, table: T): Promise<Rows[T][]> {
  const rows: Rows[T][] = []
  for await (const batch of readDataset(file, table)) rows.push(...batchRows(batch, table))
  return rows
}

async function bytesOf(table: TableName, rows: Iterable<never>, format: 'file' | 'stream', batchRows = 2) {
  const chunks: Uint8Array[] = []
  for await (const chunk of encodeRows(table, rows, { format, batchRows })) chunks.push(chunk)
  return Buffer.concat(chunks)
}

for (const table of TABLE_NAMES) {
  test(`${table}: every row comes back as it was written, over several batches`, async (t) => {
    for (const format of ['file', 'stream'] as const) {
      const file = join(folder, `${table}-${format}.arrow`)
      await writeFile(file, await bytesOf(table, samples[table] as never, format))
      t.deepEqual(await collect(file, table), samples[table] as never)
    }
  })

  test(`${table}: the schema lists each key of a row once`, (t) => {
    const names = TABLES[table].map((spec) => spec.name)
    t.deepEqual([...names].sort() as string[], Object.keys(samples[table][0]!).sort())
  })

  test(`${table}: no rows still make a readable file with its columns`, async (t) => {
    const file = join(folder, `${table}-empty.arrow`)
    await writeTable(file, table, [])
    t.deepEqual(await collect(file, table), [])
    t.deepEqual(
      tableFromIPC(await readFile(file)).schema.fields.map((field) => field.name),
      TABLES[table].map((spec) => spec.name),
    )
  })

  test(`${table}: the same rows give the same bytes`, async (t) => {
    const hashes = new Set<string>()
    for (let round = 0; round < 3; round++) {
      const bytes = await bytesOf(table, samples[table] as never, 'file')
      hashes.add(createHash('sha256').update(bytes).digest('hex'))
    }
    t.is(hashes.size, 1)
  })
}

test('a word outside the dictionary is an error, never a new entry', async (t) => {
  const row = garmentRow({ category: 'LABEL_7' as never })
  await t.throwsAsync(bytesOf('garments', [row] as never, 'file'), {
    message: 'Column category cannot hold `LABEL_7`: it is not in its dictionary',
  })
})

test('a failed write leaves neither the file nor a temporary one', async (t) => {
  const own = await mkdtemp(join(tmpdir(), 'wearabouts-write-'))
  await t.throwsAsync(writeTable(join(own, 'x.arrow'), 'garments', [garmentRow({ category: 'x' as never })]))
  t.deepEqual(await readdir(own), [])
})

test('codes follow the schema, with -1 for null, through growth over many rows', async (t) => {
  const rows: GarmentRow[] = []
  for (let i = 0; i < 5000; i++)
    rows.push(garmentRow({ country: i % 7 === 0 ? null : COUNTRIES[i % COUNTRIES.length]!, garment: i }))
  const file = join(folder, 'many.arrow')
  await writeTable(file, 'garments', rows)
  const codes: number[] = []
  for await (const batch of readDataset(file, 'garments')) codes.push(...columnCodes(batch, 'garments', 'country'))
  t.deepEqual(
    codes,
    rows.map((row) => (row.country === null ? -1 : COUNTRIES.indexOf(row.country))),
  )
})

test('no such dataset: the path is named and the exit code is 5', async (t) => {
  const error = await t.throwsAsync(collect(join(folder, 'nowhere'), 'garments'))
  t.is(error?.message, `There is no dataset or table at \`${join(folder, 'nowhere')}\`.`)
  t.like(error, { exit: 5, code: 'input_missing' })
})

test('a file cut short is refused with its name', async (t) => {
  const file = join(folder, 'cut.arrow')
  const bytes = await bytesOf('garments', samples.garments as never, 'file')
  await writeFile(file, bytes.subarray(0, bytes.length * 0.7))
  t.like(await t.throwsAsync(collect(file, 'garments')), { exit: 5, code: 'table_unreadable' })
})

const readers = {
  pandas: 'import pandas as pd; d = pd.read_feather(F); print(len(d), d[C].isna().sum(), str(d.taken_at.dtype))',
  polars: 'import polars as pl; d = pl.scan_ipc(F).collect(); print(len(d), d[C].null_count(), d["taken_at"].dtype)',
  pyarrow:
    'import pyarrow.feather as f; d = f.read_table(F); d.validate(full=True); print(d.num_rows, d[C].null_count, d.schema.field("taken_at").type)',
}

for (const [module, program] of Object.entries(readers)) {
  test(`${module} reads a file of several batches as it is`, async (t) => {
    for (const [table, column, nulls] of [
      ['photos', 'country', 1],
      ['people', 'gender', 0],
      ['garments', 'age', 1],
    ] as const) {
      const file = join(folder, `${module}-${table}.arrow`)
      await writeFile(file, await bytesOf(table, samples[table] as never, 'file', 1))
      const printed = runPython(`F = '${file}'; C = '${column}'\n${program}`, [module])
      if (typeof printed !== 'string') {
        t.log(`skipped: ${printed.absent}`)
        t.pass()
        return
      }
      t.regex(printed, new RegExp(`^${samples[table].length} ${nulls} .*(ms, UTC|ms, tz=UTC|'ms'.*'UTC')`))
    }
  })
}

test('pyarrow reads the stream from stdin', async (t) => {
  const bytes = await bytesOf('garments', samples.garments as never, 'stream', 1)
  const program = 'import pyarrow.ipc as i, sys; print(i.open_stream(sys.stdin.buffer).read_all().num_rows)'
  const printed = runPython(program, ['pyarrow'], bytes)
  if (typeof printed === 'string') t.is(printed, '2')
  else {
    t.log(`skipped: ${printed.absent}`)
    t.pass()
  }
})
