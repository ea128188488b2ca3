import type { Tensor } from '../../src/learning/graph/graph.ts'
import { setCrossEntropy } from '../../src/learning/losses/set-cross-entropy.ts'
import type { ContextOutputs } from '../../src/learning/networks/context.ts'
import type { Look } from '../../src/learning/networks/look.ts'
import {
  abs,
  add,
  cast,
  div,
  equal,
  less,
  logSoftmax,
  mul,
  neg,
  pow,
  reduceMax,
  reduceSum,
  sigmoid,
  softplus,
  sub,
  unsqueeze,
} from '../../src/learning/ops/index.ts'
import { setOf } from './batches/batch.ts'
import { GARMENT_FAMILIES, PERSON_FAMILIES, STREET } from './settings.ts'

/** What each part weighs; regions and boxes carry the trunk, names ride on it. */
const WEIGHTS = { regions: 2, centres: 1, distances: 0.5, category: 1, attribute: 0.4, person: 0.8, occasion: 0.5 }

type Inputs = Readonly<Record<string, Tensor>>

/** The parts of the loss by name, weighted, and their sum. */
export function streetLosses(
  found: Look,
  families: ContextOutputs,
  inputs: Inputs,
): { loss: Tensor; parts: Record<string, Tensor> } {
  const parts: Record<string, Tensor> = {
    regions: mul(regionLoss(found.regions, inputs.regions_true as Tensor), WEIGHTS.regions),
    centres: mul(centreLoss(found.centres, inputs), WEIGHTS.centres),
    distances: mul(distanceLoss(found.distances, inputs), WEIGHTS.distances),
  }
  const named = (family: keyof ContextOutputs, weight: number) => {
    parts[family] = mul(setCrossEntropy(families[family] as Tensor, inputs[setOf(family)] as Tensor), weight)
  }
  for (const family of GARMENT_FAMILIES) named(family, family === 'category' ? WEIGHTS.category : WEIGHTS.attribute)
  for (const family of PERSON_FAMILIES) named(family, WEIGHTS.person)
  named('occasion', WEIGHTS.occasion)
  return { loss: Object.values(parts).reduce((sum, part) => add(sum, part)), parts }
}

/** Cross-entropy a pixel, unknown pixels left out; garments and body weigh more than the wide background. */
function regionLoss(logits: Tensor, truth: Tensor): Tensor {
  const { graph } = logits
  const classes = STREET.regions.length
  const codes = graph.constant(
    'int32',
    [1, classes, 1, 1],
    Int32Array.from({ length: classes }, (_, index) => index),
  )
  const weights = graph.constant('float32', [1, classes, 1, 1], Float32Array.from([0.6, 1, 1.2, 1.2, 1.2, 1.2, 1]))
  const hot = mul(cast(equal(unsqueeze(truth, 1), codes), 'float32'), weights)
  return div(neg(reduceSum(mul(logSoftmax(logits, 1), hot))), add(reduceSum(hot), 1))
}

/** Focal loss over a heat map (Zhou et al. 2019, arXiv 1904.07850, equation 1; α 2, β 4), known photos only. */
function centreLoss(logits: Tensor, inputs: Inputs): Tensor {
  const heat = inputs.people_heat_true as Tensor
  const known = unsqueeze(unsqueeze(inputs.people_known as Tensor, 2), 3)
  const p = sigmoid(logits)
  const peak = cast(less(0.999, heat), 'float32')
  const found = mul(mul(pow(sub(1, p), 2), softplus(neg(logits))), peak)
  const missed = mul(mul(pow(p, 2), softplus(logits)), mul(pow(sub(1, heat), 4), sub(1, peak)))
  return div(reduceSum(mul(add(found, missed), known)), add(reduceSum(mul(peak, known)), 1))
}

/** Distances round each centre, as a share of the person's size. */
function distanceLoss(distances: Tensor, inputs: Inputs): Tensor {
  const truth = inputs.people_distances_true as Tensor
  const centres = mul(inputs.people_centres as Tensor, unsqueeze(unsqueeze(inputs.people_known as Tensor, 2), 3))
  const size = add(reduceMax(truth, { axes: [1], keep: true }), 1)
  const missed = div(abs(sub(distances, truth)), size)
  return div(reduceSum(mul(missed, centres)), add(reduceSum(centres), 1))
}
