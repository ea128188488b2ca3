/** Weights as whole numbers: weight ≈ value · scale of its channel. */
export interface IntegerWeights {
  readonly data: Int8Array
  readonly scales: Float32Array
}

/** How a tensor of weights is laid out. */
export interface WeightLayout {
  /** Number of output channels. */
  readonly channels: number
  /** Output channel of element i. */
  readonly channelOf: (index: number) => number
  /** Input channel of element i. */
  readonly inputOf: (index: number) => number
  /** For each output channel, orders in which its elements may be multiplied with inputs, two at a time. */
  readonly orders: readonly ((channel: number) => readonly number[])[]
}

const LARGEST = 127
/** Of the sum of two neighbours before rounding, which may add a half to each. */
const LARGEST_PAIR = 127

/**
 * Symmetric 8-bit weights with a scale of its own for each output channel (Jacob et al. 2018, arXiv 1712.05877).
 *
 * x86 processors without VNNI add the products of two neighbouring inputs and weights in 16 bits, and stop at the
 * limit: with two weights of 127, inputs of 255 lose half. So a channel's scale is chosen such that no two neighbours
 * add up to more than 128 (255 · 128 < 2¹⁵), in any of the orders. Weights have 8 bits where large ones stand alone
 * and 7 where they come in pairs, and all processors find the same.
 */
export function integerWeights(weights: Float32Array, layout: WeightLayout): IntegerWeights {
  const scales = channelScales(weights, layout)
  const data = Int8Array.from(weights, (weight, i) => Math.round(weight / (scales[layout.channelOf(i)] as number)))
  return { data, scales }
}

function channelScales(weights: Float32Array, { channels, channelOf, orders }: WeightLayout): Float32Array {
  const scales = new Float32Array(channels)
  const atLeast = (channel: number, scale: number) => {
    scales[channel] = Math.max(scales[channel] as number, scale)
  }
  for (const [i, weight] of weights.entries()) atLeast(channelOf(i), Math.abs(weight) / LARGEST)
  for (let channel = 0; channel < channels; channel++) {
    for (const order of orders) {
      const elements = order(channel)
      for (let k = 0; k + 1 < elements.length; k += 2) {
        const pair = (weights[elements[k] as number] as number) + (weights[elements[k + 1] as number] as number)
        atLeast(channel, Math.abs(pair) / LARGEST_PAIR)
      }
    }
  }
  return scales.map((scale) => scale || 1)
}

/** Of a convolution [out, in, height, width]: its inputs are gathered with the channels first, or last. */
export function convolutionLayout(shape: readonly number[]): WeightLayout {
  const [channels = 0, into = 0, height = 0, width = 0] = shape
  const places = height * width
  const each = into * places
  const first = (channel: number) => Array.from({ length: each }, (_, k) => channel * each + k)
  const last = (channel: number) =>
    Array.from({ length: each }, (_, k) => channel * each + (k % into) * places + Math.floor(k / into))
  const channelOf = (i: number) => Math.floor(i / each)
  return { channels, channelOf, inputOf: (i) => Math.floor(i / places) % into, orders: [first, last] }
}

/** Of a matrix [in, out]. */
export function matrixLayout([into = 0, channels = 0]: readonly number[]): WeightLayout {
  const down = (channel: number) => Array.from({ length: into }, (_, k) => k * channels + channel)
  return { ...tableLayout(channels), orders: [down] }
}

/** Of a table whose rows are only looked up: nothing is multiplied. */
export function tableLayout(columns: number): WeightLayout {
  return { channels: columns, channelOf: (i) => i % columns, inputOf: (i) => Math.floor(i / columns), orders: [] }
}
