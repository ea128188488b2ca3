import type { PackManifest, PredictedFamily } from '../../../src/inference/manifest.ts'
import { hashText } from '../../../src/inference/text/hash.ts'
import { encodeModel, type OnnxGraph, type OnnxNode, type OnnxValue } from '../../../src/learning/onnx/model.ts'
import { centres, headColours } from './close-ups.ts'
import { constant, node, value, whole } from './onnx.ts'

/**
 * Colours of the painted squares and what each is to the look graph; black is background. `body` is skin: a pack with
 * close-ups sees a head round every cell of it.
 */
export const PAINT = {
  body: [255, 0, 255],
  person: [0, 0, 255],
  upper_body_garment: [255, 0, 0],
  lower_body_garment: [0, 255, 0],
  full_body_garment: [255, 255, 0],
} as const

/** Half the side of every person, in cells of 8 pixels. */
export const REACH = 2.5
/** Half the side of every head, in the same cells. */
export const HEAD_REACH = 1.5

/** Gain that makes a softmax or sigmoid over colours nearly one-hot. */
const GAIN = 30

/** Numbers from -1 to 1 that a name determines. */
const numbers = (name: string, count: number): number[] =>
  Array.from({ length: count }, (_, index) => (hashText(`${name} ${index}`) / 2 ** 32) * 2 - 1)

/** Sees squares of {@link PAINT}: regions by mean colour, a person round every blue cell, heads if it has close-ups. */
export function lookModel(manifest: PackManifest): Uint8Array {
  return encodeModel(lookGraph(manifest))
}

/** As {@link lookModel}, but asks for 64 GiB for each step of the first pixel's red. */
export function poisonedLookModel(manifest: PackManifest): Uint8Array {
  const graph = lookGraph(manifest)
  const nodes = graph.nodes.map((one) => (one.op === 'Flatten' ? { ...one, outputs: ['clean_scene'] } : one))
  return encodeModel({
    ...graph,
    initialisers: [
      ...graph.initialisers,
      whole('corner_start', 0, 0, 0, 0),
      whole('corner_end', 1, 1, 1, 1),
      whole('one', -1),
      whole('step', 2 ** 34),
    ],
    nodes: [
      ...nodes,
      node('Slice', ['photo', 'corner_start', 'corner_end'], 'corner'),
      node('Reshape', ['corner', 'one'], 'red'),
      node('Cast', ['red'], 'red_number', { to: 7 }),
      node('Mul', ['red_number', 'step'], 'wanted'),
      node('ConstantOfShape', ['wanted'], 'zeros'),
      node('ReduceSum', ['zeros'], 'zero', { keepdims: 0 }),
      node('Add', ['clean_scene', 'zero'], 'scene'),
    ],
  })
}

function lookGraph(manifest: PackManifest): OnnxGraph {
  const { width, height } = manifest.input
  const regionRows = manifest.regions.flatMap((name) => {
    const [red, green, blue] = (PAINT as { [name: string]: readonly number[] })[name] ?? [0, 0, 0]
    return [red!, green!, blue!].map((channel) => (channel === 0 ? -GAIN : GAIN))
  })
  const biases: { readonly [name: string]: number } = { background: 1, body: -1.5, full_body_garment: -1.5 }
  const regionBias = manifest.regions.map((name) => GAIN * (biases[name] ?? (name in PAINT ? 0 : -9)))
  const seen = ['person', ...(manifest.close_ups ? ['head'] : [])]
  const found = [
    centres('person', [-GAIN, -GAIN, GAIN], -GAIN / 2, REACH),
    ...(manifest.close_ups ? [centres('head', [GAIN, -GAIN, GAIN], -1.5 * GAIN, HEAD_REACH)] : []),
  ]
  return {
    name: 'look',
    inputs: [value('photo', 'uint8', 'N', height, width, 3)],
    outputs: [
      value('features', 'float32', 'N', 3, height / 8, width / 8),
      value('scene', 'float32', 'N', 3),
      value('regions', 'float32', 'N', manifest.regions.length, height / 4, width / 4),
      value('people', 'float32', 'N', 5 * seen.length, height / 8, width / 8),
    ],
    initialisers: [
      constant('scale', [], [1 / 255]),
      constant('region_weights', [manifest.regions.length, 3, 1, 1], regionRows),
      constant('region_bias', [manifest.regions.length], regionBias),
      ...found.flatMap(({ initialisers }) => initialisers),
    ],
    nodes: [
      node('Cast', ['photo'], 'float', { to: 1 }),
      node('Transpose', ['float'], 'planes', { perm: [0, 3, 1, 2] }),
      node('Mul', ['planes', 'scale'], 'pixels'),
      node('AveragePool', ['pixels'], 'cells', { kernel_shape: [4, 4], strides: [4, 4] }),
      node('Conv', ['cells', 'region_weights', 'region_bias'], 'region_logits'),
      node('Softmax', ['region_logits'], 'regions', { axis: 1 }),
      node('AveragePool', ['pixels'], 'features', { kernel_shape: [8, 8], strides: [8, 8] }),
      node('GlobalAveragePool', ['pixels'], 'pooled'),
      node('Flatten', ['pooled'], 'scene', { axis: 1 }),
      ...found.flatMap(({ nodes }) => nodes),
      node('Concat', seen, 'people', { axis: 1 }),
    ],
  }
}

