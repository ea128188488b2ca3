import type { FindingsEvaluation } from '../../../src/learning/evaluate/judge.ts'

/** What becomes of children and adults who are found, with one threshold. */
export interface ChildTrial {
  readonly threshold: number
  /** Share of children given neither gender nor age. */
  readonly left: number
  /** Share of adults given no gender either. */
  readonly lost: number
}

/** So many children are to be left alone, */
const WANTED = 0.9
/** and no more adults than this taken for children. */
const MOST_LOST = 0.1

/** A trial from faces on which every gender is named unless a child is seen. */
export function childTrial(threshold: number, { children, families, main }: FindingsEvaluation): ChildTrial {
  const named = families.gender?.answered ?? 0
  const found = main.person?.share ?? 0
  return { threshold, left: children?.share ?? 0, lost: found > 0 ? 1 - named / found : 0 }
}

/**
 * The highest threshold that leaves enough children alone; where it or every other would take too many adults for
 * children, the lowest that does not. Nothing where each trial takes too many.
 */
export function childThreshold(trials: readonly ChildTrial[]): number | undefined {
  const bearable = trials.filter(({ lost }) => lost <= MOST_LOST)
  const enough = bearable.filter(({ left }) => left >= WANTED)
  const thresholds = (chosen: readonly ChildTrial[]) => chosen.map(({ threshold }) => threshold)
  if (enough.length > 0) return Math.max(...thresholds(enough))
  return bearable.length > 0 ? Math.min(...thresholds(bearable)) : undefined
}
