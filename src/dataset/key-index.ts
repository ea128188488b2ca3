const EMPTY = -1

/**
 * A map from 64-bit keys to numbers from 0 up, in typed arrays with open addressing: 12 bytes an entry and no objects,
 * so that millions of hashes cost no more than their bits.
 */
export class KeyIndex {
  private count = 0
  private keys = new Uint32Array(2 * 1024)
  private values = new Int32Array(1024).fill(EMPTY)

  get size(): number {
    return this.count
  }

  /** The number stored under a key, or -1. */
  get(key: Uint8Array): number {
    const { high, low } = halves(key)
    return this.values[this.slot(high, low)]!
  }

  /** Stores a number under a key, in place of an earlier one. */
  set(key: Uint8Array, value: number): void {
    if ((this.count + 1) * 3 > this.values.length * 2) this.grow()
    const { high, low } = halves(key)
    this.put(high, low, value)
  }

  private put(high: number, low: number, value: number): void {
    const slot = this.slot(high, low)
    if (this.values[slot] === EMPTY) this.count++
    this.keys[slot * 2] = high
    this.keys[slot * 2 + 1] = low
    this.values[slot] = value
  }

  /** The key's place, or the free one where it belongs. Keys are hashes already: their bits are the address. */
  private slot(high: number, low: number): number {
    const mask = this.values.length - 1
    let slot = (low ^ Math.imul(high, 0x9e3779b1)) & mask
    while (this.values[slot] !== EMPTY && (this.keys[slot * 2] !== high || this.keys[slot * 2 + 1] !== low))
      slot = (slot + 1) & mask
    return slot
  }

  private grow(): void {
    const { keys, values } = this
    this.keys = new Uint32Array(keys.length * 2)
    this.values = new Int32Array(values.length * 2).fill(EMPTY)
    this.count = 0
    for (let slot = 0; slot < values.length; slot++) {
      if (values[slot] !== EMPTY) this.put(keys[slot * 2]!, keys[slot * 2 + 1]!, values[slot]!)
    }
  }
}

/** The first eight bytes of a hash. */
function halves(key: Uint8Array): { high: number; low: number } {
  return {
    high: ((key[0]! << 24) | (key[1]! << 16) | (key[2]! << 8) | key[3]!) >>> 0,
    low: ((key[4]! << 24) | (key[5]! << 16) | (key[6]! << 8) | key[7]!) >>> 0,
  }
}