/**
 * Names garments by colour and place, people by place and, if the pack has close-ups, by the colour of their
 * heads, the occasion by scene and caption; weights by name.
 */
export function contextModel(manifest: PackManifest): Uint8Array {
  const { people, garments } = manifest.limits
  const { tokens, pieces } = manifest.text
  const { bins } = manifest.colours
  const nodes: OnnxNode[] = [
    node('Cast', ['tokens'], 'token_numbers', { to: 1 }),
    node('Flatten', ['token_numbers'], 'token_row', { axis: 1 }),
    node('Mul', ['token_row', 'token_scale'], 'token_features'),
    node('Concat', ['scene', 'token_features'], 'whole', { axis: 1 }),
    node('Concat', ['garment_colours', 'garment_boxes'], 'garment', { axis: 2 }),
  ]
  const initialisers = [constant('token_scale', [], [1 / manifest.text.buckets])]
  if (manifest.close_ups) {
    const closeUp = headColours(manifest.input)
    initialisers.push(...closeUp.initialisers)
    nodes.push(...closeUp.nodes, node('Concat', ['person_boxes', 'head_colours'], 'person', { axis: 2 }))
  }
  const outputs: OnnxValue[] = []
  const head = (family: PredictedFamily, source: string, width: number, rows: number | null) => {
    const classes = manifest.labels[family]!.length
    initialisers.push(
      constant(
        `${family}_weights`,
        [width, classes],
        numbers(family, width * classes).map((n) => n * 3),
      ),
    )
    nodes.push(node('MatMul', [source, `${family}_weights`], family))
    outputs.push(value(family, 'float32', 'N', ...(rows === null ? [] : [rows]), classes))
  }
  const person = (family: 'gender' | 'age') =>
    manifest.close_ups ? head(family, 'person', 4 + 3, people) : head(family, 'person_boxes', 4, people)
  for (const family of manifest.families) {
    if (family === 'occasion') head(family, 'whole', 3 + tokens * pieces, null)
    else if (family === 'gender' || family === 'age') person(family)
    else head(family, 'garment', bins + 4, garments)
  }
  return encodeModel({
    name: 'context',
    inputs: [
      value('features', 'float32', 'N', 3, 'h', 'w'),
      value('scene', 'float32', 'N', 3),
      value('garment_boxes', 'float32', 'N', garments, 4),
      value('garment_mask', 'float32', 'N', garments),
      value('garment_colours', 'float32', 'N', garments, bins),
      value('person_boxes', 'float32', 'N', people, 4),
      value('person_mask', 'float32', 'N', people),
      value('tokens', 'int32', 'N', tokens, pieces),
      ...(manifest.close_ups ? closeUpInputs(manifest) : []),
    ],
    outputs,
    initialisers,
    nodes,
  })
}

function closeUpInputs({ input, limits }: PackManifest): OnnxValue[] {
  return [
    value('photo', 'uint8', 'N', input.height, input.width, 3),
    value('head_boxes', 'float32', 'N', limits.people, 4),
  ]
}
