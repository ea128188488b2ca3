import { mix } from '../statistics/hash.ts'

/** Dimensions of the joint counts, in the order they are kept: the last are given up first. */
export const JOINT_DIMENSIONS = ['gender', 'occasion', 'season', 'country', 'age', 'month'] as const
/** Cells held at most (16 bytes of key and count, 8 of accounts each); beyond, a dimension is given up. */
const MOST_CELLS = 1 << 21

/** One cell of the joint counts. Codes as in {@link JOINT_DIMENSIONS}; 0 = missing, `GIVEN_UP` = not kept. */
export interface JointCell {
  readonly codes: readonly number[]
  readonly concept: number
  readonly count: number
  readonly low: number
  readonly high: number
}

/** More than the codes of each dimension, in their order. */
export const RADIX: readonly number[] = [4, 12, 12, 300, 5, 1201]

/**
 * Sparse counts over all dimensions at once, in flat memory: an open-addressing table. When the cells no longer fit,
 * the finest dimension is given up for all of them, so the outcome depends on the rows only, not on their order.
 * Each cell keeps a 64-bit sketch of its accounts (one bit an account): the number of set bits never exceeds the
 * number of accounts, so a cell that seems safe is safe.
 */
export class JointCounts {
  /** Dimensions still kept. */
  kept: number = JOINT_DIMENSIONS.length
  private size = 0
  private mask = (1 << 14) - 1
  private keys = new Float64Array(1 << 14).fill(-1)
  private counts = new Float64Array(1 << 14)
  private sketches = new Uint32Array(2 << 14)
  private readonly most: number

  constructor(most = MOST_CELLS) {
    this.most = most
  }

  /** Key of a context: `codes` with 0 for missing. */
  contextKey(gender: number, occasion: number, season: number, country: number, age: number, month: number): number {
    const kept = this.kept
    let key = gender * RADIX[1]! + occasion
    key = key * RADIX[2]! + (kept > 2 ? season : 0)
    key = key * RADIX[3]! + (kept > 3 ? country : 0)
    key = key * RADIX[4]! + (kept > 4 ? age : 0)
    return key * RADIX[5]! + (kept > 5 ? month : 0)
  }

  /** @param hash {@link contextHash} of the context, so that a garment's concepts share its cost */
  add(context: number, hash: number, concept: number, count: number, low: number, high: number): void {
    const at = this.find(context * 1024 + concept, hash)
    this.counts[at]! += count
    this.sketches[at * 2]! |= low
    this.sketches[at * 2 + 1]! |= high
    if (this.size * 2 > this.mask || this.size > this.most) this.grow()
  }

  private find(key: number, hash: number): number {
    const { keys, mask } = this
    let at = mix(hash + Math.imul(key & 1023, 0x85ebca6b)) & mask
    for (; keys[at] !== key; at = (at + 1) & mask) {
      if (keys[at] !== -1) continue
      keys[at] = key
      this.size++
      return at
    }
    return at
  }

  private grow(): void {
    while (this.size > this.most && this.kept > 2) this.rebuild(this.kept - 1)
    if (this.size * 2 > this.mask) this.rebuild(this.kept)
  }

  private rebuild(kept: number): void {
    const cells = readCells(this.keys, this.counts, this.sketches)
    const slots = kept < this.kept ? this.mask + 1 : (this.mask + 1) * 2
    this.kept = kept
    this.size = 0
    this.mask = slots - 1
    this.keys = new Float64Array(slots).fill(-1)
    this.counts = new Float64Array(slots)
    this.sketches = new Uint32Array(slots * 2)
    for (const { codes, concept, count, low, high } of cells) {
      const [gender = 0, occasion = 0, season = 0, country = 0, age = 0, month = 0] = codes
      const context = this.contextKey(gender, occasion, season, country, age, month)
      const at = this.find(context * 1024 + concept, contextHash(context))
      this.counts[at]! += count
      this.sketches[at * 2]! |= low
      this.sketches[at * 2 + 1]! |= high
    }
  }

  /** All cells, in no particular order. */
  cells(): Generator<JointCell> {
    return readCells(this.keys, this.counts, this.sketches)
  }

  /** How many cells there are. */
  get length(): number {
    return this.size
  }

  merge(other: JointCounts): void {
    while (this.kept > other.kept) this.rebuild(this.kept - 1)
    for (const { codes, concept, count, low, high } of other.cells()) {
      const [gender = 0, occasion = 0, season = 0, country = 0, age = 0, month = 0] = codes
      const context = this.contextKey(gender, occasion, season, country, age, month)
      this.add(context, contextHash(context), concept, count, low, high)
    }
  }
}

/** The part of a cell's hash that its context gives. */
export function contextHash(context: number): number {
  return mix((context & 0x3fffffff) ^ Math.imul(Math.floor(context / 0x40000000), 0x9e3779b1))
}

function* readCells(keys: Float64Array, counts: Float64Array, sketches: Uint32Array): Generator<JointCell> {
  for (let at = 0; at < keys.length; at++) {
    const key = keys[at]!
    if (key < 0) continue
    const codes = new Array<number>(RADIX.length)
    let rest = Math.floor(key / 1024)
    for (let i = RADIX.length - 1; i >= 0; i--) {
      codes[i] = rest % RADIX[i]!
      rest = Math.floor(rest / RADIX[i]!)
    }
    yield { codes, concept: key % 1024, count: counts[at]!, low: sketches[at * 2]!, high: sketches[at * 2 + 1]! }
  }
}
