import type { Box, GarmentFinding } from '../../../src/inference/findings.ts'
import { intersectionOverUnion } from '../../../src/inference/geometry.ts'
import type { GarmentTruth } from '../sample.ts'

/** Pairs of found and true garments whose boxes overlap by half, the best pairs first, each used once. */
export function matched(
  found: readonly GarmentFinding[],
  truth: readonly GarmentTruth[],
): { found: GarmentFinding; truth: GarmentTruth }[] {
  const pairs = found.flatMap((one) =>
    truth.map((other) => ({ found: one, truth: other, iou: intersectionOverUnion(one.box, other.box) })),
  )
  const used = new Set<GarmentFinding | GarmentTruth>()
  const kept: { found: GarmentFinding; truth: GarmentTruth }[] = []
  for (const pair of pairs.sort((a, b) => b.iou - a.iou)) {
    if (pair.iou < 0.5 || used.has(pair.found) || used.has(pair.truth)) continue
    used.add(pair.found).add(pair.truth)
    kept.push({ found: pair.found, truth: pair.truth })
  }
  return kept
}

/** A box in shares of the canvas, in shares of the photo that covers `place` of it: `placed` turned round. */
export function unplaced(box: Box, place: Box): Box {
  const w = place.x1 - place.x0
  const h = place.y1 - place.y0
  return {
    x0: (box.x0 - place.x0) / w,
    y0: (box.y0 - place.y0) / h,
    x1: (box.x1 - place.x0) / w,
    y1: (box.y1 - place.y0) / h,
  }
}
