import type { Box } from '../../../src/inference/findings.ts'
import { intersectionOverUnion } from '../../../src/inference/geometry.ts'

export interface Scored {
  readonly box: Box
  readonly score: number
}

/** Greedy non-maximum suppression: best first, none overlapping a better one by more than `most`. */
export function suppressed<T extends Scored>(found: readonly T[], most: number): T[] {
  const kept: T[] = []
  for (const candidate of [...found].sort((a, b) => b.score - a.score)) {
    if (kept.every((better) => intersectionOverUnion(better.box, candidate.box) <= most)) kept.push(candidate)
  }
  return kept
}
