import { foldBatchNorm } from '../onnx/fold.ts'
import { halveWeights } from '../onnx/half.ts'
import { encodeModel } from '../onnx/model.ts'
import { decodeModel } from '../onnx/read.ts'
import { widenWeights } from '../onnx/widen.ts'
import type { Feeds } from '../train/runtime.ts'
import { observe } from './observe.ts'
import { planOf } from './plan.ts'
import { quantised } from './rewrite.ts'
import { integerTables } from './tables.ts'

/**
 * An exported model in integers: static post-training quantisation (Jacob et al. 2018, arXiv 1712.05877; Nagel et al.
 * 2021, arXiv 2106.08295).
 * @param samples what the model is shown to choose the ranges of its values
 */
export async function quantizeModel(model: Uint8Array, samples: readonly Feeds[]): Promise<Uint8Array> {
  const graph = foldBatchNorm(widenWeights(decodeModel(model)))
  const plan = planOf(graph)
  const observed = await observe(graph, plan.observed, samples)
  return encodeModel(halveWeights(integerTables(quantised(graph, plan, observed))))
}
