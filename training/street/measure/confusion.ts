import type { ConfusionMatrix, PackManifest, PredictedFamily } from '../../../src/inference/manifest.ts'
import { inPhoto, type Judged } from './figures.ts'
import { matched } from './match.ts'
import { people } from './named.ts'

/** One true and one named value. */
type Pair = readonly [truth: string, named: string]

/**
 * Counts of (true, named) on photos kept apart, for the families that real photos label with single values: category
 * on matched regions, gender on matched persons. Drawn photos are left out: their mistakes are not those of photos.
 */
export function confusionMatrices(judged: readonly Judged[], manifest: PackManifest): PackManifest['confusion'] {
  const of = (source: string) => judged.filter(({ sample }) => sample.source === source)
  const ccp = of('ccp')
  const categories = ccp.flatMap(({ sample, found }) =>
    matched(found.garments, inPhoto(sample).garments).flatMap(({ found, truth }): Pair[] =>
      truth.labels.category?.length === 1 ? [[truth.labels.category[0] as string, found.category]] : [],
    ),
  )
  const attributes = of('clothing-attributes')
  const genders = people(attributes).flatMap(({ truth, found }): Pair[] =>
    truth.labels.gender?.length === 1 && found.gender !== 'unknown'
      ? [[truth.labels.gender[0] as string, found.gender]]
      : [],
  )
  return {
    category: matrix(categories, manifest, 'category', `Clothing Co-Parsing, ${ccp.length} photos kept apart`),
    gender: matrix(genders, manifest, 'gender', `Clothing Attribute Dataset, ${attributes.length} photos kept apart`),
  }
}

function matrix(
  pairs: readonly Pair[],
  manifest: PackManifest,
  family: PredictedFamily,
  data: string,
): ConfusionMatrix {
  const labels = manifest.labels[family] ?? []
  const counts = labels.map(() => labels.map(() => 0))
  for (const [truth, named] of pairs) {
    const row = counts[labels.indexOf(truth)] as number[]
    const column = labels.indexOf(named)
    row[column] = (row[column] as number) + 1
  }
  return { labels, counts, data }
}
