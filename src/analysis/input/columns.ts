import type { RecordBatch } from 'apache-arrow'
import { hashBytes } from '../statistics/hash.ts'

/** Two independent 32-bit hashes a row; (0, 0) where null. */
export interface HashColumn {
  readonly high: Uint32Array
  readonly low: Uint32Array
  /** 1 where the row has a value. */
  readonly present: Uint8Array
}

const SECOND_SEED = 0x2545f491

/**
 * The text column as hashes, straight from Arrow's bytes: no string is made. Plain and dictionary columns alike;
 * a missing column is all null. Equal to the row before, the hash is copied, as keys come in runs.
 */
export function hashColumn(batch: RecordBatch, name: string): HashColumn {
  const rows = batch.numRows
  const result = { high: new Uint32Array(rows), low: new Uint32Array(rows), present: new Uint8Array(rows) }
  const column = batch.getChild(name)
  const data = column?.data[0]
  if (column === null || data === undefined || data.typeId === 1) return result
  const valid = validity(data, rows)
  const set = (row: number, bytes: Uint8Array, start: number, end: number) => {
    result.present[row] = 1
    result.high[row] = hashBytes(bytes, start, end)
    result.low[row] = hashBytes(bytes, start, end, SECOND_SEED)
  }
  if (data.valueOffsets !== undefined && data.dictionary === undefined) {
    const offsets = data.valueOffsets as Int32Array
    const bytes = data.values as Uint8Array
    for (let row = 0; row < rows; row++) {
      if (valid !== null && valid[row] === 0) continue
      const start = offsets[row]!
      const end = offsets[row + 1]!
      if (row > 0 && result.present[row - 1] === 1 && sameBytes(bytes, offsets[row - 1]!, start, end)) {
        result.present[row] = 1
        result.high[row] = result.high[row - 1]!
        result.low[row] = result.low[row - 1]!
      } else set(row, bytes, start, end)
    }
    return result
  }
  const encoder = new TextEncoder()
  for (let row = 0; row < rows; row++) {
    const value = column.get(row) as unknown
    if (value === null || value === undefined) continue
    const bytes = encoder.encode(String(value))
    set(row, bytes, 0, bytes.length)
  }
  return result
}

/** Does the text at `start` to `end` equal the one at `before` to `start`? */
function sameBytes(bytes: Uint8Array, before: number, start: number, end: number): boolean {
  const length = end - start
  if (start - before !== length) return false
  for (let i = length - 1; i >= 0; i--) if (bytes[before + i] !== bytes[start + i]) return false
  return true
}

type BitData = { readonly nullCount: number; readonly nullBitmap: Uint8Array; readonly offset: number }

/** 1 a row with a value; null where no row is null. */
function validity(data: BitData, rows: number): Uint8Array | null {
  if (data.nullCount === 0) return null
  const bits = new Uint8Array(rows)
  for (let row = 0; row < rows; row++) {
    const bit = data.offset + row
    bits[row] = (data.nullBitmap[bit >> 3]! >> (bit & 7)) & 1
  }
  return bits
}

/** Milliseconds since 1970; NaN where null. A missing column is all NaN. Any Arrow timestamp unit. */
export function timeColumn(batch: RecordBatch, name: string): Float64Array {
  const rows = batch.numRows
  const times = new Float64Array(rows).fill(Number.NaN)
  const column = batch.getChild(name)
  const data = column?.data[0]
  if (column === null || data === undefined || data.typeId === 1) return times
  const valid = validity(data, rows)
  const unit = (column.type as { unit?: number }).unit
  if (data.values instanceof BigInt64Array && unit === 1) {
    const halves = new Int32Array(data.values.buffer, data.values.byteOffset, rows * 2)
    for (let row = 0; row < rows; row++) {
      if (valid !== null && valid[row] === 0) continue
      times[row] = halves[row * 2 + 1]! * 4294967296 + (halves[row * 2]! >>> 0)
    }
    return times
  }
  for (let row = 0; row < rows; row++) {
    const value = column.get(row) as unknown
    if (value === null || value === undefined) continue
    times[row] = Number(value)
  }
  return times
}

/** Whole numbers; -1 where null. A missing column is all -1. */
export function integerColumn(batch: RecordBatch, name: string): Int32Array {
  const rows = batch.numRows
  const column = batch.getChild(name)
  const data = column?.data[0]
  if (column === null || data === undefined || data.typeId === 1) return new Int32Array(rows).fill(-1)
  const valid = validity(data, rows)
  if (data.values instanceof Int32Array && valid === null) return data.values.subarray(0, rows)
  const result = new Int32Array(rows)
  for (let row = 0; row < rows; row++) result[row] = valid?.[row] === 0 ? -1 : Number(column.get(row) ?? -1)
  return result
}

/** Single-precision numbers; NaN where null. A missing column is null. */
export function scoreColumn(batch: RecordBatch, name: string): Float32Array | null {
  const rows = batch.numRows
  const column = batch.getChild(name)
  const data = column?.data[0]
  if (column === null || data === undefined || data.typeId === 1) return null
  const valid = validity(data, rows)
  const values = data.values instanceof Float32Array ? data.values.subarray(0, rows) : null
  if (values !== null && valid === null) return values
  const result = new Float32Array(rows)
  for (let row = 0; row < rows; row++) {
    result[row] = valid?.[row] === 0 ? Number.NaN : Number(values?.[row] ?? column.get(row) ?? Number.NaN)
  }
  return result
}

/** 1 where true; a missing column is all 0. */
export function flagColumn(batch: RecordBatch, name: string): Uint8Array {
  const rows = batch.numRows
  const flags = new Uint8Array(rows)
  const data = batch.getChild(name)?.data[0]
  if (data === undefined || data.typeId === 1) return flags
  const bits = data.values as Uint8Array
  const valid = validity(data, rows)
  for (let row = 0; row < rows; row++) {
    const bit = data.offset + row
    if (valid === null || valid[row] === 1) flags[row] = (bits[bit >> 3]! >> (bit & 7)) & 1
  }
  return flags
}

/** Rows with a value. A missing column has none. */
export function countPresent(batch: RecordBatch, name: string): number {
  const column = batch.getChild(name)
  return column === null ? 0 : batch.numRows - column.nullCount
}
