import type { Tensor } from '../graph/graph.ts'
import { add, cast, div, greater, maximum, minimum, mul, reduceSum } from '../ops/index.ts'
import { type CrossEntropyOptions, crossEntropy } from './cross-entropy.ts'

/** What is known about one family in a batch. */
export interface FamilyLabels {
  /** [..., classes] */
  readonly logits: Tensor
  /** [...], -1 where unknown or where the family does not apply. */
  readonly labels: Tensor
  /** 1 unless given. */
  readonly weight?: number
  readonly options?: CrossEntropyOptions
}

/**
 * The mean of the cross-entropies of several families, counted over those that have a label in the batch (the paper
 * divides by the number of valid attributes plus two).
 * @returns the loss, and each family's own loss and accuracy as metrics (`category`, `category_accuracy`, ...)
 */
export function familyLoss(families: { readonly [name: string]: FamilyLabels }): {
  readonly loss: Tensor
  readonly metrics: { readonly [name: string]: Tensor }
} {
  const metrics: Record<string, Tensor> = {}
  const parts: Tensor[] = []
  const weights: Tensor[] = []
  for (const [name, { logits, labels, weight = 1, options }] of Object.entries(families)) {
    const { loss, accuracy } = crossEntropy(logits, labels, options)
    const count = reduceSum(cast(greater(labels, -1), 'float32'))
    const valid = mul(minimum(count, 1), weight)
    parts.push(mul(loss, valid))
    weights.push(valid)
    metrics[name] = loss
    metrics[`${name}_accuracy`] = accuracy
  }
  const sum = (tensors: readonly Tensor[]) => tensors.reduce((total, part) => add(total, part))
  return { loss: div(sum(parts), maximum(sum(weights), 1e-6)), metrics }
}
