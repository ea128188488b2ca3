import { replaceFile, writeAll } from './files.ts'
import { createEncoder, type IpcFormat } from './ipc.ts'
import type { Rows, TableName } from './rows.ts'
import { TableBuilder, type TableFacts } from './table.ts'

/** Rows in a record batch: enough that its header is nothing, few enough that memory stays flat (bench/tables.ts). */
export const BATCH_ROWS = 32_768

/** Rows of one table to the bytes of an IPC file or stream, in batches; at least one batch, so the schema is there. */
export async function* encodeRows<T extends TableName>(
  table: T,
  rows: Iterable<Rows[T]> | AsyncIterable<Rows[T]>,
  options: {
    readonly format: IpcFormat
    readonly facts?: TableFacts
    readonly batchRows?: number
    /** Only these columns, in the schema's order. */
    readonly columns?: readonly string[]
  },
): AsyncGenerator<Uint8Array> {
  const builder = new TableBuilder(table, options.facts, options.columns)
  const encoder = createEncoder(options.format)
  const batchRows = options.batchRows ?? BATCH_ROWS
  let batches = 0
  for await (const block of blocks(rows)) {
    for (const row of block) {
      builder.push(row)
      if (builder.length < batchRows) continue
      yield* encoder.encode(builder.take())
      batches++
    }
  }
  if (builder.length > 0 || batches === 0) yield* encoder.encode(builder.take())
  yield* encoder.end()
}

/** Rows that are at hand come as they are, all in one: a turn of the event loop for each would double the time. */
function* atHand<Row>(rows: Iterable<Row>): Generator<Iterable<Row>> {
  yield rows
}

async function* oneByOne<Row>(rows: AsyncIterable<Row>): AsyncGenerator<Iterable<Row>> {
  for await (const row of rows) yield [row]
}

function blocks<Row>(rows: Iterable<Row> | AsyncIterable<Row>): Iterable<Iterable<Row>> | AsyncIterable<Iterable<Row>> {
  return Symbol.asyncIterator in rows ? oneByOne(rows) : atHand(rows)
}

/** Writes one table to one IPC file, through a temporary file and a rename. */
export async function writeTable<T extends TableName>(
  file: string,
  table: T,
  rows: Iterable<Rows[T]> | AsyncIterable<Rows[T]>,
  facts: TableFacts = {},
): Promise<void> {
  await replaceFile(file, async (handle) => {
    // One chunk is on its way to the disk while the next batch is made.
    let underway = Promise.resolve()
    for await (const chunk of encodeRows(table, rows, { format: 'file', facts })) {
      await underway
      underway = writeAll(handle, chunk)
      underway.catch(() => {})
    }
    await underway
  })
}
