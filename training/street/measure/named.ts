import type { PersonFinding } from '../../../src/inference/findings.ts'
import { intersectionOverUnion } from '../../../src/inference/geometry.ts'
import type { PersonTruth } from '../sample.ts'
import { inPhoto, type Judged } from './figures.ts'
import type { Named } from './least-score.ts'

/** Real photos only: how sure to be is not learned from drawn ones. */
const REAL = new Set(['ccp', 'clothing-attributes', 'miniplaces'])

/** Genders as named on persons whose gender people labelled. */
export function namedGenders(judged: readonly Judged[]): Named[] {
  return people(judged.filter(({ sample }) => sample.source === 'clothing-attributes')).flatMap(({ truth, found }) => {
    if (truth.labels.gender === undefined || found.gender === 'unknown') return []
    return [{ score: found.genderScore, right: truth.labels.gender.includes(found.gender) }]
  })
}

/** Age bands as named on persons whose age a teacher was sure of. */
export function namedAges(judged: readonly Judged[]): Named[] {
  return people(judged.filter(({ sample }) => REAL.has(sample.source))).flatMap(({ truth, found }) => {
    if (truth.labels.age === undefined || found.age === 'unknown') return []
    return [{ score: found.ageScore, right: truth.labels.age.includes(found.age) }]
  })
}

/** Occasions as named on scenes of real places and on drawn posts. */
export function namedOccasions(judged: readonly Judged[]): Named[] {
  return judged.flatMap(({ sample, found }) => {
    if (sample.occasion.length === 0 || found.occasion === null) return []
    return [{ score: found.occasionScore ?? 0, right: sample.occasion.includes(found.occasion) }]
  })
}

/** True persons with those found in their place. */
export function people(judged: readonly Judged[]): { truth: PersonTruth; found: PersonFinding }[] {
  return judged.flatMap(({ sample, found }) =>
    (inPhoto(sample).people ?? []).flatMap((truth) => {
      const near = found.people.map((one) => ({ one, iou: intersectionOverUnion(one.box, truth.box) }))
      const best = near.sort((a, b) => b.iou - a.iou)[0]
      return best !== undefined && best.iou >= 0.5 ? [{ truth, found: best.one }] : []
    }),
  )
}
