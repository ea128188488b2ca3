import type { RecordBatch } from 'apache-arrow'
import { columnCodes } from '../../dataset/read.ts'
import { FAMILIES } from '../../vocabulary/vocabulary.ts'
import { type ConceptLists, conceptLists } from '../tally/concept-lists.ts'
import { monthCodes, weekCodes } from './calendar.ts'
import { flagColumn, hashColumn, integerColumn, scoreColumn, timeColumn } from './columns.ts'

/** One batch of the garments table as codes: -1 is null in every code column. */
export interface GarmentBatch {
  readonly rows: number
  readonly category: Int8Array | Int16Array
  /** In the order of `FAMILIES`. */
  readonly values: readonly (Int8Array | Int16Array)[]
  readonly concepts: ConceptLists
  readonly gender: Int8Array | Int16Array
  readonly age: Int8Array | Int16Array
  readonly occasion: Int8Array | Int16Array
  readonly season: Int8Array | Int16Array
  readonly country: Int8Array | Int16Array
  readonly month: Int16Array
  readonly week: Int16Array
  /** Hash of the account, or of the post where the account is unknown: what is resampled. */
  readonly cluster: Uint32Array
  readonly hasAccount: Uint8Array
  readonly photo: Uint32Array
  readonly person: Int32Array
  /** 1 where the photo repeats an earlier one: such rows are not counted. */
  readonly duplicate: Uint8Array
  /** In the order of `category`, then `FAMILIES`; null where the table has no such column. */
  readonly scores: readonly (Float32Array | null)[]
}

const SCORES = ['category_score', ...FAMILIES.map((family) => `${family}_score`)]

/** Reads the columns that are counted; all others are left alone, and what not every count needs until it is asked for. */
export function garmentBatch(batch: RecordBatch): GarmentBatch {
  const codes = (name: string) => columnCodes(batch, 'garments', name)
  const times = timeColumn(batch, 'taken_at')
  const account = hashColumn(batch, 'account')
  const photo = lazy(() => hashColumn(batch, 'photo_id').high)
  const category = codes('category')
  const values = FAMILIES.map(codes)
  const concepts = lazy(() => conceptLists(category, values))
  const scores = lazy(() => SCORES.map((name) => scoreColumn(batch, name)))
  const cluster = account.high
  if (account.present.includes(0)) {
    const post = hashColumn(batch, 'post_id')
    for (let row = 0; row < cluster.length; row++) if (account.present[row] === 0) cluster[row] = post.high[row]!
  }
  return {
    rows: batch.numRows,
    category,
    values,
    get concepts() {
      return concepts()
    },
    gender: codes('gender'),
    age: codes('age'),
    occasion: codes('occasion'),
    season: codes('season'),
    country: codes('country'),
    month: monthCodes(times),
    week: weekCodes(times),
    cluster,
    hasAccount: account.present,
    get photo() {
      return photo()
    },
    person: integerColumn(batch, 'person'),
    duplicate: flagColumn(batch, 'duplicate'),
    get scores() {
      return scores()
    },
  }
}

function lazy<T>(make: () => T): () => T {
  let made: T | undefined
  return () => {
    made ??= make()
    return made
  }
}
