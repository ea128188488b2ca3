import type { BasicType } from 'hyparquet-writer'
import type { Rows, TableName } from '../rows.ts'
import { type ColumnKind, type ColumnSpec, SCHEMA_VERSION } from '../schema.ts'
import { encodeRows } from '../write.ts'
import { csvLine } from './csv.ts'

export const EXPORT_FORMATS = ['parquet', 'csv', 'arrow'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

type Cell = string | number | boolean | null

/** Rows of one table, and the columns that go into the file: those of a partition are in its folder's name. */
export interface Chunk {
  readonly table: TableName
  readonly columns: readonly ColumnSpec[]
  readonly rows: readonly Rows[TableName][]
}

const parquetTypes: { readonly [kind in ColumnKind]: BasicType } = {
  utf8: 'STRING',
  dictionary: 'STRING',
  bool: 'BOOLEAN',
  int32: 'INT32',
  float32: 'FLOAT',
  float64: 'DOUBLE',
  timestamp: 'TIMESTAMP',
}

function cell(row: Rows[TableName], name: string): Cell {
  return (row as unknown as { readonly [name: string]: Cell })[name] ?? null
}

/** The bytes of one file. */
export async function encodeChunk(chunk: Chunk, format: ExportFormat): Promise<Uint8Array[]> {
  if (format === 'parquet') return [await parquet(chunk)]
  if (format === 'csv') return [Buffer.from(csv(chunk))]
  const { table, rows, columns } = chunk
  const bytes: Uint8Array[] = []
  for await (const part of encodeRows(table, rows as never, {
    format: 'file',
    columns: columns.map(({ name }) => name),
  }))
    bytes.push(part)
  return bytes
}

async function parquet({ table, columns, rows }: Chunk): Promise<Uint8Array> {
  const { parquetWriteBuffer } = await import('hyparquet-writer')
  const columnData = columns.map(({ name, kind, nullable }) => ({
    name,
    type: parquetTypes[kind],
    nullable,
    data: rows.map((row) => {
      const value = cell(row, name)
      return kind === 'timestamp' && typeof value === 'number' ? new Date(value) : value
    }),
  }))
  const kvMetadata = [
    { key: 'wearabouts.table', value: table },
    { key: 'wearabouts.schema_version', value: String(SCHEMA_VERSION) },
  ]
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata, createdBy: 'wearabouts', rowGroupSize: 100_000 }))
}

function csv({ columns, rows }: Chunk): string {
  const lines = rows.map((row) =>
    csvLine(
      columns.map(({ name, kind }) => {
        const value = cell(row, name)
        if (kind === 'timestamp' && typeof value === 'number') return new Date(value).toISOString()
        return kind === 'float32' && typeof value === 'number' ? Number(value.toPrecision(7)) : value
      }),
    ),
  )
  return csvLine(columns.map(({ name }) => name)) + lines.join('')
}
