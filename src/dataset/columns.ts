import type { ColumnSpec } from './schema.ts'

/** The buffers of one finished column, in Arrow's own layout. */
export interface ColumnBuffers {
  readonly length: number
  readonly nullCount: number
  /** One bit a row, least significant first; null where no row is null. */
  readonly validity: Uint8Array | null
  readonly values: Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array | BigInt64Array
  /** Only text: `length + 1` byte offsets into `values`. */
  readonly offsets: Int32Array | null
}

type Growable = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array

function grown<A extends Growable>(array: A, needed: number): A {
  if (needed <= array.length) return array
  const bigger = new (array.constructor as new (length: number) => A)(Math.max(needed, array.length * 2))
  bigger.set(array as never)
  return bigger
}

const FIRST_ROWS = 256

/** A row object read by column name. */
export type AnyRow = { readonly [name: string]: unknown }

/**
 * A column that grows in typed arrays and is taken out as Arrow buffers. Rows come in blocks and each column goes
 * through a block alone, in a loop of its own kind: going through all columns of each row took twice the time
 * (bench/tables.ts).
 */
export abstract class Column {
  protected length = 0
  private nullCount = 0
  private validity = new Uint8Array(FIRST_ROWS >> 3)

  /** Appends one value of each row; null or undefined is a null. */
  append(rows: readonly AnyRow[], name: string): void {
    const end = this.length + rows.length
    this.reserve(end)
    this.validity = grown(this.validity, (end + 7) >> 3)
    this.nullCount += rows.length - this.fill(rows, name, this.length, this.validity)
    this.length = end
  }

  /** The buffers so far, copied to their exact size; the column is empty afterwards. */
  take(): ColumnBuffers {
    const length = this.length
    const bytes = (length + 7) >> 3
    const validity = this.nullCount === 0 ? null : this.validity.slice(0, bytes)
    const buffers = { length, nullCount: this.nullCount, validity, ...this.taken(length) }
    this.validity.fill(0, 0, bytes)
    this.nullCount = 0
    this.length = 0
    return buffers
  }

  /** Makes room for this many rows. */
  protected abstract reserve(rows: number): void
  /** Writes the values from row `first` on, with their bits of `validity`; returns how many were not null. */
  protected abstract fill(rows: readonly AnyRow[], name: string, first: number, validity: Uint8Array): number
  protected abstract taken(length: number): Pick<ColumnBuffers, 'values' | 'offsets'>
}

function setBit(bits: Uint8Array, row: number): void {
  bits[row >> 3]! |= 1 << (row & 7)
}

class NumberColumn extends Column {
  private array: Int32Array | Float32Array | Float64Array

  constructor(array: Int32Array | Float32Array | Float64Array) {
    super()
    this.array = array
  }

  protected override reserve(rows: number): void {
    this.array = grown(this.array, rows)
  }

  protected override fill(rows: readonly AnyRow[], name: string, first: number, validity: Uint8Array): number {
    const { array } = this
    let known = 0
    for (let index = 0; index < rows.length; index++) {
      const value = rows[index]![name] as number | null | undefined
      array[first + index] = value ?? 0
      if (value === null || value === undefined) continue
      setBit(validity, first + index)
      known++
    }
    return known
  }

  protected override taken(length: number) {
    return { values: this.array.slice(0, length), offsets: null }
  }
}

/** Milliseconds as 64-bit integers, written in two halves: a `BigInt` for each row would cost more than all the rest. */
class TimeColumn extends Column {
  private halves = new Int32Array(FIRST_ROWS * 2)

  protected override reserve(rows: number): void {
    this.halves = grown(this.halves, rows * 2)
  }

  protected override fill(rows: readonly AnyRow[], name: string, first: number, validity: Uint8Array): number {
    const { halves } = this
    let known = 0
    for (let index = 0; index < rows.length; index++) {
      const value = rows[index]![name] as number | null | undefined
      const time = value ?? 0
      const high = Math.floor(time / 2 ** 32)
      halves[(first + index) * 2] = time - high * 2 ** 32
      halves[(first + index) * 2 + 1] = high
      if (value === null || value === undefined) continue
      setBit(validity, first + index)
      known++
    }
    return known
  }

  protected override taken(length: number) {
    return { values: new BigInt64Array(this.halves.slice(0, length * 2).buffer), offsets: null }
  }
}

class BoolColumn extends Column {
  private bits = new Uint8Array(FIRST_ROWS >> 3)

  protected override reserve(rows: number): void {
    this.bits = grown(this.bits, (rows + 7) >> 3)
  }

