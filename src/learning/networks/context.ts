import type { PredictedFamily } from '../../inference/manifest.ts'
import type { Tensor } from '../graph/graph.ts'
import type { Dim } from '../onnx/model.ts'
import {
  add,
  concat,
  dropout,
  expand,
  flatten,
  mul,
  relu,
  reshape,
  roiPool,
  slice,
  stack,
  unsqueeze,
} from '../ops/index.ts'
import { bidirectionalGru, convolution, dense } from './layers.ts'
import { headBoxes } from './look.ts'
import { type TextSizes, textCnn } from './text-cnn.ts'

/** Which of the paper's connections are there: its ablations (paper.md section 2, point 11). */
export type Context = 'none' | 'garments' | 'tasks' | 'all'

export interface ContextSizes {
  readonly context: Context
  readonly text: TextSizes | null
  /** Channels of a crop once a convolution has halved it. */
  readonly crop: number
  /** Width of a garment's, and of a person's, own vector. */
  readonly region: number
  /** Hidden width a direction of the RNN over garments. */
  readonly garments: number
  /** Hidden width a direction of the RNN over attributes and category. */
  readonly tasks: number
  /** Families and their numbers of classes; `category` first, then the attributes. */
  readonly garmentFamilies: readonly (readonly [PredictedFamily, number])[]
  readonly personFamilies: readonly (readonly [PredictedFamily, number])[]
  readonly occasions: number
}

/** Inputs of `context.onnx` (docs/packs.md); masks are 1 where there is something. */
export interface ContextInputs {
  readonly features: Tensor
  readonly scene: Tensor
  readonly garment_boxes: Tensor
  readonly garment_mask: Tensor
  readonly garment_groups: Tensor
  readonly garment_colours: Tensor
  readonly person_boxes: Tensor
  readonly person_mask: Tensor
  /** [batch, tokens, pieces]; in training also several captions a photo, one photo's together. */
  readonly tokens: Tensor
}

/** Logits, named as the families: [batch, garments, classes], [batch, people, classes], `occasion` [batch, 10]. */
export type ContextOutputs = { readonly [family in PredictedFamily]?: Tensor }

/**
 * The paper's contextual network over what {@link look} found (Ma et al. 2019, section 3; paper.md section 2):
 * a bidirectional GRU over the garments, begun with the whole photo, for categories; a second one over the
 * attributes and the category of each garment; a text network; and the occasion from all three. Garments come by
 * wearer, top to bottom. Colours of a garment's own pixels join before `product_color` and `pattern` are named.
 */
export function contextual(inputs: ContextInputs, sizes: ContextSizes): ContextOutputs {
  return inputs.features.graph.scope('context', () => {
    const garments = garmentVectors(inputs, sizes)
    const { states, last } = overGarments(garments, inputs, sizes)
    return {
      ...garmentFamilies(states, inputs.garment_colours, sizes),
      ...personFamilies(inputs, sizes),
      occasion: occasion(last, inputs, sizes),
    }
  })
}

function garmentVectors(inputs: ContextInputs, sizes: ContextSizes): Tensor {
  return inputs.features.graph.scope('garment', () => {
    const crop = cropVector(inputs.features, inputs.garment_boxes, 'crop', [8, 8], sizes)
    const beside = concat([inputs.garment_boxes, inputs.garment_groups], 2)
    return relu(add(crop, dense(beside, 'place', sizes.region)))
  })
}

/** Crops of the features, made smaller by a convolution and flattened: [batch, n, width]. */
function cropVector(
  features: Tensor,
  boxes: Tensor,
  name: string,
  [height, across]: readonly [number, number],
  sizes: ContextSizes,
): Tensor {
  return features.graph.scope(name, () => {
    const [batch, count] = boxes.shape as [Dim, number]
    const crops = roiPool(features, boxes, { height, width: across, samples: 2 })
    const channels = features.shape[1] as number
    const stacked = reshape(crops, [-1, channels, height, across])
    const small = convolution(stacked, 'down', { channels: sizes.crop, stride: 2 })
    return reshape(dense(flatten(small), 'vector', sizes.region), [batch, count, sizes.region])
  })
}

