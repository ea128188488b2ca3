import { Graph } from '../../../src/learning/graph/graph.ts'
import { setCrossEntropy } from '../../../src/learning/losses/set-cross-entropy.ts'
import { closeUpLogits, closeUpVector } from '../../../src/learning/networks/close-up.ts'
import { dense, normalised } from '../../../src/learning/networks/layers.ts'
import { add, mul, pow, reduceMean, squeeze, sub, weightedMean } from '../../../src/learning/ops/index.ts'
import type { Feed } from '../batches/batch.ts'
import type { TrainingGraph } from '../training-graph.ts'
import { CLOSE_UPS, type CloseUpName } from './settings.ts'

/** Features of the teacher, one picture. */
export const TAUGHT_FEATURES = 1280

/** What each part weighs. */
const WEIGHTS: Readonly<Record<string, number>> = { gender: 1, age_group: 0.7, category: 1, imitation: 1 }
const ATTRIBUTE = 0.5

/** Everything close-ups are trained from: cut-outs, sets of classes, and of garments what the teacher sees of them. */
export function closeUpFeeds(name: CloseUpName): Feed[] {
  const { width, height, outputs } = CLOSE_UPS[name]
  const sets = outputs.map(([output, classes]): Feed => ({ name: `${output}_set`, type: 'float32', shape: [classes] }))
  const taught: Feed[] = [
    { name: 'teacher_features', type: 'float32', shape: [TAUGHT_FEATURES] },
    { name: 'teacher_known', type: 'float32', shape: [1] },
  ]
  return [{ name: 'pixels', type: 'uint8', shape: [height, width, 3] }, ...sets, ...(name === 'garments' ? taught : [])]
}

/** A network of close-ups with its losses, for batches of `rows`. */
export function closeUpTrainingGraph(name: CloseUpName, rows: number): TrainingGraph {
  const graph = new Graph('training')
  const sizes = CLOSE_UPS[name]
  const inputs = Object.fromEntries(
    closeUpFeeds(name).map((feed) => [feed.name, graph.input(feed.name, feed.type, [rows, ...feed.shape])]),
  )
  return graph.scope(name, () => {
    const vector = closeUpVector(normalised(inputs.pixels!), sizes)
    const logits = closeUpLogits(vector, sizes)
    const parts = Object.fromEntries(
      sizes.outputs.map(([output]) => [
        output,
        mul(setCrossEntropy(logits[output]!, inputs[`${output}_set`]!), WEIGHTS[output] ?? ATTRIBUTE),
      ]),
    )
    if (inputs.teacher_features !== undefined) {
      const said = dense(vector, 'imitate', TAUGHT_FEATURES)
      const missed = reduceMean(pow(sub(said, inputs.teacher_features), 2), { axes: [1] })
      parts.imitation = mul(weightedMean(missed, squeeze(inputs.teacher_known!, 1)), WEIGHTS.imitation!)
    }
    return { graph, loss: Object.values(parts).reduce((sum, part) => add(sum, part)), parts }
  })
}
