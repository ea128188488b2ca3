const EXACT_LIMIT = 1 << 20
const EMPTY = -1
const REGISTERS = 1 << 14

/**
 * How many different values: exact up to a million (by 52-bit hashes), estimated beyond that, in flat memory.
 * The estimate is HyperLogLog (Flajolet, Fusy, Gandouet, Meunier 2007) with 16,384 registers: standard error 0.8 %.
 */
export class DistinctCounter {
  private exact: HashSet | null = new HashSet()
  private readonly registers = new Uint8Array(REGISTERS)

  /** Two independent 32-bit hashes of the value. */
  add(high: number, low: number): void {
    if (this.exact !== null) {
      this.exact.add((high & 0xfffff) * 4294967296 + low)
      if (this.exact.size > EXACT_LIMIT) this.exact = null
    }
    const register = high & (REGISTERS - 1)
    const rank = Math.clz32(low) + 1
    if (rank > this.registers[register]!) this.registers[register] = rank
  }

  merge(other: DistinctCounter): void {
    if (this.exact !== null && other.exact !== null) {
      for (const value of other.exact.values()) this.exact.add(value)
      if (this.exact.size > EXACT_LIMIT) this.exact = null
    } else this.exact = null
    for (let i = 0; i < REGISTERS; i++) {
      if (other.registers[i]! > this.registers[i]!) this.registers[i] = other.registers[i]!
    }
  }

  count(): number {
    if (this.exact !== null) return this.exact.size
    let sum = 0
    for (const rank of this.registers) sum += 2 ** -rank
    const alpha = 0.7213 / (1 + 1.079 / REGISTERS)
    return Math.round((alpha * REGISTERS * REGISTERS) / sum)
  }
}

/** Numbers below 2^52 by open addressing: a third of a `Set`'s time and memory. */
class HashSet {
  size = 0
  private slots = new Float64Array(1 << 10).fill(EMPTY)

  add(value: number): void {
    const mask = this.slots.length - 1
    let at = value & mask
    for (; this.slots[at] !== EMPTY; at = (at + 1) & mask) if (this.slots[at] === value) return
    this.slots[at] = value
    if (++this.size * 2 > mask) this.grow()
  }

  private grow(): void {
    const old = this.slots
    this.slots = new Float64Array(old.length * 2).fill(EMPTY)
    this.size = 0
    for (const value of old) if (value !== EMPTY) this.add(value)
  }

  *values(): Generator<number> {
    for (const value of this.slots) if (value !== EMPTY) yield value
  }
}