function overGarments(garments: Tensor, inputs: ContextInputs, sizes: ContextSizes): { states: Tensor; last: Tensor } {
  const { graph } = garments
  if (sizes.context === 'none' || sizes.context === 'tasks') {
    const there = unsqueeze(inputs.garment_mask, 2)
    const states = dense(garments, 'no_rnn_garments', 2 * sizes.garments, 'relu')
    const summed = graph.operation(
      'ReduceMax',
      [mul(states, there)],
      [{ dtype: 'float32', shape: [states.shape[0] as Dim, states.shape[2] as Dim] }],
      { axes: [1], keepdims: 0 },
    )
    return { states, last: summed[0] as Tensor }
  }
  const initial = dense(inputs.scene, 'rnn_garments_start', sizes.garments)
  return bidirectionalGru(garments, 'rnn_garments', sizes.garments, { mask: inputs.garment_mask, initial })
}

/** Families whose values show in the colours of the cloth. */
const COLOURED: readonly PredictedFamily[] = ['product_color', 'pattern']

function garmentFamilies(states: Tensor, colours: Tensor, sizes: ContextSizes): ContextOutputs {
  const { graph } = states
  const [batch, count, width] = states.shape as [Dim, number, number]
  const garment = dropout(reshape(states, [-1, width]), 0.3)
  const cloth = reshape(dense(colours, 'colours', sizes.tasks, 'relu'), [-1, sizes.tasks])
  const branches = sizes.garmentFamilies.map(([family]) => {
    const seen = COLOURED.includes(family) ? concat([garment, cloth], 1) : garment
    return dense(seen, `branch_${family}`, 2 * sizes.tasks, 'relu')
  })
  const tasks = overTasks(branches, sizes)
  const named = sizes.garmentFamilies.map(([family, classes], index) => {
    // The paper's category comes from the first RNN alone; the second one reads it and names the attributes.
    const own = branches[index] as Tensor
    const seen = family === 'category' ? own : concat([own, tasks[index] as Tensor], 1)
    return [family, reshape(dense(seen, `name_${family}`, classes), [batch, count, classes])] as const
  })
  return graph.scope('families', () => Object.fromEntries(named) as ContextOutputs)
}

/** The second RNN: attributes first, the category last, as in the paper. */
function overTasks(branches: readonly Tensor[], sizes: ContextSizes): readonly Tensor[] {
  if (sizes.context === 'none' || sizes.context === 'garments') return branches
  const [category, ...attributes] = branches as [Tensor, ...Tensor[]]
  const sequence = stack([...attributes, category], 1)
  const { states } = bidirectionalGru(sequence, 'rnn_tasks', sizes.tasks)
  const step = (at: number) => reshape(slice(states, 1, at, at + 1), [-1, 2 * sizes.tasks])
  return [step(attributes.length), ...attributes.map((_, index) => step(index))]
}

/** Share of a standing person's box that holds the head. */
const HEAD = 0.25

function personFamilies(inputs: ContextInputs, sizes: ContextSizes): ContextOutputs {
  const { features, person_boxes: boxes } = inputs
  return features.graph.scope('person', () => {
    const figure = cropVector(features, boxes, 'figure', [8, 6], sizes)
    const head = cropVector(features, headBoxes(boxes, HEAD), 'head', [8, 8], sizes)
    const person = dropout(relu(concat([figure, head], 2)), 0.3)
    return Object.fromEntries(
      sizes.personFamilies.map(([family, classes]) => {
        const branch = dense(person, `branch_${family}`, sizes.region, 'relu')
        return [family, dense(branch, `name_${family}`, classes)]
      }),
    )
  })
}

/** Rows of `x`, each as often as there are captions a photo: one, but in training there may be more. */
function forEachCaption(x: Tensor, text: Tensor | undefined): Tensor {
  const [batch, width] = x.shape as [Dim, number]
  const rows = text?.shape[0]
  if (typeof batch !== 'number' || typeof rows !== 'number' || rows === batch) return x
  return reshape(expand(unsqueeze(x, 1), [batch, rows / batch, width]), [rows, width])
}

function occasion(last: Tensor, inputs: ContextInputs, sizes: ContextSizes): Tensor {
  return last.graph.scope('occasion', () => {
    const text = sizes.text === null ? [] : [textCnn(inputs.tokens, sizes.text)]
    const seen = [...[last, inputs.scene].map((x) => forEachCaption(x, text[0])), ...text]
    const together = dense(dropout(concat(seen, 1), 0.3), 'together', 128, 'relu')
    return dense(together, 'name', sizes.occasions)
  })
}
