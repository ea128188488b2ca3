/** Weights as whole numbers: weight ≈ value · scale of its channel. */
export interface IntegerWeights {
  readonly data: Int8Array
  readonly scales: Float32Array
}

/**
 * Symmetric 8-bit weights with a scale of its own for each output channel (Jacob et al. 2018, arXiv 1712.05877).
 *
 * Processors without VNNI add two products of an unsigned and a signed byte in 16 bits, and stop at the limit: with
 * the two largest weights of a channel at 127, two inputs of 255 lose half. So a channel's scale is chosen such that
 * no two weights of one sign can add up to more than 128 (255 · 128 < 2¹⁵), in whatever order the runtime pairs them.
 * A channel with one large weight keeps its 8 bits, an even one has 7, and all processors find the same.
 * @param channelOf index of the channel of element i
 * @param largestPair what two weights of one sign may add up to, or {@link NO_PRODUCTS}
 */
export function integerWeights(
  weights: Float32Array,
  channels: number,
  channelOf: (index: number) => number,
  largestPair = LARGEST_PAIR,
): IntegerWeights {
  const scales = channelScales(weights, channels, channelOf, largestPair)
  const data = Int8Array.from(weights, (weight, i) => Math.round(weight / (scales[channelOf(i)] as number)))
  return { data, scales }
}

const LARGEST = 127
/** Sum of two weights of one sign before rounding, which may add a half to each. */
const LARGEST_PAIR = 127
/** For numbers that are only looked up. */
export const NO_PRODUCTS = Number.POSITIVE_INFINITY

function channelScales(
  weights: Float32Array,
  channels: number,
  channelOf: (index: number) => number,
  largestPair: number,
): Float32Array {
  // Largest and second largest weight of each sign and channel.
  const [first, second] = [new Float32Array(2 * channels), new Float32Array(2 * channels)]
  for (const [i, weight] of weights.entries()) {
    const at = 2 * channelOf(i) + (weight < 0 ? 1 : 0)
    const size = Math.abs(weight)
    if (size > (first[at] as number)) {
      second[at] = first[at] as number
      first[at] = size
    } else if (size > (second[at] as number)) second[at] = size
  }
  return Float32Array.from({ length: channels }, (_, channel) => {
    const needed = [2 * channel, 2 * channel + 1].map((at) => {
      const [one, other] = [first[at] as number, second[at] as number]
      return Math.max(one / LARGEST, (one + other) / largestPair)
    })
    return Math.max(...needed) || 1
  })
}
