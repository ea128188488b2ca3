import { mix } from '../statistics/hash.ts'
import { JOINT_DIMENSIONS, type JointCounts, RADIX } from '../tally/joint.ts'

/** Cells as columns: a million of them as objects would not fit. */
export interface Cells {
  readonly length: number
  /** Indices into `JOINT_DIMENSIONS` of the columns in `codes`. */
  readonly dimensions: readonly number[]
  readonly codes: readonly Uint16Array[]
  readonly concepts: Uint16Array
  readonly counts: Float64Array
  /** Account sketch: one bit an account, 64 in all. */
  readonly low: Uint32Array
  readonly high: Uint32Array
}

/** Room for columns of so many cells. */
function emptyCells(length: number, dimensions: readonly number[]): Cells {
  return {
    length,
    dimensions,
    codes: dimensions.map(() => new Uint16Array(length)),
    concepts: new Uint16Array(length),
    counts: new Float64Array(length),
    low: new Uint32Array(length),
    high: new Uint32Array(length),
  }
}

/** All cells of the joint counts. */
export function columnsOf(joint: JointCounts): Cells {
  const cells = emptyCells(joint.length, [...JOINT_DIMENSIONS.keys()])
  let at = 0
  for (const { codes, concept, count, low, high } of joint.cells()) {
    for (const [place, column] of cells.codes.entries()) column[at] = codes[place]!
    cells.concepts[at] = concept
    cells.counts[at] = count
    cells.low[at] = low
    cells.high[at++] = high
  }
  return cells
}

/** One number for each cell's codes of the dimensions at `places` and its concept; `family` is put in its place. */
export function cellKeys(
  { length, dimensions, codes, concepts }: Cells,
  places: readonly number[],
  family?: Uint16Array,
) {
  const keys = new Float64Array(length)
  for (const place of places) {
    const [column, radix] = [codes[place]!, RADIX[dimensions[place]!]!]
    for (let i = 0; i < length; i++) keys[i] = keys[i]! * radix + column[i]!
  }
  for (let i = 0; i < length; i++)
    keys[i] = keys[i]! * 1024 + (family === undefined ? concepts[i]! : family[concepts[i]!]!)
  return keys
}

/** The key of one cell, as {@link cellKeys} makes it. */
export function cellKey({ dimensions, codes, concepts }: Cells, places: readonly number[], cell: number): number {
  let key = 0
  for (const place of places) key = key * RADIX[dimensions[place]!]! + codes[place]![cell]!
  return key * 1024 + concepts[cell]!
}

/**
 * Cells that agree on some dimensions become one, in the order of their codes: shards give the same victims.
 * @param kept 0 for cells to leave out
 */
export function mergeCells(cells: Cells, dimensions: readonly number[], kept: Uint8Array | null = null): Cells {
  const places = dimensions.map((dimension) => cells.dimensions.indexOf(dimension))
  const keys = cellKeys(cells, places)
  const index = new KeyIndex(Math.min(keys.length, 1 << 16))
  for (let i = 0; i < keys.length; i++) if (kept === null || kept[i] === 1) index.add(keys[i]!)
  const sorted = index.sort()
  const merged = emptyCells(sorted.length, dimensions)
  for (let i = 0; i < keys.length; i++) {
    if (kept !== null && kept[i] === 0) continue
    const to = index.get(keys[i]!)
    places.forEach((place, at) => {
      merged.codes[at]![to] = cells.codes[place]![i]!
    })
    merged.concepts[to] = cells.concepts[i]!
    merged.counts[to]! += cells.counts[i]!
    merged.low[to]! |= cells.low[i]!
    merged.high[to]! |= cells.high[i]!
  }
  return merged
}

const EMPTY = -1

/** Different keys with a number each: open addressing in flat memory. */
export class KeyIndex {
  size = 0
  private mask: number
  private keys: Float64Array
  private numbers: Int32Array

  /** @param expected how many keys there may be; more make it grow */
  constructor(expected: number) {
    this.mask = 2 ** Math.max(4, Math.ceil(Math.log2(expected * 2 + 1))) - 1
    this.keys = new Float64Array(this.mask + 1).fill(EMPTY)
    this.numbers = new Int32Array(this.mask + 1)
  }

  /** The number of the key, the next one where it is new. */
  add(key: number): number {
    const at = this.find(key)
    if (this.keys[at] === key) return this.numbers[at]!
    this.keys[at] = key
    this.numbers[at] = this.size++
    if (this.size * 2 > this.mask) this.grow()
    return this.size - 1
  }

  /** The number of the key; -1 where it is unknown. */
  get(key: number): number {
    const at = this.find(key)
    return this.keys[at] === key ? this.numbers[at]! : -1
  }

  /** Numbers the keys anew in ascending order and returns them. */
  sort(): Float64Array {
    const sorted = this.keys.filter((key) => key !== EMPTY).sort()
    for (let number = 0; number < sorted.length; number++) this.numbers[this.find(sorted[number]!)] = number
    return sorted
  }

  private find(key: number): number {
    let at = mix((key % 0x40000000) ^ Math.imul(Math.floor(key / 0x40000000), 0x9e3779b1)) & this.mask
    while (this.keys[at] !== key && this.keys[at] !== EMPTY) at = (at + 1) & this.mask
    return at
  }

  private grow(): void {
    const { keys, numbers } = this
    this.mask = this.mask * 2 + 1
    this.keys = new Float64Array(this.mask + 1).fill(EMPTY)
    this.numbers = new Int32Array(this.mask + 1)
    for (let i = 0; i < keys.length; i++) {
      if (keys[i] === EMPTY) continue
      const at = this.find(keys[i]!)
      this.keys[at] = keys[i]!
      this.numbers[at] = numbers[i]!
    }
  }
}
