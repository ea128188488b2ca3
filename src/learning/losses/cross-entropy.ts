import type { Tensor } from '../graph/graph.ts'
import { elements, showShape } from '../graph/shape.ts'
import {
  add,
  argMax,
  cast,
  equal,
  greater,
  logSoftmax,
  mul,
  neg,
  oneHot,
  reduceMean,
  reduceSum,
  unsqueeze,
  weightedMean,
} from '../ops/index.ts'

export interface CrossEntropyOptions {
  /** A weight per class, e.g. from {@link balancedWeights}. */
  readonly classWeights?: readonly number[]
  /** Share of the target that is spread over all classes (Szegedy et al. 2016). */
  readonly smoothing?: number
}

export interface Judged {
  /** Mean over the labelled rows; 0 where none is. */
  readonly loss: Tensor
  /** Share of the labelled rows whose greatest logit is the label. */
  readonly accuracy: Tensor
}

/**
 * Softmax cross-entropy of logits [..., classes] with integer labels [...]; a negative label is none and costs nothing.
 */
export function crossEntropy(logits: Tensor, labels: Tensor, options: CrossEntropyOptions = {}): Judged {
  const { graph } = logits
  const classes = logits.shape.at(-1) as number
  if (elements(logits.shape.slice(0, -1)) !== elements(labels.shape)) {
    throw graph.error(`crossEntropy of ${showShape(logits.shape)} with labels ${showShape(labels.shape)}`)
  }
  return fromLogProbabilities(logSoftmax(logits), labels, classes, options)
}

/** The same where log-probabilities are already there. */
export function fromLogProbabilities(
  logs: Tensor,
  labels: Tensor,
  classes: number,
  { classWeights, smoothing = 0 }: CrossEntropyOptions = {},
): Judged {
  const { graph } = logs
  const label = cast(labels, 'int64')
  const hot = oneHotOf(label, classes)
  const sharp = reduceSum(mul(logs, hot), { axes: [-1] })
  const spread =
    smoothing === 0 ? sharp : add(mul(sharp, 1 - smoothing), mul(reduceMean(logs, { axes: [-1] }), smoothing))
  const there = cast(greater(label, -1), 'float32')
  const weights =
    classWeights === undefined
      ? there
      : reduceSum(mul(hot, graph.constant('float32', [classes], Float32Array.from(classWeights))), { axes: [-1] })
  const right = cast(equal(argMax(logs), label), 'float32')
  return { loss: weightedMean(neg(spread), weights), accuracy: weightedMean(right, there) }
}

/** One-hot rows, all zeros for a negative label (ONNX counts those from the end). */
export function oneHotOf(labels: Tensor, classes: number): Tensor {
  const there = cast(greater(labels, -1), 'float32')
  return mul(oneHot(labels, classes), unsqueeze(there, -1))
}

/**
 * Weights by the effective number of samples (Cui et al. 2019): (1 - β) / (1 - β^n), scaled to a mean of 1 over the
 * classes that occur; 0 for a class that does not.
 */
export function balancedWeights(counts: readonly number[], beta = 0.999): number[] {
  const raw = counts.map((count) => (count > 0 ? (1 - beta) / (1 - beta ** count) : 0))
  const present = raw.filter((weight) => weight > 0)
  const mean = present.reduce((sum, weight) => sum + weight, 0) / Math.max(1, present.length)
  return raw.map((weight) => (mean > 0 ? weight / mean : 0))
}
