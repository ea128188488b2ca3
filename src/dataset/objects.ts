import type { RecordBatch } from 'apache-arrow'
import type { Rows, TableName } from './rows.ts'
import { TABLES } from './schema.ts'

/** A record batch as plain row objects; for small tables, tests and continuing a part, not for counting. */
export function* batchRows<T extends TableName>(batch: RecordBatch, table: T): Generator<Rows[T]> {
  const columns = TABLES[table].map((spec) => ({ name: spec.name, vector: batch.getChild(spec.name) }))
  for (let row = 0; row < batch.numRows; row++) {
    const object: { [name: string]: unknown } = {}
    for (const { name, vector } of columns) object[name] = vector?.get(row) ?? null
    yield object as unknown as Rows[T]
  }
}
