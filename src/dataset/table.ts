import {
  Bool,
  type Data,
  type DataType,
  Dictionary,
  Field,
  Float32,
  Float64,
  Int8,
  Int16,
  Int32,
  makeData,
  RecordBatch,
  Schema,
  Struct,
  TimestampMillisecond,
  Utf8,
  Vector,
} from 'apache-arrow'
import type { AnyRow, Column, ColumnBuffers } from './column.ts'
import { createColumn } from './columns.ts'
import type { Rows, TableName } from './rows.ts'
import { type ColumnSpec, SCHEMA_VERSION, TABLES } from './schema.ts'

/** Facts written into a table's metadata, under `wearabouts.`: program version, pack, device … */
export type TableFacts = { readonly [name: string]: string }

/** A dictionary as one vector for all batches: a second object with the same words would be a replacement. */
function dictionaryVector(words: readonly string[]): Vector<Utf8> {
  const text = createColumn({ name: 'words', kind: 'utf8', nullable: false, description: '' })
  text.append(
    words.map((word) => ({ word })),
    'word',
  )
  return new Vector([data(new Utf8(), text.take())]) as Vector<Utf8>
}

function data(type: DataType, buffers: ColumnBuffers, dictionary?: Vector): Data {
  const { length, nullCount, validity, values, offsets } = buffers
  return makeData({
    type,
    length,
    nullCount,
    data: values,
    ...(validity === null ? {} : { nullBitmap: validity }),
    ...(offsets === null ? {} : { valueOffsets: offsets }),
    ...(dictionary === undefined ? {} : { dictionary }),
  } as never)
}

/** `id` is fixed by the column's place, so that the same rows give the same bytes in any process. */
function typeOf(spec: ColumnSpec, id: number): DataType {
  switch (spec.kind) {
    case 'utf8':
      return new Utf8()
    case 'bool':
      return new Bool()
    case 'int32':
      return new Int32()
    case 'float32':
      return new Float32()
    case 'float64':
      return new Float64()
    case 'timestamp':
      return new TimestampMillisecond('UTC')
    case 'dictionary':
      return new Dictionary(new Utf8(), (spec.dictionary ?? []).length <= 127 ? new Int8() : new Int16(), id)
  }
}

/** The Arrow schema of a table, with descriptions as field metadata. */
function arrowSchema(table: TableName, specs: readonly ColumnSpec[], facts: TableFacts): Schema {
  const metadata = new Map([
    ['wearabouts.table', table],
    ['wearabouts.schema_version', String(SCHEMA_VERSION)],
    ...Object.entries(facts).map(([name, value]): [string, string] => [`wearabouts.${name}`, value]),
  ])
  const fields = specs.map(
    (spec, index) =>
      new Field(spec.name, typeOf(spec, index), spec.nullable, new Map([['description', spec.description]])),
  )
  return new Schema(fields, metadata)
}

/** Rows that are read column by column at once: few enough to stay in the processor's cache. */
const BLOCK_ROWS = 256

/** Collects rows of one table and turns them into record batches that all share their schema and dictionaries. */
export class TableBuilder<T extends TableName> {
  readonly table: T
  readonly schema: Schema
  private readonly names: readonly (keyof Rows[T] & string)[]
  private readonly columns: readonly Column[]
  private readonly dictionaries: readonly (Vector | undefined)[]
  private rows = 0
  /** Rows that no column has read yet. */
  private block: Rows[T][] = []

  /** @param columns only these, in the schema's order; all unless given */
  constructor(table: T, facts: TableFacts = {}, columns?: readonly string[]) {
    const specs = TABLES[table].filter((spec) => columns === undefined || columns.includes(spec.name))
    this.table = table
    this.schema = arrowSchema(table, specs, facts)
    this.names = specs.map((spec) => spec.name)
    this.columns = specs.map((spec) => createColumn(spec))
    this.dictionaries = specs.map(({ dictionary }) => dictionary && dictionaryVector(dictionary))
  }

  /** Rows since the last `take`. */
  get length(): number {
    return this.rows
  }

  push(row: Rows[T]): void {
    this.rows++
    if (this.block.push(row) >= BLOCK_ROWS) this.readBlock()
  }

  private readBlock(): void {
    const { names, columns, block } = this
    for (let index = 0; index < names.length; index++)
      columns[index]!.append(block as unknown as readonly AnyRow[], names[index]!)
    this.block = []
  }

  /** The rows so far as one record batch (which may be empty); the builder starts anew. */
  take(): RecordBatch {
    this.readBlock()
    const children = this.columns.map((column, index) =>
      data(this.schema.fields[index]!.type, column.take(), this.dictionaries[index]),
    )
    const length = this.rows
    this.rows = 0
    return new RecordBatch(
      this.schema,
      makeData({ type: new Struct(this.schema.fields), length, nullCount: 0, children }),
    )
  }
}
