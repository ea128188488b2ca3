import type { Judgement } from '../../../src/learning/evaluate/metrics.ts'

/** A value that was named, how surely, and whether it was right. */
export interface Named {
  readonly score: number
  readonly right: boolean
}

/** Never named surely enough: an unreachable score. */
const NEVER = 1

/** With fewer answers above a score its accuracy is not believed. */
const LEAST_ANSWERS = 20

/** The least score from which answers are right in `wanted` of the cases, in steps of a hundredth; 1 where none is. */
export function leastScore(named: readonly Named[], wanted: number): number {
  for (let hundredths = 0; hundredths < 100; hundredths++) {
    const score = hundredths / 100
    const answers = named.filter((answer) => answer.score >= score)
    if (answers.length < LEAST_ANSWERS) return NEVER
    if (answers.filter(({ right }) => right).length >= wanted * answers.length) return score
  }
  return NEVER
}

/** The answers among judgements: what was named, how surely, and whether it was right. */
export function namedIn(judged: readonly Judgement[]): Named[] {
  return judged.flatMap(({ truth, predicted, score }) =>
    predicted === null || score === null ? [] : [{ score, right: truth.includes(predicted) }],
  )
}
