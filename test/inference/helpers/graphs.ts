import type { PackManifest, PredictedFamily } from '../../../src/inference/manifest.ts'
import { hashText } from '../../../src/inference/text/hash.ts'
import {
  encodeModel,
  type OnnxGraph,
  type OnnxInitialiser,
  type OnnxNode,
  type OnnxValue,
} from '../../../src/learning/onnx/model.ts'

/** Colours of the painted squares and what each is to the look graph; black is background. */
export const PAINT = {
  person: [0, 0, 255],
  upper_body_garment: [255, 0, 0],
  lower_body_garment: [0, 255, 0],
  full_body_garment: [255, 255, 0],
} as const

/** Half the side of every person, in cells of 8 pixels. */
export const REACH = 2.5

/** Gain that makes a softmax or sigmoid over colours nearly one-hot. */
const GAIN = 30

const node = (op: string, inputs: string[], output: string, attributes: OnnxNode['attributes'] = {}): OnnxNode => ({
  op,
  inputs,
  outputs: [output],
  attributes,
})

const constant = (name: string, shape: number[], data: number[]): OnnxInitialiser => ({
  name,
  dtype: 'float32',
  shape,
  data: Float32Array.from(data),
})

const value = (name: string, dtype: OnnxValue['dtype'], ...shape: (number | string)[]): OnnxValue => ({
  name,
  dtype,
  shape,
})

/** Numbers from -1 to 1 that a name determines. */
const numbers = (name: string, count: number): number[] =>
  Array.from({ length: count }, (_, index) => (hashText(`${name} ${index}`) / 2 ** 32) * 2 - 1)

/** Sees squares of {@link PAINT}: regions by mean colour, a person round every blue cell. */
export function lookModel(manifest: PackManifest): Uint8Array {
  return encodeModel(lookGraph(manifest))
}

/** As {@link lookModel}, but asks for 64 GiB for each step of the first pixel's red. */
export function poisonedLookModel(manifest: PackManifest): Uint8Array {
  const graph = lookGraph(manifest)
  const whole = (name: string, ...values: bigint[]): OnnxInitialiser => ({
    name,
    dtype: 'int64',
    shape: [values.length],
    data: BigInt64Array.from(values),
  })
  const nodes = graph.nodes.map((one) => (one.op === 'Flatten' ? { ...one, outputs: ['clean_scene'] } : one))
  return encodeModel({
    ...graph,
    initialisers: [
      ...graph.initialisers,
      whole('corner_start', 0n, 0n, 0n, 0n),
      whole('corner_end', 1n, 1n, 1n, 1n),
      whole('one', -1n),
      whole('step', 2n ** 34n),
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
  const biases: { readonly [name: string]: number } = { background: 1, full_body_garment: -1.5 }
  const regionBias = manifest.regions.map((name) => GAIN * (biases[name] ?? (name in PAINT ? 0 : -9)))
  return {
    name: 'look',
    inputs: [value('photo', 'uint8', 'N', height, width, 3)],
    outputs: [
      value('features', 'float32', 'N', 3, height / 8, width / 8),
      value('scene', 'float32', 'N', 3),
      value('regions', 'float32', 'N', manifest.regions.length, height / 4, width / 4),
      value('people', 'float32', 'N', 5, height / 8, width / 8),
    ],
    initialisers: [
      constant('scale', [], [1 / 255]),
      constant('region_weights', [manifest.regions.length, 3, 1, 1], regionRows),
      constant('region_bias', [manifest.regions.length], regionBias),
      constant('heat_weights', [1, 3, 1, 1], [-GAIN, -GAIN, GAIN]),
      constant('heat_bias', [1], [-GAIN / 2]),
      constant('reach_weights', [4, 3, 1, 1], Array(12).fill(0)),
      constant('reach_bias', [4], [REACH, REACH, REACH, REACH]),
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
      node('Conv', ['features', 'heat_weights', 'heat_bias'], 'heat_logits'),
      node('Sigmoid', ['heat_logits'], 'heat'),
      node('Conv', ['features', 'reach_weights', 'reach_bias'], 'reach'),
      node('Concat', ['heat', 'reach'], 'people', { axis: 1 }),
    ],
  }
}

/** Names garments by colour and place, people by place, the occasion by scene and caption; weights by name. */
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
  for (const family of manifest.families) {
    if (family === 'occasion') head(family, 'whole', 3 + tokens * pieces, null)
    else if (family === 'gender' || family === 'age') head(family, 'person_boxes', 4, people)
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
    ],
    outputs,
    initialisers,
    nodes,
  })
}