  protected override fill(rows: readonly AnyRow[], name: string, first: number, validity: Uint8Array): number {
    let known = 0
    for (let index = 0; index < rows.length; index++) {
      const value = rows[index]![name] as boolean | null | undefined
      if (value === true) setBit(this.bits, first + index)
      if (value === null || value === undefined) continue
      setBit(validity, first + index)
      known++
    }
    return known
  }

  protected override taken(length: number) {
    const bytes = (length + 7) >> 3
    const values = this.bits.slice(0, bytes)
    this.bits.fill(0, 0, bytes)
    return { values, offsets: null }
  }
}

/** Codes into a fixed dictionary; a value outside it is a bug of the caller, never a new entry. */
class DictionaryColumn extends Column {
  private codes: Int8Array | Int16Array
  private readonly codeOf: ReadonlyMap<string, number>
  private readonly name: string

  constructor(name: string, dictionary: readonly string[]) {
    super()
    this.name = name
    this.codeOf = new Map(dictionary.map((value, code) => [value, code]))
    this.codes = dictionary.length <= 127 ? new Int8Array(FIRST_ROWS) : new Int16Array(FIRST_ROWS)
  }

  protected override reserve(rows: number): void {
    this.codes = grown(this.codes, rows)
  }

  protected override fill(rows: readonly AnyRow[], name: string, first: number, validity: Uint8Array): number {
    const { codes, codeOf } = this
    let known = 0
    // Neighbours are often of one photo: the same word again needs no look-up.
    let [last, lastCode] = ['', -1]
    for (let index = 0; index < rows.length; index++) {
      const value = rows[index]![name] as string | null | undefined
      if (value === null || value === undefined) {
        codes[first + index] = 0
        continue
      }
      const code = value === last && lastCode >= 0 ? lastCode : codeOf.get(value)
      if (code === undefined)
        throw new Error(`Column ${this.name} cannot hold \`${value}\`: it is not in its dictionary`)
      codes[first + index] = code
      last = value
      lastCode = code
      setBit(validity, first + index)
      known++
    }
    return known
  }

  protected override taken(length: number) {
    return { values: this.codes.slice(0, length), offsets: null }
  }
}

class TextColumn extends Column {
  private bytes = Buffer.allocUnsafeSlow(FIRST_ROWS * 16)
  private offsets = new Int32Array(FIRST_ROWS + 1)
  private used = 0
  private last: string | null = null
  private lastStart = 0
  private lastSize = 0

  protected override reserve(rows: number): void {
    this.offsets = grown(this.offsets, rows + 1)
  }

  protected override fill(rows: readonly AnyRow[], name: string, first: number, validity: Uint8Array): number {
    const { offsets } = this
    let known = 0
    for (let index = 0; index < rows.length; index++) {
      const value = rows[index]![name] as string | null | undefined
      if (value !== null && value !== undefined) {
        this.write(value)
        setBit(validity, first + index)
        known++
      }
      offsets[first + index + 1] = this.used
    }
    return known
  }

  /** Keys repeat from row to row: copying the bytes is far cheaper than encoding them again. */
  private write(value: string): void {
    const start = this.used
    if (value === this.last) {
      this.makeRoom(this.lastSize)
      this.bytes.copyWithin(start, this.lastStart, this.lastStart + this.lastSize)
    } else {
      this.makeRoom(value.length * 3)
      this.lastSize = this.bytes.write(value, start)
      this.lastStart = start
      this.last = value
    }
    this.used = start + this.lastSize
  }

  private makeRoom(size: number): void {
    if (this.used + size <= this.bytes.length) return
    const bigger = Buffer.allocUnsafeSlow(Math.max(this.used + size, this.bytes.length * 2))
    bigger.set(this.bytes.subarray(0, this.used))
    this.bytes = bigger
  }

  protected override taken(length: number) {
    const values = new Uint8Array(this.bytes.subarray(0, this.used))
    const result = { values, offsets: this.offsets.slice(0, length + 1) }
    this.used = 0
    this.last = null
    return result
  }
}

/** An empty growable column for a column of the schema. */
export function createColumn(spec: ColumnSpec): Column {
  switch (spec.kind) {
    case 'utf8':
      return new TextColumn()
    case 'bool':
      return new BoolColumn()
    case 'int32':
      return new NumberColumn(new Int32Array(FIRST_ROWS))
    case 'float32':
      return new NumberColumn(new Float32Array(FIRST_ROWS))
    case 'float64':
      return new NumberColumn(new Float64Array(FIRST_ROWS))
    case 'timestamp':
      return new TimeColumn()
    case 'dictionary':
      return new DictionaryColumn(spec.name, spec.dictionary ?? [])
  }
}
