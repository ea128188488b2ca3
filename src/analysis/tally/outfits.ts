import { GENDERS, GROUPS, OCCASIONS } from '../../vocabulary/vocabulary.ts'
import { CONCEPTS } from '../concepts.ts'
import type { GarmentBatch } from '../input/garments.ts'
import { MOST_CONCEPTS } from './concept-lists.ts'

/** Buckets of accounts for pairs: fewer than for garments, as there are many pairs. */
export const PAIR_BUCKETS = 64
const HELD = 32
/** Conditions a pair is counted under: each known gender, then each occasion. */
export const STRATA = GENDERS.length - 1 + OCCASIONS.length
const GROUP_COUNT = GROUPS.length
const N = CONCEPTS.length
/** Facts of concepts as arrays, for the inner loops. */
const GROUP_OF = Int8Array.from(CONCEPTS, ({ group }) => group)
const CATEGORY_OF = Int8Array.from(CONCEPTS, ({ category }) => category)
const IS_VALUE = Uint8Array.from(CONCEPTS, ({ family }) => Number(family >= 0))
const IS_SILENT = Uint8Array.from(CONCEPTS, ({ silent }) => Number(silent))

/** One row a pair: counts by bucket, counts by stratum, two words of account sketch by stratum. */
const ROW = PAIR_BUCKETS + STRATA * 3

/**
 * What persons with at least two garments wear together. A person is a run of rows with the same photo and number.
 * For a pair of concepts of different categories: how many persons wear both, by account bucket and by stratum. For
 * chance, the same of each concept among those who wear something of the other one's garment group.
 */
export class Outfits {
  /** Persons with at least two garments, by stratum. */
  readonly persons = new Float64Array(STRATA)
  total = 0
  /** `[stratum][concept]`, the last stratum being everyone. */
  readonly wearing = new Float64Array((STRATA + 1) * N)
  /** `[concept][group][bucket]`: persons who wear the concept and something of that group. */
  readonly beside = new Uint32Array(N * GROUP_COUNT * PAIR_BUCKETS)
  /** `[stratum][concept][group]` of the same. */
  readonly besideStratum = new Uint32Array(STRATA * N * GROUP_COUNT)
  /** `[group][group][bucket]`: persons who wear something of both; with itself: two categories of it. */
  readonly groups = new Uint32Array(GROUP_COUNT * GROUP_COUNT * PAIR_BUCKETS)
  readonly groupsStratum = new Uint32Array(STRATA * GROUP_COUNT * GROUP_COUNT)
  /** `[a * N + b]`, a < b: row of the pair + 1. */
  private readonly rowOf = new Int32Array(N * N)
  private rows: Uint32Array = new Uint32Array(ROW * 256)
  private accounts: Uint32Array
  private held: Uint8Array = new Uint8Array(256)
  private pairs = 0
  private readonly limit: number
  private readonly stamp = new Float64Array(N).fill(-1)
  private readonly worn: number[] = []
  private readonly groupSize = new Uint8Array(GROUP_COUNT)
  private person = { photo: -1, number: -1, garments: 0, gender: -1, occasion: -1, cluster: 0, serial: 0 }

  constructor(minCount: number) {
    this.limit = Math.max(1, Math.min(minCount, HELD))
    this.accounts = new Uint32Array(256 * this.limit)
  }

  /** Collects the rows that `kept` marks; persons may go on in the next batch. */
  add(batch: GarmentBatch, kept: Uint8Array): void {
    const { person, worn, stamp } = this
    const { lists, sizes } = batch.concepts
    for (let row = 0; row < batch.rows; row++) {
      const number = batch.person[row]!
      if (kept[row] === 0 || number < 0) continue
      if (person.number !== number || person.photo !== batch.photo[row]!) {
        this.finishPerson()
        person.photo = batch.photo[row]!
        person.number = number
        person.gender = batch.gender[row]!
        person.occasion = batch.occasion[row]!
        person.cluster = batch.cluster[row]!
      }
      person.garments++
      const start = row * MOST_CONCEPTS
      for (let i = 1; i < sizes[row]!; i++) {
        const concept = lists[start + i]!
        if (stamp[concept] === person.serial || IS_SILENT[concept] === 1) continue
        stamp[concept] = person.serial
        worn.push(concept)
        if (i === 1) this.groupSize[GROUP_OF[concept]!]!++
      }
    }
  }

  /** Counts the person whose rows were collected. To be called once more after the last batch of a table. */
  finishPerson(): void {
    const { person } = this
    if (person.garments >= 2) this.countPerson()
    person.garments = 0
    person.number = -1
    person.serial++
    this.worn.length = 0
    this.groupSize.fill(0)
  }

  private countPerson(): void {
    const { person, worn, groupSize } = this
    const bucket = person.cluster & (PAIR_BUCKETS - 1)
    const strata = strataOf(person.gender, person.occasion)
    this.total++
    for (const stratum of strata) this.persons[stratum]!++
    for (let a = 0; a < GROUP_COUNT; a++) {
      for (let b = 0; b < GROUP_COUNT; b++) {
        if (!together(groupSize, a, b)) continue
        this.groups[(a * GROUP_COUNT + b) * PAIR_BUCKETS + bucket]!++
        for (const stratum of strata) this.groupsStratum[(stratum * GROUP_COUNT + a) * GROUP_COUNT + b]!++
      }
    }
    for (const concept of worn) {
      const group = GROUP_OF[concept]!
      this.wearing[STRATA * N + concept]!++
      for (const stratum of strata) this.wearing[stratum * N + concept]!++
      for (let other = 0; other < GROUP_COUNT; other++) {
        if (!together(groupSize, group, other)) continue
        this.beside[(concept * GROUP_COUNT + other) * PAIR_BUCKETS + bucket]!++
        for (const stratum of strata) this.besideStratum[(stratum * N + concept) * GROUP_COUNT + other]!++
      }
    }
    for (let i = 0; i < worn.length; i++) {
      const a = worn[i]!
      for (let j = i + 1; j < worn.length; j++) {
        const b = worn[j]!
        if (CATEGORY_OF[a] === CATEGORY_OF[b] || IS_VALUE[a] !== IS_VALUE[b]) continue
        this.countPair(a < b ? a * N + b : b * N + a, bucket, strata)
      }
    }
  }

