import type { Tensor } from '../graph/graph.ts'
import { showShape } from '../graph/shape.ts'
import { add, cast, greater, logSumExp, mul, reduceMax, squeeze, sub, weightedMean } from '../ops/index.ts'

/** Far enough below every logit that `exp` of it is nothing. */
const OUT = 40

/**
 * Cross-entropy of labels that are sets: -log Σ p over the values that may be true (superset learning, Cour, Sapp and
 * Taskar 2011). A set of one is ordinary cross-entropy; an empty set is no label and costs nothing.
 * @param logits [..., classes]
 * @param set the same shape, 1 for every value that may be true, else 0
 * @returns the mean over labelled rows, 0 where none is
 */
export function setCrossEntropy(logits: Tensor, set: Tensor): Tensor {
  if (logits.shape.join() !== set.shape.join()) {
    throw logits.graph.error(`setCrossEntropy of ${showShape(logits.shape)} with ${showShape(set.shape)}`)
  }
  const inside = add(logits, mul(sub(set, 1), OUT))
  const loss = squeeze(sub(logSumExp(logits), logSumExp(inside)), -1)
  const labelled = cast(greater(reduceMax(set, { axes: [-1] }), 0), 'float32')
  return weightedMean(loss, labelled)
}
