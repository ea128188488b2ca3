import type { PredictedFamily } from '../../inference/manifest.ts'
import { AGES, CATEGORIES, FAMILIES, GENDERS, OCCASIONS, valuesOf } from '../../vocabulary/vocabulary.ts'
import type { GarmentBatch } from '../input/garments.ts'
import { BUCKETS } from './pages.ts'

/** The families whose labels are tallied, in order; `unknown` is not a label. */
export const TALLIED_FAMILIES: readonly PredictedFamily[] = ['category', ...FAMILIES, 'gender', 'age', 'occasion']

/** The labels of a family as tables name them. */
export function labelsOf(family: PredictedFamily): readonly string[] {
  if (family === 'category') return CATEGORIES
  if (family === 'gender') return GENDERS.filter((gender) => gender !== 'unknown')
  if (family === 'age') return AGES.filter((age) => age !== 'unknown')
  if (family === 'occasion') return OCCASIONS
  return valuesOf(family)
}

/** How often each label was given, by account bucket, and how sure the pack was. Unit: garments. */
export class LabelTally {
  /** By family: `[label * BUCKETS + bucket]`. */
  readonly counts: readonly Uint32Array[] = TALLIED_FAMILIES.map(
    (family) => new Uint32Array(labelsOf(family).length * BUCKETS),
  )
  readonly scoreSums = new Float64Array(TALLIED_FAMILIES.length)
  readonly scoreCounts = new Float64Array(TALLIED_FAMILIES.length)

  add(batch: GarmentBatch, kept: Uint8Array): void {
    const columns = [batch.category, ...batch.values, batch.gender, batch.age, batch.occasion]
    columns.forEach((codes, family) => {
      const counts = this.counts[family]!
      const labels = counts.length / BUCKETS
      const scores = batch.scores[family] ?? null
      for (let row = 0; row < batch.rows; row++) {
        const code = codes[row]!
        if (code < 0 || code >= labels || kept[row] === 0) continue
        counts[code * BUCKETS + (batch.cluster[row]! & (BUCKETS - 1))]!++
        const score = scores === null ? Number.NaN : scores[row]!
        if (Number.isNaN(score)) continue
        this.scoreSums[family]! += score
        this.scoreCounts[family]!++
      }
    })
  }

  merge(other: LabelTally): void {
    this.counts.forEach((counts, family) => {
      for (let i = 0; i < counts.length; i++) counts[i]! += other.counts[family]![i]!
      this.scoreSums[family]! += other.scoreSums[family]!
      this.scoreCounts[family]! += other.scoreCounts[family]!
    })
  }

  meanScore(family: number): number | null {
    return this.scoreCounts[family]! === 0 ? null : this.scoreSums[family]! / this.scoreCounts[family]!
  }
}
