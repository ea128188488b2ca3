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

/**
 * A column that grows row by row in typed arrays and is taken out as Arrow buffers.
 * No row object outlives its `push`, so memory is that of the buffers (stack.md's measure: bench/tables.ts).
 */
export abstract class Column {
  protected length = 0
  private nullCount = 0
  private validity = new Uint8Array(FIRST_ROWS >> 3)

  /** Appends one value; null or undefined is a null. */
  push(value: unknown): void {
    const row = this.length
    if (row >> 3 >= this.validity.length) this.validity = grown(this.validity, (row >> 3) + 1)
    if (value === null || value === undefined) {
      this.nullCount++
      this.blank(row)
    } else {
      this.validity[row >> 3]! |= 1 << (row & 7)
      this.put(row, value as never)
    }
    this.length = row + 1
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

  protected abstract blank(row: number): void
  protected abstract put(row: number, value: never): void
  protected abstract taken(length: number): Pick<ColumnBuffers, 'values' | 'offsets'>
}

class NumberColumn extends Column {
  private array: Int32Array | Float32Array | Float64Array

  constructor(array: Int32Array | Float32Array | Float64Array) {
    super()
    this.array = array
  }

  protected override blank(row: number): void {
    this.put(row, 0)
  }

  protected override put(row: number, value: number): void {
    if (row >= this.array.length) this.array = grown(this.array, row + 1)
    this.array[row] = value
  }

  protected override taken(length: number) {
    return { values: this.array.slice(0, length), offsets: null }
  }
}

/** Milliseconds as 64-bit integers, written in two halves: `BigInt` for each row would cost more than all the rest. */
class TimeColumn extends Column {
  private halves = new Int32Array(FIRST_ROWS * 2)

  protected override blank(row: number): void {
    this.put(row, 0)
  }

  protected override put(row: number, value: number): void {
    if (row * 2 >= this.halves.length) this.halves = grown(this.halves, row * 2 + 2)
    const high = Math.floor(value / 2 ** 32)
    this.halves[row * 2] = value - high * 2 ** 32
    this.halves[row * 2 + 1] = high
  }

  protected override taken(length: number) {
    return { values: new BigInt64Array(this.halves.slice(0, length * 2).buffer), offsets: null }
  }
}

class BoolColumn extends Column {
  private bits = new Uint8Array(FIRST_ROWS >> 3)

  protected override blank(row: number): void {
    this.put(row, false)
  }

  protected override put(row: number, value: boolean): void {
    if (row >> 3 >= this.bits.length) this.bits = grown(this.bits, (row >> 3) + 1)
    if (value) this.bits[row >> 3]! |= 1 << (row & 7)
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

  protected override blank(row: number): void {
    if (row >= this.codes.length) this.codes = grown(this.codes, row + 1)
    this.codes[row] = 0
  }

  protected override put(row: number, value: string): void {
    const code = this.codeOf.get(value)
    if (code === undefined) throw new Error(`Column ${this.name} cannot hold \`${value}\`: it is not in its dictionary`)
    if (row >= this.codes.length) this.codes = grown(this.codes, row + 1)
    this.codes[row] = code
  }

  protected override taken(length: number) {
    return { values: this.codes.slice(0, length), offsets: null }
  }
}

class TextColumn extends Column {
  private bytes: Uint8Array = new Uint8Array(FIRST_ROWS * 16)
  private offsets = new Int32Array(FIRST_ROWS + 1)
  private used = 0
  private last = ''
  private lastStart = 0
  private readonly encoder = new TextEncoder()

  protected override blank(row: number): void {
    this.end(row)
  }

  protected override put(row: number, value: string): void {
    // Keys repeat from row to row: copying the bytes is far cheaper than encoding them again.
    if (value === this.last && this.used > 0) {
      const from = this.lastStart
      const size = this.lastSize
      this.bytes = grown(this.bytes, this.used + size)
      this.bytes.copyWithin(this.used, from, from + size)
      this.used += size
    } else {
      this.bytes = grown(this.bytes, this.used + value.length * 3)
      this.lastStart = this.used
      this.used += this.encoder.encodeInto(value, this.bytes.subarray(this.used)).written
      this.lastSize = this.used - this.lastStart
      this.last = value
    }
    this.end(row)
  }

  private lastSize = 0

  private end(row: number): void {
    if (row + 1 >= this.offsets.length) this.offsets = grown(this.offsets, row + 2)
    this.offsets[row + 1] = this.used
  }

  protected override taken(length: number) {
    const result = { values: this.bytes.slice(0, this.used), offsets: this.offsets.slice(0, length + 1) }
    this.used = 0
    this.last = ''
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
