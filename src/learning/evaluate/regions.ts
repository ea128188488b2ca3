import type { Box } from '../../inference/findings.ts'
import { intersectionOverUnion } from '../../inference/geometry.ts'
import { type Proportion, proportion } from './proportion.ts'

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
  /** Recall and precision with their n and 95 % intervals. */
  readonly intervals: { readonly recall: Proportion; readonly precision: Proportion }
}

/** Pairs found regions with labelled ones: largest overlap first, each once, overlap at least `least`. */
export function matchRegions<F extends ScoredBox, L extends { readonly box: Box }>(
  found: readonly F[],
  labelled: readonly L[],
  least = 0.5,
): Map<F, L> {
  const candidates = found.flatMap((region) =>
    labelled.map((label) => ({ region, label, overlap: intersectionOverUnion(region.box, label.box) })),
  )
  const free = new Set(labelled)
  const pairs = new Map<F, L>()
  for (const { region, label, overlap } of candidates.sort((a, b) => b.overlap - a.overlap)) {
    if (overlap < least || pairs.has(region) || !free.delete(label)) continue
    pairs.set(region, label)
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
  const [recall, precision] = [proportion(hits, labelled), proportion(hits, ranked.length)]
  return {
    n: labelled,
    recall: recall.share,
    precision: precision.share,
    ap50: labelled > 0 ? area : 0,
    intervals: { recall, precision },
  }
}
