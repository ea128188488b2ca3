import type { Tensor } from '../../src/learning/graph/graph.ts'
import { setCrossEntropy } from '../../src/learning/losses/set-cross-entropy.ts'
import type { ContextOutputs } from '../../src/learning/networks/context.ts'
import { mapHead } from '../../src/learning/networks/layers.ts'
import type { CentreMaps, Look } from '../../src/learning/networks/look.ts'
import {
  abs,
  add,
  cast,
  div,
  gather,
  less,
  logSumExp,
  mul,
  neg,
  pow,
  reduceMax,
  reduceMean,
  reduceSum,
  reshape,
  sigmoid,
  softplus,
  squeeze,
  sub,
  transpose,
  unsqueeze,
  weightedMean,
} from '../../src/learning/ops/index.ts'
import { type CentredThings, setOf } from './batches/batch.ts'
import { REGIONS, type Region, regionsOf } from './regions.ts'
import { GARMENT_FAMILIES, PERSON_FAMILIES, STREET } from './settings.ts'

/** What each part weighs; regions and boxes carry the trunk, names ride on it. */
const WEIGHTS = {
  regions: 2,
  imitation: 2,
  centres: 1,
  distances: 0.5,
  category: 1,
  attribute: 0.4,
  person: 1.2,
  occasion: 0.5,
}

type Inputs = Readonly<Record<string, Tensor>>

/** The parts of the loss by name, weighted, and their sum. */
export function streetLosses(
  found: Look,
  families: ContextOutputs,
  inputs: Inputs,
): { loss: Tensor; parts: Record<string, Tensor> } {
  const parts: Record<string, Tensor> = {
    regions: mul(regionLoss(found.regions, inputs.regions_true as Tensor), WEIGHTS.regions),
    imitation: mul(imitationLoss(found.deep, inputs), WEIGHTS.imitation),
  }
  for (const things of ['people', 'heads'] as const) {
    const { centres, distances } = found[things] as CentreMaps
    parts[`${things} centres`] = mul(centreLoss(centres, inputs, things), WEIGHTS.centres)
    parts[`${things} distances`] = mul(distanceLoss(distances, inputs, things), WEIGHTS.distances)
  }
  const named = (family: keyof ContextOutputs, weight: number) => {
    parts[family] = mul(setCrossEntropy(families[family] as Tensor, inputs[setOf(family)] as Tensor), weight)
  }
  for (const family of GARMENT_FAMILIES) named(family, family === 'category' ? WEIGHTS.category : WEIGHTS.attribute)
  for (const family of PERSON_FAMILIES) named(family, WEIGHTS.person)
  const occasions = families.occasion as Tensor
  const told = reshape(inputs.occasion_set as Tensor, occasions.shape)
  parts.occasion = mul(setCrossEntropy(occasions, told), WEIGHTS.occasion)
  parts.silence = mul(silenceLoss(occasions, inputs.occasion_silent as Tensor), WEIGHTS.occasion)
  return { loss: Object.values(parts).reduce((sum, part) => add(sum, part)), parts }
}

/** How much a pixel of each region weighs; one that may be any of several weighs as the lightest of them. */
const REGION_WEIGHTS = [0.6, 1, 1.2, 1.2, 1.2, 1.2, 1]

/** Cross-entropy a pixel over the set of regions its index allows; pixels nobody labelled cost nothing. */
function regionLoss(logits: Tensor, truth: Tensor): Tensor {
  const { graph } = logits
  const classes = STREET.regions.length
  const table = (value: (index: number, region: number) => number, width: number) =>
    graph.constant(
      'float32',
      [256, width],
      Float32Array.from({ length: 256 * width }, (_, at) => value(Math.floor(at / width), at % width)),
    )
  const allowed = table((index, region) => Number(regionsOf(index).includes(REGIONS[region] as Region)), classes)
  const weight = table((index) => {
    const weights = regionsOf(index).map((region) => REGION_WEIGHTS[REGIONS.indexOf(region)] as number)
    return weights.length === 0 ? 0 : Math.min(...weights)
  }, 1)
  const set = gather(allowed, truth)
  const weights = gather(weight, truth)
  const scores = transpose(logits, [0, 2, 3, 1])
  const inside = add(scores, mul(sub(set, 1), 40))
  return weightedMean(sub(logSumExp(scores), logSumExp(inside)), weights)
}

/** How far the trunk's last map is, through one linear layer, from what the teacher's last map shows of the photo. */
function imitationLoss(deep: Tensor, inputs: Inputs): Tensor {
  const truth = inputs.teacher_features as Tensor
  const said = mapHead(deep, 'imitate', truth.shape[1] as number)
  const missed = reduceMean(pow(sub(said, truth), 2), { axes: [1, 2, 3] })
  return weightedMean(missed, squeeze(inputs.teacher_known as Tensor, 1))
}

/** How far the occasions are from all being as likely, where nothing speaks of one. */
function silenceLoss(logits: Tensor, silent: Tensor): Tensor {
  const classes = logits.shape.at(-1) as number
  const unequal = sub(squeeze(logSumExp(logits), 1), add(reduceMean(logits, { axes: [1] }), Math.log(classes)))
  return weightedMean(unequal, reshape(silent, unequal.shape))
}

/** Focal loss over a heat map (Zhou et al. 2019, arXiv 1904.07850, equation 1; α 2, β 4), known photos only. */
function centreLoss(logits: Tensor, inputs: Inputs, of: CentredThings): Tensor {
  const heat = inputs[`${of}_heat_true`] as Tensor
  const known = unsqueeze(unsqueeze(inputs[`${of}_known`] as Tensor, 2), 3)
  const p = sigmoid(logits)
  const peak = cast(less(0.999, heat), 'float32')
  const found = mul(mul(pow(sub(1, p), 2), softplus(neg(logits))), peak)
  const missed = mul(mul(pow(p, 2), softplus(logits)), mul(pow(sub(1, heat), 4), sub(1, peak)))
  return div(reduceSum(mul(add(found, missed), known)), add(reduceSum(mul(peak, known)), 1))
}

/** Distances round each centre, as a share of the box's size. */
function distanceLoss(distances: Tensor, inputs: Inputs, of: CentredThings): Tensor {
  const truth = inputs[`${of}_distances_true`] as Tensor
  const centres = mul(inputs[`${of}_centres`] as Tensor, unsqueeze(unsqueeze(inputs[`${of}_known`] as Tensor, 2), 3))
  const size = add(reduceMax(truth, { axes: [1], keep: true }), 1)
  const missed = div(abs(sub(distances, truth)), size)
  return div(reduceSum(mul(missed, centres)), add(reduceSum(centres), 1))
}
