import type { Tensor } from '../graph/graph.ts'
import {
  add,
  cast,
  div,
  equal,
  maximum,
  mul,
  neg,
  pow,
  reduceSum,
  sigmoid,
  softplus,
  sub,
  transpose,
} from '../ops/index.ts'
import { type CrossEntropyOptions, crossEntropy, type Judged } from './cross-entropy.ts'

/** Cross-entropy of every pixel: logits [batch, classes, h, w], labels [batch, h, w]; negative = unknown. */
export function pixelCrossEntropy(logits: Tensor, labels: Tensor, options: CrossEntropyOptions = {}): Judged {
  return crossEntropy(transpose(logits, [0, 2, 3, 1]), labels, options)
}

/**
 * Focal loss of a map of centres (Law and Deng 2018): logits and targets of one shape, targets 1 at a centre and
 * falling off round it; `known` (broadcast) is 0 where nobody looked. Divided by the number of centres, at least 1.
 */
export function focalHeatMap(logits: Tensor, targets: Tensor, known: Tensor | number = 1): Tensor {
  const chance = sigmoid(logits)
  const missing = softplus(neg(logits))
  const wrong = softplus(logits)
  const centre = cast(equal(targets, 1), 'float32')
  const away = sub(1, chance)
  const hits = mul(mul(missing, mul(away, away)), centre)
  const elsewhere = mul(pow(sub(1, targets), 4), sub(1, centre))
  const misses = mul(mul(wrong, mul(chance, chance)), elsewhere)
  return div(reduceSum(mul(add(hits, misses), known)), maximum(reduceSum(mul(centre, known)), 1))
}
