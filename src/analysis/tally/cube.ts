import { COUNTRIES } from '../../vocabulary/countries.ts'
import { AGES, GENDERS, OCCASIONS, SEASONS } from '../../vocabulary/vocabulary.ts'
import { CONCEPTS } from '../concepts.ts'
import type { GarmentBatch } from '../input/garments.ts'
import { MOST_CONCEPTS } from './concept-lists.ts'
import { countFour } from './count.ts'
import { contextHash, JointCounts } from './joint.ts'
import { BUCKETS, CountTable } from './pages.ts'

const UNKNOWN_GENDER = GENDERS.indexOf('unknown')
const UNKNOWN_AGE = AGES.indexOf('unknown')
/** Slots of the wearer table: gender, age and occasion, the last with one place for "none". */
const OCCASION_SLOTS = OCCASIONS.length + 1

const CONTEXT_SIZES = [GENDERS.length + 1, OCCASIONS.length + 1, SEASONS.length + 1, COUNTRIES.length + 1] as const

/** The slot of the wearer table; a missing gender or age is `unknown`, a missing occasion -1. */
export function wearerSlot(gender: number, age: number, occasion: number): number {
  return (
    ((gender < 0 ? UNKNOWN_GENDER : gender) * AGES.length + (age < 0 ? UNKNOWN_AGE : age)) * OCCASION_SLOTS +
    occasion +
    1
  )
}

/** What a slot of the wearer table stands for; `occasion` -1 = none. */
export function wearerOf(slot: number): { gender: number; age: number; occasion: number } {
  const rest = Math.floor(slot / OCCASION_SLOTS)
  return { gender: Math.floor(rest / AGES.length), age: rest % AGES.length, occasion: (slot % OCCASION_SLOTS) - 1 }
}

/**
 * The cube: garments counted by context and concept, with the accounts behind them. Slots of `country`, `season`,
 * `month` and `week` are codes + 1, 0 = missing. Cubes of tables, parts and shards add up with `merge`.
 */
export class Cube {
  readonly wearer: CountTable
  readonly country: CountTable
  readonly season: CountTable
  readonly month: CountTable
  /** Without buckets: five hundred weeks of them would be too much to hold. */
  readonly week: CountTable
  readonly joint = new JointCounts()
  /** Garments by gender, occasion, season and country (missing = 0): what is missing where. */
  readonly contexts = new Uint32Array(CONTEXT_SIZES.reduce((product, size) => product * size))
  /** Garments whose account is known. */
  withAccount = 0

  /** @param minCount accounts that a cell needs to be shown: how many are told apart */
  constructor(minCount: number) {
    const table = (buckets: number) => new CountTable(CONCEPTS.length, buckets, minCount)
    this.wearer = table(BUCKETS)
    this.country = table(BUCKETS)
    this.season = table(BUCKETS)
    this.month = table(BUCKETS)
    this.week = table(1)
  }

  get garments(): number {
    return this.contexts.reduce((sum, count) => sum + count, 0)
  }

  /** Garments whose wearer's gender is missing or `unknown`. */
  get unknownGenders(): number {
    const size = this.contexts.length / CONTEXT_SIZES[0]
    const block = (code: number) => this.contexts.subarray((code + 1) * size, (code + 2) * size)
    return [-1, UNKNOWN_GENDER].reduce((sum, code) => block(code).reduce((total, count) => total + count, sum), 0)
  }

  /** Counts the rows that `kept` marks by wearer, country, season, month and week, with their account buckets. */
  addSlices(batch: GarmentBatch, kept: Uint8Array): void {
    const { gender, age, occasion, month, week } = batch
    const weeks = kept.slice()
    const slots = new Int16Array(batch.rows)
    for (let row = 0; row < batch.rows; row++) {
      slots[row] = wearerSlot(gender[row]!, age[row]!, occasion[row]!)
      if (month[row]! < 0) weeks[row] = 0
    }
    this.wearer.add(slots, batch.concepts, batch.cluster, kept)
    this.country.add(slotsOf(batch.country), batch.concepts, batch.cluster, kept)
    this.season.add(slotsOf(batch.season), batch.concepts, batch.cluster, kept)
    this.month.add(slotsOf(month), batch.concepts, batch.cluster, kept)
    this.week.add(slotsOf(week), batch.concepts, batch.cluster, weeks)
  }

  /** Counts the rows that `kept` marks over all dimensions at once. */
  addJoint(batch: GarmentBatch, kept: Uint8Array): void {
    countFour(this.contexts, [batch.gender, batch.occasion, batch.season, batch.country], CONTEXT_SIZES, kept)
    const { joint } = this
    const { lists, sizes } = batch.concepts
    const { gender, age, occasion, season, country, month, cluster, hasAccount } = batch
    for (let row = 0; row < batch.rows; row++) {
      if (kept[row] === 0) continue
      const bit = 1 << ((cluster[row]! >>> 8) & 31)
      const low = (cluster[row]! & 0x2000) === 0 ? bit : 0
      const high = low === 0 ? bit : 0
      const context = joint.contextKey(
        gender[row]! < 0 ? UNKNOWN_GENDER : gender[row]!,
        occasion[row]! + 1,
        season[row]! + 1,
        country[row]! + 1,
        age[row]! < 0 ? UNKNOWN_AGE : age[row]!,
        month[row]! + 1,
      )
      const hash = contextHash(context)
      const start = row * MOST_CONCEPTS
      for (let at = start; at < start + sizes[row]!; at++) joint.add(context, hash, lists[at]!, 1, low, high)
      this.withAccount += hasAccount[row]!
    }
  }

  merge(other: Cube): void {
    this.wearer.merge(other.wearer)
    this.country.merge(other.country)
    this.season.merge(other.season)
    this.month.merge(other.month)
    this.week.merge(other.week)
    this.joint.merge(other.joint)
    this.withAccount += other.withAccount
    for (let i = 0; i < this.contexts.length; i++) this.contexts[i]! += other.contexts[i]!
  }
}

/** Codes as slots: 0 = missing. */
function slotsOf(codes: ArrayLike<number>): Int16Array {
  const slots = new Int16Array(codes.length)
  for (let row = 0; row < slots.length; row++) slots[row] = codes[row]! + 1
  return slots
}
