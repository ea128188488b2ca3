import type { PredictedFamily } from '../../inference/manifest.ts'
import { Graph, type Tensor } from '../graph/graph.ts'
import { smoothL1 } from '../losses/boxes.ts'
import { crossEntropy } from '../losses/cross-entropy.ts'
import { focalHeatMap, pixelCrossEntropy } from '../losses/maps.ts'
import { mixedCrossEntropy, transitionMatrix } from '../losses/weak.ts'
import { type ContextInputs, type ContextOutputs, contextual } from '../networks/context.ts'
import { type Look, look } from '../networks/look.ts'
import type { Dim } from '../onnx/model.ts'
import { add, expand, mul, reshape } from '../ops/index.ts'
import { type Feed, INPUT_FEEDS, TRUTH_FEEDS } from './batch.ts'
import type { Examples } from './examples.ts'
import type { Recipe } from './recipe.ts'
import { contextSizes, GARMENT_FAMILIES, LABELS, LIMITS, lookSizes, PERSON_FAMILIES, REGIONS } from './sizes.ts'

/** What each part of the loss weighs. */
const WEIGHTS = { regions: 2, centres: 1, distances: 0.5, category: 1, attribute: 0.4, person: 0.8, occasion: 0.5 }

/** Garments are few pixels, so they count more than the background. */
const REGION_WEIGHTS = REGIONS.map((region) => (region === 'background' ? 0.4 : 1.5))

type Inputs = { readonly [name: string]: Tensor }

/** Puts feeds into a graph. */
export function feedInputs(graph: Graph, feeds: readonly Feed[], batch: Dim): Inputs {
  return Object.fromEntries(feeds.map(({ name, dtype, shape }) => [name, graph.input(name, dtype, [batch, ...shape])]))
}

/** Both halves of the network in one, the second reading what the first made. */
export function wholeNetwork(
  inputs: Inputs,
  { network }: Pick<Recipe, 'network'>,
): { found: Look; families: ContextOutputs } {
  const { size, context, text } = network
  const found = look(inputs.photo as Tensor, lookSizes(size))
  const given = { ...(inputs as unknown as ContextInputs), features: found.features, scene: found.scene }
  return { found, families: contextual(given, contextSizes(size, context, text)) }
}

/** The network with its losses for batches of `rows`. */
export function trainingGraph(recipe: Recipe, examples: Pick<Examples, 'weak' | 'confusion'>) {
  const graph = new Graph('training')
  const inputs = feedInputs(graph, [...INPUT_FEEDS, ...TRUTH_FEEDS], recipe.batch)
  const input = (name: string): Tensor => inputs[name] as Tensor
  const { found, families } = wholeNetwork(inputs, recipe)
  const rows = recipe.batch
  const known = input('people_known')
  const near = mul(input('people_centres'), known)
  const parts: Record<string, Tensor> = {
    regions: mul(
      pixelCrossEntropy(found.regions, input('region_label'), { classWeights: REGION_WEIGHTS }).loss,
      WEIGHTS.regions,
    ),
    centres: mul(focalHeatMap(found.people.centres, input('people_heat'), known), WEIGHTS.centres),
    distances: mul(
      smoothL1(found.people.distances, input('people_distances'), expand(near, found.people.distances.shape)),
      WEIGHTS.distances,
    ),
  }
  const smoothing = recipe.label_smoothing
  const flat = (family: PredictedFamily, slots: number): [Tensor, Tensor] => [
    reshape(families[family] as Tensor, [rows * slots, LABELS[family].length]),
    reshape(input(`${family}_label`), [rows * slots]),
  ]
  for (const family of GARMENT_FAMILIES) {
    const [logits, label] = flat(family, LIMITS.garments)
    const weight = family === 'category' ? WEIGHTS.category : WEIGHTS.attribute
    const counts = examples.confusion.get(family)
    if (examples.weak.length === 0 || counts === undefined) {
      parts[family] = mul(crossEntropy(logits, label, { smoothing }).loss, weight)
      continue
    }
    const transition = transitionMatrix(graph, `transition/${family}`, { counts })
    const labels = { labels: label, weak: reshape(input('weak'), [rows * LIMITS.garments]) }
    const options = { transition, weakShare: recipe.weak_weight, smoothing }
    parts[family] = mul(mixedCrossEntropy(logits, labels, options).loss, weight)
  }
  for (const family of PERSON_FAMILIES) {
    const [logits, label] = flat(family, LIMITS.people)
    parts[family] = mul(crossEntropy(logits, label, { smoothing }).loss, WEIGHTS.person)
  }
  const occasion = crossEntropy(families.occasion as Tensor, input('occasion_label'), { smoothing })
  parts.occasion = mul(occasion.loss, WEIGHTS.occasion)
  return { graph, loss: Object.values(parts).reduce((sum, part) => add(sum, part)), parts }
}
