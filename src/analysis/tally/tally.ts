import type { HashColumn } from '../input/columns.ts'
import type { Filter } from '../input/filter.ts'
import { keptRows } from '../input/filter.ts'
import type { GarmentBatch } from '../input/garments.ts'
import { DistinctCounter } from '../statistics/distinct.ts'
import { mix } from '../statistics/hash.ts'
import { Cube } from './cube.ts'
import { LabelTally } from './labels.ts'
import { Outfits } from './outfits.ts'
import { PhotoTally } from './photos.ts'

/** Who posted the rows of a batch. */
export interface Owners {
  readonly post: HashColumn
  readonly account: HashColumn
}

/** What is counted apart from the rest, at the same time where there are many rows. */
export const COUNT_KINDS = ['slices', 'joint', 'persons', 'owners'] as const
export type CountKind = (typeof COUNT_KINDS)[number]

/** Everything that is counted in the one pass over the tables. Tallies of tables, shards and kinds add up. */
export class Tally {
  readonly minCount: number
  readonly cube: Cube
  readonly outfits: Outfits
  readonly labels = new LabelTally()
  readonly photos = new PhotoTally()
  people = 0
  /** Known only by their garments: for tables without a photos table beside them. */
  readonly garmentPhotos = new DistinctCounter()
  readonly garmentPersons = new DistinctCounter()

  /** @param minCount accounts that a shown count needs: decides how many are told apart */
  constructor(minCount: number) {
    this.minCount = minCount
    this.cube = new Cube(minCount)
    this.outfits = new Outfits(minCount)
  }

  /** Counts one batch of garments. `owners` where there is no photos table: then they are counted here. */
  addGarments(
    batch: GarmentBatch,
    filter: Filter | null,
    owners: Owners | null,
    kinds: readonly CountKind[] = COUNT_KINDS,
  ): void {
    const kept = keptRows(filter, batch, batch.rows)
    for (let row = 0; row < batch.rows; row++) if (batch.duplicate[row] === 1) kept[row] = 0
    if (kinds.includes('slices')) this.cube.addSlices(batch, kept)
    if (kinds.includes('joint')) {
      this.cube.addJoint(batch, kept)
      this.labels.add(batch, kept)
    }
    if (kinds.includes('persons')) this.outfits.add(batch, kept)
    if (kinds.includes('owners') && owners !== null) this.countOwners(batch, kept, owners)
  }

  private countOwners(batch: GarmentBatch, kept: Uint8Array, { post, account }: Owners): void {
    for (let row = 0; row < batch.rows; row++) {
      if (kept[row] === 0) continue
      const photo = batch.photo[row]!
      const person = batch.person[row]!
      if (row > 0 && kept[row - 1] === 1 && photo === batch.photo[row - 1] && person === batch.person[row - 1]) continue
      this.garmentPhotos.add(photo, mix(photo ^ 0x9e3779b9))
      if (person >= 0) this.garmentPersons.add(photo, mix(photo + Math.imul(person + 1, 0x9e3779b1)))
      this.photos.posts.add(post.high[row]!, post.low[row]!)
      if (account.present[row] === 1) this.photos.accounts.add(account.high[row]!, account.low[row]!)
    }
  }

  merge(other: Tally): void {
    this.cube.merge(other.cube)
    this.outfits.merge(other.outfits)
    this.labels.merge(other.labels)
    this.photos.merge(other.photos)
    this.people += other.people
    this.garmentPhotos.merge(other.garmentPhotos)
    this.garmentPersons.merge(other.garmentPersons)
  }
}
