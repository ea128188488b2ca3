import type { ConfusionMatrix, PackManifest, PredictedFamily } from '../../inference/manifest.ts'
import type { Quality } from '../analysis.ts'
import { TALLIED_FAMILIES } from '../tally/labels.ts'
import type { Tally } from '../tally/tally.ts'

/** What is missing, what failed, where dates and places came from, and how good the pack says it is. */
export function quality(tally: Tally, pack: PackManifest | null, unknownGenders: number): Quality {
  const { photos, labels } = tally
  return {
    photos: {
      ok: photos.rows - photos.failed,
      failed: photos.failed,
      without_people: photos.withoutPeople,
      without_garments: photos.withoutGarments,
    },
    errors: [...photos.errors].map(([code, count]) => ({ code, count })).sort((a, b) => b.count - a.count),
    missing: { ...photos.missing, gender: unknownGenders },
    date_sources: Object.fromEntries(photos.dateSources),
    place_sources: Object.fromEntries(photos.placeSources),
    duplicates: photos.duplicates,
    families: TALLIED_FAMILIES.map((family, index) => ({
      family,
      mean_score: labels.meanScore(index),
      ...accuracyOf(pack?.confusion[family as PredictedFamily]),
    })),
    largest_account_share: photos.largestAccountShare(),
  }
}

/** The share of right answers in a confusion matrix: its diagonal over all. */
export function accuracyOf(matrix: ConfusionMatrix | undefined) {
  if (matrix === undefined) return { accuracy: null, n: null, data: null }
  const n = matrix.counts.flat().reduce((sum, count) => sum + count, 0)
  const right = matrix.counts.reduce((sum, row, index) => sum + (row[index] ?? 0), 0)
  return { accuracy: n === 0 ? null : right / n, n, data: matrix.data }
}
