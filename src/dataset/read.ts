import { open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { type RecordBatch, RecordBatchReader } from 'apache-arrow'
import { EXIT, UserError } from '../errors.ts'
import type { TableName } from './rows.ts'
import { TABLE_NAMES, TABLES } from './schema.ts'

/**
 * Files up to this size are read at once, larger ones batch by batch: several readers may hold one each
 * (`bench/analyze.ts`).
 */
const READ_AT_ONCE = 32 * 2 ** 20

const PART = /^part-\d+$/

/**
 * The record batches of one table, in part order, from a dataset folder, one part, an `.arrow` file or an `.arrows`
 * stream. A file that holds another table yields nothing. Throws `UserError` (exit 5) with the path where there is
 * no dataset or a file cannot be read.
 */
export async function* readDataset(path: string, table: TableName): AsyncGenerator<RecordBatch> {
  for (const file of await tableFiles(path, table)) yield* readTableFile(file, table)
}

/** The files that hold `table` under `path`, in part order. A file of its own is returned unread. */
export async function tableFiles(path: string, table: TableName): Promise<string[]> {
  const info = await stat(path).catch(() => {
    throw new UserError('input_missing', `There is no dataset or table at \`${path}\`.`, { exit: EXIT.input })
  })
  if (!info.isDirectory()) return [path]
  const names = await readdir(path)
  if (names.includes(`${table}.arrow`)) return [join(path, `${table}.arrow`)]
  const parts = names.filter((name) => PART.test(name)).sort(byNumber)
  if (
    parts.length === 0 &&
    !names.includes('_run.json') &&
    !TABLE_NAMES.some((name) => names.includes(`${name}.arrow`))
  )
    throw new UserError('not_a_dataset', `\`${path}\` holds no parts of a dataset.`, {
      exit: EXIT.input,
      hint: 'Give the folder that `wearabouts extract … -o FOLDER` wrote.',
    })
  return parts.map((part) => join(path, part, `${table}.arrow`))
}

function byNumber(a: string, b: string): number {
  return Number(a.slice(5)) - Number(b.slice(5))
}

async function* readTableFile(file: string, table: TableName): AsyncGenerator<RecordBatch> {
  try {
    const { size } = await stat(file)
    if (size <= READ_AT_ONCE) {
      const reader = RecordBatchReader.from(await readFile(file)).open()
      if (
        tableOf(
          reader.schema.fields.map((field) => field.name),
          file,
        ) === table
      )
        yield* reader
      return
    }
    const handle = await open(file, 'r')
    try {
      const reader = await (await RecordBatchReader.from(handle)).open()
      if (
        tableOf(
          reader.schema.fields.map((field) => field.name),
          file,
        ) === table
      )
        yield* reader
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (error instanceof UserError) throw error
    throw new UserError('table_unreadable', `\`${file}\` is not a readable Arrow file: ${(error as Error).message}`, {
      exit: EXIT.input,
      hint: `Was it cut short? \`${basename(file)}\` can be made anew by running extract again.`,
      cause: error,
    })
  }
}

/** Columns that tell the tables apart. */
const telling: { readonly [T in TableName]: string } = {
  photos: 'content_hash',
  people: 'gender_score',
  garments: 'category_score',
}

function tableOf(names: readonly string[], file: string): TableName {
  const table = TABLE_NAMES.find((name) => names.includes(telling[name]))
  if (table === undefined)
    throw new UserError('not_a_table', `\`${file}\` is an Arrow file, but none of ${TABLE_NAMES.join(', ')}.`, {
      exit: EXIT.input,
    })
  return table
}

/** A dictionary column's codes into the schema's own dictionary, -1 for null. */
export type Codes = Int8Array | Int16Array

/**
 * The codes of a dictionary column of `table` in this batch, in the order of the schema's dictionary, whatever order
 * the file's dictionary has (ours are equal to it: then the only work is the nulls). A column that the file lacks is
 * all null; a value that the vocabulary lacks is null.
 */
export function columnCodes(batch: RecordBatch, table: TableName, name: string): Codes {
  const words = TABLES[table].find((spec) => spec.name === name)?.dictionary
  if (words === undefined) throw new Error(`${table}.${name} is not a dictionary column`)
  const codes = words.length <= 127 ? new Int8Array(batch.numRows) : new Int16Array(batch.numRows)
  const column = batch.getChild(name)
  const data = column?.data[0]
  if (column === null || data === undefined) return codes.fill(-1)
  if (data.dictionary === undefined) {
    const codeOf = new Map(words.map((word, code) => [word, code]))
    for (let row = 0; row < codes.length; row++) codes[row] = codeOf.get(column.get(row) as string) ?? -1
    return codes
  }
  const translation = codeTranslation([...data.dictionary] as string[], words)
  const values = data.values as Int8Array
  for (let row = 0; row < codes.length; row++) codes[row] = translation[values[row]!] ?? -1
  if (data.nullCount > 0) {
    const { nullBitmap, offset } = data
    for (let row = 0; row < codes.length; row++) {
      const bit = offset + row
      if ((nullBitmap[bit >> 3]! & (1 << (bit & 7))) === 0) codes[row] = -1
    }
  }
  return codes
}

function codeTranslation(from: readonly string[], to: readonly string[]): Int16Array {
  const codeOf = new Map(to.map((word, code) => [word, code]))
  return Int16Array.from(from, (word) => codeOf.get(word) ?? -1)
}
