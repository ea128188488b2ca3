import type { RecordBatch } from 'apache-arrow'
import { columnCodes } from '../../dataset/read.ts'
import { DATE_SOURCES, PLACE_SOURCES } from '../../feed/post.ts'
import { monthCodes } from '../input/calendar.ts'
import { countPresent, hashColumn, integerColumn, timeColumn } from '../input/columns.ts'
import { type Filter, keptRows } from '../input/filter.ts'
import { DistinctCounter } from '../statistics/distinct.ts'

const MOST_ACCOUNTS = 1 << 20

/** What the photos table says about the feed and its quality. Tallies of shards add up. */
export class PhotoTally {
  rows = 0
  failed = 0
  withoutPeople = 0
  withoutGarments = 0
  duplicates = 0
  missing = { date: 0, country: 0, season: 0, caption: 0, occasion: 0 }
  readonly errors = new Map<string, number>()
  readonly dateSources = new Map<string, number>()
  readonly placeSources = new Map<string, number>()
  readonly posts = new DistinctCounter()
  readonly accounts = new DistinctCounter()
  private readonly heavy = new HeaviestAccount()

  /** Counts one batch of the photos table. Conditions of the filter on persons or garments do not apply here. */
  add(batch: RecordBatch, filter: Filter | null): void {
    const codes = (name: string) => columnCodes(batch, 'photos', name)
    const rows = batch.numRows
    const [country, season, occasion, status] = [codes('country'), codes('season'), codes('occasion'), codes('status')]
    const month = monthCodes(timeColumn(batch, 'taken_at'))
    const kept = keptRows(filter, { country, season, occasion, month }, rows)
    const [dates, places] = [codes('date_source'), codes('place_source')]
    const [post, account] = [hashColumn(batch, 'post_id'), hashColumn(batch, 'account')]
    const [people, garments] = [integerColumn(batch, 'people'), integerColumn(batch, 'garments')]
    const errors = countPresent(batch, 'error_code') === 0 ? null : batch.getChild('error_code')
    const captions = batch.getChild('caption')
    const copies = countPresent(batch, 'duplicate_of') === 0 ? null : batch.getChild('duplicate_of')
    for (let row = 0; row < rows; row++) {
      if (kept[row] === 0) continue
      this.rows++
      this.posts.add(post.high[row]!, post.low[row]!)
      if (account.present[row] === 1) {
        this.accounts.add(account.high[row]!, account.low[row]!)
        this.heavy.add(account.high[row]!)
      }
      if (status[row] === 1) {
        this.failed++
        bump(this.errors, String(errors?.get(row) ?? 'unknown'))
        continue
      }
      if (people[row] === 0) this.withoutPeople++
      if (garments[row] === 0) this.withoutGarments++
      if (month[row]! < 0) this.missing.date++
      if (country[row]! < 0) this.missing.country++
      if (season[row]! < 0) this.missing.season++
      if (occasion[row]! < 0) this.missing.occasion++
      if (captions === null || !captions.isValid(row)) this.missing.caption++
      if (dates[row]! >= 0) bump(this.dateSources, DATE_SOURCES[dates[row]!]!)
      if (places[row]! >= 0) bump(this.placeSources, PLACE_SOURCES[places[row]!]!)
      if (copies?.isValid(row)) this.duplicates++
    }
  }

  merge(other: PhotoTally): void {
    for (const name of ['rows', 'failed', 'withoutPeople', 'withoutGarments', 'duplicates'] as const) {
      this[name] += other[name]
    }
    for (const name of ['date', 'country', 'season', 'caption', 'occasion'] as const) {
      this.missing[name] += other.missing[name]
    }
    for (const name of ['errors', 'dateSources', 'placeSources'] as const) {
      for (const [key, count] of other[name]) bump(this[name], key, count)
    }
    this.posts.merge(other.posts)
    this.accounts.merge(other.accounts)
    this.heavy.merge(other.heavy)
  }

  /** The busiest account's share of the photos; null where no account is known. */
  largestAccountShare(): number | null {
    return this.heavy.share()
  }
}

function bump(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by)
}

/**
 * The weight of the busiest account: photos by account for the first million accounts met. Later ones are only part
 * of the total, so memory is bounded, and an account that weighs anything is met long before.
 */
class HeaviestAccount {
  private readonly counts = new Map<number, number>()
  private total = 0

  add(account: number, by = 1): void {
    this.total += by
    const count = this.counts.get(account)
    if (count !== undefined || this.counts.size < MOST_ACCOUNTS) this.counts.set(account, (count ?? 0) + by)
  }

  merge(other: HeaviestAccount): void {
    const total = this.total + other.total
    for (const [account, count] of other.counts) this.add(account, count)
    this.total = total
  }

  share(): number | null {
    let most = 0
    for (const count of this.counts.values()) most = Math.max(most, count)
    return this.total === 0 ? null : most / this.total
  }
}
