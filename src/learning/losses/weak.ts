import type { Graph, Tensor } from '../graph/graph.ts'
import { add, cast, greater, less, log, matMul, mul, softmax, where } from '../ops/index.ts'
import { type CrossEntropyOptions, crossEntropy, fromLogProbabilities } from './cross-entropy.ts'

/** What a transition matrix starts from. */
export interface TransitionOptions {
  /** `counts[true][machine]` on photos that have both labels. */
  readonly counts: readonly (readonly number[])[]
  /** Added to every count and, `classes` times, to the diagonal, so that nothing is impossible and rows exist. */
  readonly smoothing?: number
  /** Multiple of the network's learning rate, 0.001 in the published code. */
  readonly learningRate?: number
}

/**
 * P(machine label | true label) as a learned matrix [classes, classes]. Its rows are softmaxes, so that they stay
 * probabilities while it is trained; it starts at the shares of the counts.
 */
export function transitionMatrix(graph: Graph, name: string, options: TransitionOptions): Tensor {
  const { counts, smoothing = 0.5, learningRate = 0.001 } = options
  const classes = counts.length
  const logs = new Float32Array(classes * classes)
  counts.forEach((row, i) => {
    if (row.length !== classes) throw graph.error(`a confusion matrix with ${row.length} of ${classes} columns`)
    const padded = row.map((count, j) => count + smoothing + (i === j ? smoothing * classes : 0))
    const total = padded.reduce((sum, count) => sum + count, 0)
    padded.forEach((count, j) => {
      logs[i * classes + j] = Math.log(count / total)
    })
  })
  const raw = graph.parameter(name, [classes, classes], { init: { values: logs }, decay: false, learningRate })
  return softmax(raw, 1)
}

export interface MixedLabels {
  /** Class or -1; [rows]. */
  readonly labels: Tensor
  /** 1 where the label is a machine's; [rows]. */
  readonly weak: Tensor
}

export interface MixedOptions extends CrossEntropyOptions {
  readonly transition: Tensor
  /** Weight of the weak part, β of the paper. */
  readonly weakShare: number
}

/**
 * Cross-entropy of hand-checked and machine labels in one batch: L = CE(p, y) + β · CE(p T, ỹ), each the mean over its
 * own rows (Ma et al. 2019; forward correction, Patrini et al. 2017). T is applied to probabilities.
 * @param logits [rows, classes]
 */
export function mixedCrossEntropy(logits: Tensor, { labels, weak }: MixedLabels, options: MixedOptions) {
  const { transition, weakShare, ...rest } = options
  const classes = logits.shape.at(-1) as number
  const isWeak = greater(cast(weak, 'float32'), 0.5)
  const isClean = less(cast(weak, 'float32'), 0.5)
  const label = cast(labels, 'int64')
  const clean = crossEntropy(logits, where(isClean, label, -1), rest)
  const seen = log(add(mul(matMul(softmax(logits), transition), 1 - 1e-6), 1e-6 / classes))
  const machine = fromLogProbabilities(seen, where(isWeak, label, -1), classes, rest)
  return { loss: add(clean.loss, mul(machine.loss, weakShare)), clean, machine }
}
