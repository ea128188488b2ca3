import { COUNTRIES } from '../../vocabulary/countries.ts'
import { AGES, FAMILIES, GENDERS, OCCASIONS, SEASONS } from '../../vocabulary/vocabulary.ts'
import { CONCEPTS, conceptLookup, VALUE_STRIDE } from '../concepts.ts'
import type { GarmentBatch } from '../input/garments.ts'
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
  private readonly lookup = conceptLookup()
  private readonly list = new Int16Array(FAMILIES.length + 2)

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

  /** Counts the rows that `kept` marks. */
  add(batch: GarmentBatch, kept: Uint8Array): void {
    countFour(this.contexts, [batch.gender, batch.occasion, batch.season, batch.country], CONTEXT_SIZES, kept)
    const { list, joint } = this
    for (let row = 0; row < batch.rows; row++) {
      if (kept[row] === 0) continue
      const n = conceptsOf(batch, row, this.lookup, list)
      const cluster = batch.cluster[row]!
      const gender = batch.gender[row]!
      const age = batch.age[row]!
      const occasion = batch.occasion[row]!
      const country = batch.country[row]! + 1
      const season = batch.season[row]! + 1
      const month = batch.month[row]! + 1
      this.wearer.add(wearerSlot(gender, age, occasion), list, n, cluster)
      this.country.add(country, list, n, cluster)
      this.season.add(season, list, n, cluster)
      this.month.add(month, list, n, cluster)
      if (month > 0) this.week.add(batch.week[row]! + 1, list, n, cluster)
      const bit = 1 << ((cluster >>> 8) & 31)
      const low = (cluster & 0x2000) === 0 ? bit : 0
      const high = low === 0 ? bit : 0
      const context = joint.contextKey(
        gender < 0 ? UNKNOWN_GENDER : gender,
        occasion + 1,
        season,
        country,
        age < 0 ? UNKNOWN_AGE : age,
        month,
      )
      const hash = contextHash(context)
      for (let i = 0; i < n; i++) joint.add(context, hash, list[i]!, 1, low, high)
      this.withAccount += batch.hasAccount[row]!
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

/** Writes the concepts of one garment into `list`: `*`, its category, its values. Returns how many. */
export function conceptsOf(batch: GarmentBatch, row: number, lookup: Int16Array, list: Int16Array): number {
  list[0] = 0
  const category = batch.category[row]!
  if (category < 0) return 1
  list[1] = category + 1
  let n = 2
  const families = batch.values.length
  for (let family = 0; family < families; family++) {
    const value = batch.values[family]![row]!
    if (value < 0) continue
    const concept = lookup[(category * families + family) * VALUE_STRIDE + value]!
    if (concept >= 0) list[n++] = concept
  }
  return n
}
