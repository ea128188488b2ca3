import { type AnyRow, Column, FIRST_ROWS, grown, setBit } from './column.ts'
import type { ColumnSpec } from './schema.ts'
import { TextColumn } from './text-column.ts'

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