  private countPair(pair: number, bucket: number, strata: readonly number[]): void {
    const row = (this.rowOf[pair] || this.newPair(pair)) - 1
    const start = row * ROW
    const { rows } = this
    const cluster = this.person.cluster
    rows[start + bucket]!++
    for (const stratum of strata) {
      rows[start + PAIR_BUCKETS + stratum]!++
      const word = start + PAIR_BUCKETS + STRATA + stratum * 2 + ((cluster >>> 13) & 1)
      rows[word]! |= 1 << ((cluster >>> 8) & 31)
    }
    if (this.held[row]! < this.limit) this.hold(row, cluster)
  }

  private hold(row: number, account: number): void {
    const start = row * this.limit
    const end = start + this.held[row]!
    for (let i = start; i < end; i++) if (this.accounts[i] === account) return
    this.accounts[end] = account
    this.held[row]!++
  }

  private newPair(pair: number): number {
    if ((this.pairs + 1) * ROW > this.rows.length) {
      this.rows = enlarged(this.rows, this.rows.length * 2)
      this.accounts = enlarged(this.accounts, this.accounts.length * 2)
      const held = new Uint8Array(this.held.length * 2)
      held.set(this.held)
      this.held = held
    }
    this.pairs++
    this.rowOf[pair] = this.pairs
    return this.pairs
  }

  /** All pairs that any person wears. */
  *allPairs(): Generator<PairCounts> {
    for (let pair = 0; pair < this.rowOf.length; pair++) {
      const row = this.rowOf[pair]! - 1
      if (row < 0) continue
      const counts = this.rows.subarray(row * ROW, (row + 1) * ROW)
      yield {
        a: Math.floor(pair / N),
        b: pair % N,
        buckets: counts.subarray(0, PAIR_BUCKETS),
        strata: counts.subarray(PAIR_BUCKETS, PAIR_BUCKETS + STRATA),
        sketches: counts.subarray(PAIR_BUCKETS + STRATA),
        accounts: this.accounts.subarray(row * this.limit, row * this.limit + this.held[row]!),
      }
    }
  }

  /** Adds the counts of another table or shard; both must have finished their last person. */
  merge(other: Outfits): void {
    this.total += other.total
    for (const name of ['persons', 'wearing', 'beside', 'besideStratum', 'groups', 'groupsStratum'] as const) {
      const mine = this[name]
      for (let i = 0; i < mine.length; i++) mine[i]! += other[name][i]!
    }
    for (const pair of other.allPairs()) this.mergePair(pair)
  }

  private mergePair(pair: PairCounts): void {
    const key = pair.a * N + pair.b
    const row = (this.rowOf[key] || this.newPair(key)) - 1
    const mine = this.rows.subarray(row * ROW, (row + 1) * ROW)
    for (let i = 0; i < PAIR_BUCKETS; i++) mine[i]! += pair.buckets[i]!
    for (let i = 0; i < STRATA; i++) mine[PAIR_BUCKETS + i]! += pair.strata[i]!
    for (let i = 0; i < STRATA * 2; i++) mine[PAIR_BUCKETS + STRATA + i]! |= pair.sketches[i]!
    for (const account of pair.accounts) if (this.held[row]! < this.limit) this.hold(row, account)
  }
}

/** Persons who wear both concepts of a pair. */
export interface PairCounts {
  readonly a: number
  readonly b: number
  readonly buckets: Uint32Array
  readonly strata: Uint32Array
  /** Two words a stratum, one bit an account. */
  readonly sketches: Uint32Array
  /** The first different accounts, up to the limit. */
  readonly accounts: Uint32Array
}

/** Does the person wear something of both groups (of one group: two different categories)? */
function together(sizes: Uint8Array, a: number, b: number): boolean {
  return a === b ? sizes[a]! >= 2 : sizes[a]! >= 1 && sizes[b]! >= 1
}

/** The strata a person is in; `unknown` and missing are in none. Lists are shared: a person must not cost one. */
function strataOf(gender: number, occasion: number): readonly number[] {
  const known = gender >= 0 && gender < GENDERS.length - 1
  return strataLists[(known ? gender + 1 : 0) * (OCCASIONS.length + 1) + occasion + 1]!
}

const strataLists: readonly (readonly number[])[] = Array.from({ length: GENDERS.length }, (_, gender) =>
  Array.from({ length: OCCASIONS.length + 1 }, (_, occasion) => [
    ...(gender > 0 ? [gender - 1] : []),
    ...(occasion > 0 ? [GENDERS.length - 2 + occasion] : []),
  ]),
).flat()

function enlarged(array: Uint32Array, length: number): Uint32Array {
  const bigger = new Uint32Array(length)
  bigger.set(array)
  return bigger
}
