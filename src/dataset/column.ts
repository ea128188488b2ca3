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

/** The array itself where it is large enough, else one at least twice as long with its content. */
export function grown<A extends Growable>(array: A, needed: number): A {
  if (needed <= array.length) return array
  const bigger = new (array.constructor as new (length: number) => A)(Math.max(needed, array.length * 2))
  bigger.set(array as never)
  return bigger
}

/** Rows that a new column has room for. */
export const FIRST_ROWS = 256

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

/** Marks a row in a bitmap. */
export function setBit(bits: Uint8Array, row: number): void {
  bits[row >> 3]! |= 1 << (row & 7)
}
