import type { Box } from '../../inference/findings.ts'
import { intersectionOverUnion } from '../../inference/geometry.ts'

/** A found region with its score. */
export interface ScoredBox {
  readonly box: Box
  readonly score: number
}

export interface RegionEvaluation {
  /** Labelled regions. */
  readonly n: number
  readonly recall: number
  readonly precision: number
  /** Area under the precision-recall curve at IoU 0.5. */
  readonly ap50: number
}

/** Pairs found regions with labelled ones: best score first, each label once, overlap at least `least`. */
export function matchRegions<F extends ScoredBox, L extends { readonly box: Box }>(
  found: readonly F[],
  labelled: readonly L[],
  least = 0.5,
): Map<F, L> {
  const free = new Set(labelled)
  const pairs = new Map<F, L>()
  for (const region of [...found].sort((a, b) => b.score - a.score)) {
    let best: L | undefined
    let overlap = least
    for (const label of free) {
      const shared = intersectionOverUnion(region.box, label.box)
      if (shared >= overlap) [best, overlap] = [label, shared]
    }
    if (best === undefined) continue
    free.delete(best)
    pairs.set(region, best)
  }
  return pairs
}

/** Recall, precision and average precision (all points, as in Pascal VOC 2010) of regions over many photos. */
export function evaluateRegions(
  found: readonly { score: number; matched: boolean }[],
  labelled: number,
): RegionEvaluation {
  const ranked = [...found].sort((a, b) => b.score - a.score)
  const precisions: number[] = []
  let hits = 0
  ranked.forEach(({ matched }, i) => {
    if (matched) hits++
    precisions.push(hits / (i + 1))
  })
  let best = 0
  let area = 0
  for (let i = ranked.length - 1; i >= 0; i--) {
    best = Math.max(best, precisions[i] as number)
    if (ranked[i]?.matched) area += best / labelled
  }
  return {
    n: labelled,
    recall: labelled > 0 ? hits / labelled : 0,
    precision: ranked.length > 0 ? hits / ranked.length : 0,
    ap50: labelled > 0 ? area : 0,
  }
}
