import { createHash } from 'node:crypto'

/**
 * Which ids a feed has had, in 16 to 32 bytes an id whatever its length: a table of 64-bit hashes. Ten million ids
 * meet a false "seen" with a chance of 3 in a million.
 */
export class SeenIds {
  #table = new BigUint64Array(1 << 12)
  #size = 0

  /** Notes an id. True where it was already there. */
  has(id: string): boolean {
    const hash = createHash('sha256').update(id).digest().readBigUInt64LE(0) || 1n
    if (insert(this.#table, hash)) return true
    this.#size += 1
    if (this.#size * 2 > this.#table.length) this.#grow()
    return false
  }

  #grow(): void {
    const larger = new BigUint64Array(this.#table.length * 2)
    for (const hash of this.#table) if (hash !== 0n) insert(larger, hash)
    this.#table = larger
  }
}

/** Linear probing; true where the hash was there. */
function insert(table: BigUint64Array, hash: bigint): boolean {
  const mask = table.length - 1
  let slot = Number(hash & 0xffffffffn) & mask
  while (table[slot] !== 0n) {
    if (table[slot] === hash) return true
    slot = (slot + 1) & mask
  }
  table[slot] = hash
  return false
}
