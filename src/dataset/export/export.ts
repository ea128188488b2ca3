import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { EXIT, invalidValue, UserError } from '../../errors.ts'
import { diskError, temporaryName, writeSynced } from '../files.ts'
import { batchRows } from '../objects.ts'
import { readDataset } from '../read.ts'
import type { Rows, TableName } from '../rows.ts'
import { type ColumnSpec, TABLE_NAMES, TABLES } from '../schema.ts'
import { type ExportFormat, encodeChunk } from './encode.ts'

/** Rows that are held before files are written: some hundred megabytes. */
const ROWS_HELD = 500_000

/** What engines read as null in a folder's name (Hive). */
const NULL_PARTITION = '__HIVE_DEFAULT_PARTITION__'

export interface ExportOptions {
  readonly datasets: readonly string[]
  readonly output: string
  readonly format: ExportFormat
  readonly tables: readonly TableName[]
  /** Columns with a fixed set of values, outermost folder first; a table without one is not divided by it. */
  readonly partitionBy: readonly string[]
  readonly rowsHeld?: number
}

export interface ExportSummary {
  readonly output: string
  readonly format: ExportFormat
  readonly rows: { readonly [T in TableName]?: number }
  readonly files: number
}

/**
 * Writes tables for engines: `DIR/garments/country=SG/season=summer/part-00000.parquet`. The folder appears whole.
 *
 * @throws UserError for a column that cannot divide (exit 2), an output that exists (exit 2), datasets that cannot be
 *   read (exit 5), a full disk (exit 75)
 */
export async function exportDataset(options: ExportOptions): Promise<ExportSummary> {
  const output = resolve(options.output)
  checkPartitions(options.partitionBy)
  await checkFree(output)
  const temporary = temporaryName(output)
  try {
    const rows: { [T in TableName]?: number } = {}
    let files = 0
    for (const table of options.tables) {
      const written = await exportTable(options, table, join(temporary, table))
      rows[table] = written.rows
      files += written.files
    }
    await rm(output, { recursive: true, force: true })
    await rename(temporary, output)
    return { output: options.output, format: options.format, rows, files }
  } catch (error) {
    await rm(temporary, { recursive: true, force: true })
    throw diskError(error, output)
  }
}

function checkPartitions(names: readonly string[]): void {
  const columns: readonly ColumnSpec[] = TABLE_NAMES.flatMap((table): readonly ColumnSpec[] => TABLES[table])
  const dividing = new Set(columns.filter(({ kind }) => kind === 'dictionary').map(({ name }) => name))
  for (const name of names)
    if (!dividing.has(name)) throw invalidValue('--partition-by', name, `a column of ${[...dividing].join(', ')}`)
}

async function checkFree(output: string): Promise<void> {
  const info = await stat(output).catch(() => null)
  if (info === null || (info.isDirectory() && (await readdir(output)).length === 0)) return
  throw new UserError('output_exists', `\`${output}\` exists already; nothing was touched.`, {
    exit: EXIT.usage,
    hint: 'Give -o a new folder.',
  })
}

async function exportTable(
  { datasets, format, partitionBy, rowsHeld = ROWS_HELD }: ExportOptions,
  table: TableName,
  folder: string,
): Promise<{ rows: number; files: number }> {
  const specs: readonly ColumnSpec[] = TABLES[table]
  const keys = partitionBy.filter((name) => specs.some((spec) => spec.name === name))
  const columns = specs.filter((spec) => !keys.includes(spec.name))
  const held = new Map<string, Rows[TableName][]>()
  const written = new Map<string, number>()
  let [rows, waiting] = [0, 0]
  const flush = async (): Promise<void> => {
    for (const [partition, chunk] of held) {
      const number = written.get(partition) ?? 0
      written.set(partition, number + 1)
      const place = join(folder, partition)
      await mkdir(place, { recursive: true })
      const file = join(place, `part-${String(number).padStart(5, '0')}.${format}`)
      await writeSynced(file, await encodeChunk({ table, columns, rows: chunk }, format))
    }
    held.clear()
    waiting = 0
  }
  for (const dataset of datasets) {
    for await (const batch of readDataset(dataset, table)) {
      for (const row of batchRows(batch, table)) {
        const partition = partitionOf(row, keys)
        const chunk = held.get(partition)
        if (chunk === undefined) held.set(partition, [row])
        else chunk.push(row)
        rows++
        if (++waiting >= rowsHeld) await flush()
      }
    }
  }
  // A table without rows still is a file with its columns.
  if (rows === 0) held.set('', [])
  await flush()
  return { rows, files: [...written.values()].reduce((sum, count) => sum + count, 0) }
}

function partitionOf(row: Rows[TableName], keys: readonly string[]): string {
  const values = row as unknown as { readonly [name: string]: string | null }
  return keys.map((key) => `${key}=${values[key] ?? NULL_PARTITION}`).join('/')
}
