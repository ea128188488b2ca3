import { type AnyRow, Column, FIRST_ROWS, grown, setBit } from './column.ts'

/** UTF-8 text of any length. */
export class TextColumn extends Column {
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
