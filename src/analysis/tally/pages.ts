import { type ConceptLists, MOST_CONCEPTS } from './concept-lists.ts'

/** Buckets that accounts are hashed into: the units of the bootstrap. A power of two. */
export const BUCKETS = 256
/** Accounts told apart exactly in each cell: enough for any sensible `--min-count`. */
export const ACCOUNTS_HELD = 32

/** Counts of one slot (one country, one month, …): every concept in every bucket, and the first accounts of each. */
export interface Page {
  /** `[bucket * concepts + concept]` */
  readonly counts: Uint32Array
  /** `[concept * limit + i]`: hashes of the different accounts met, up to the limit. */
  readonly accounts: Uint32Array
  /** How many of them. */
  readonly held: Uint8Array
}

/**
 * A count table over slots, concepts and account buckets. Slots come into being when they are first met, so memory
 * follows what the data hold, never how many rows there are. Tables of shards add up.
 */
export class CountTable {
  readonly pages: (Page | undefined)[] = []
  readonly concepts: number
  readonly buckets: number
  readonly limit: number

  /** @param limit accounts told apart per cell, at most {@link ACCOUNTS_HELD} */
  constructor(concepts: number, buckets: number, limit: number) {
    this.concepts = concepts
    this.buckets = buckets
    this.limit = Math.max(1, Math.min(limit, ACCOUNTS_HELD))
  }

  page(slot: number): Page {
    const found = this.pages[slot]
    if (found !== undefined) return found
    const page = {
      counts: new Uint32Array(this.buckets * this.concepts),
      accounts: new Uint32Array(this.concepts * this.limit),
      held: new Uint8Array(this.concepts),
    }
    this.pages[slot] = page
    return page
  }

  /** Slots that were met, ascending. */
  slots(): number[] {
    return [...this.pages.keys()].filter((slot) => this.pages[slot] !== undefined)
  }

  /** Counts the garments that `kept` marks, each in its slot under each of its concepts. */
  add(slots: Int16Array, { lists, sizes }: ConceptLists, clusters: Uint32Array, kept: Uint8Array): void {
    const { limit, concepts, pages } = this
    const mask = this.buckets - 1
    for (let row = 0; row < slots.length; row++) {
      if (kept[row] === 0) continue
      const { counts, accounts, held } = pages[slots[row]!] ?? this.page(slots[row]!)
      const cluster = clusters[row]!
      const base = (cluster & mask) * concepts
      const start = row * MOST_CONCEPTS
      const end = start + sizes[row]!
      for (let at = start; at < end; at++) {
        const concept = lists[at]!
        counts[base + concept]!++
        if (held[concept]! < limit) hold(accounts, held, concept, limit, cluster)
      }
    }
  }

  /** Adds another table of the same shape, cell by cell. */
  merge(other: CountTable): void {
    for (const slot of other.slots()) {
      const mine = this.page(slot)
      const theirs = other.pages[slot]!
      for (let i = 0; i < mine.counts.length; i++) mine.counts[i]! += theirs.counts[i]!
      for (let concept = 0; concept < this.concepts; concept++) {
        for (let i = 0; i < theirs.held[concept]!; i++) {
          if (mine.held[concept]! >= this.limit) break
          hold(mine.accounts, mine.held, concept, this.limit, theirs.accounts[concept * this.limit + i]!)
        }
      }
    }
  }

  /** The sum of some slots as one page; slots that were never met are empty. */
  sum(slots: Iterable<number>): Page {
    const total = new CountTable(this.concepts, this.buckets, this.limit)
    const page = total.page(0)
    for (const slot of slots) {
      const one = this.pages[slot]
      if (one === undefined) continue
      const single = new CountTable(this.concepts, this.buckets, this.limit)
      single.pages[0] = one
      total.merge(single)
    }
    return page
  }
}

/** Remembers an account of a cell unless it is there already. */
function hold(accounts: Uint32Array, held: Uint8Array, concept: number, limit: number, account: number): void {
  const start = concept * limit
  const end = start + held[concept]!
  for (let i = start; i < end; i++) if (accounts[i] === account) return
  accounts[end] = account
  held[concept]!++
}

/** Garments of each concept on a page. */
export function totals(page: Page, concepts: number): Float64Array {
  const sums = new Float64Array(concepts)
  for (let i = 0; i < page.counts.length; i++) sums[i % concepts]! += page.counts[i]!
  return sums
}

/** One concept's counts by bucket. */
export function byBucket(page: Page, concepts: number, concept: number): Float64Array {
  const counts = new Float64Array(page.counts.length / concepts)
  for (let bucket = 0; bucket < counts.length; bucket++) counts[bucket] = page.counts[bucket * concepts + concept]!
  return counts
}
