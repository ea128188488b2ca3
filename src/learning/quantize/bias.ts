import type { Observed } from './observe.ts'
import type { IntegerWeights, WeightLayout } from './weights.ts'

/** Biases as whole numbers: bias ≈ value · step of its channel. */
export interface IntegerBiases {
  readonly data: Int32Array
  readonly steps: Float32Array
}

/**
 * Biases in the unit of the sums they are added to, which is the scale of the inputs times that of the weights, and
 * with what the rounding of the weights takes from each output on average put back (bias correction, Nagel et al.
 * 2019, arXiv 1906.04721, section 4.2): inputs behind a ReLU are positive, so rounding errors add up to a shift that
 * the next layer would see on every photo.
 * @param input what was seen of the layer's input; nothing is put back where that is not known
 */
export function integerBiases(
  biases: Float32Array,
  weights: Float32Array,
  rounded: IntegerWeights,
  layout: WeightLayout,
  input: { readonly scale: number; readonly seen: Observed | undefined },
): IntegerBiases {
  const exact = Float64Array.from(biases)
  const means = input.seen?.means
  if (means !== undefined) {
    for (const [i, weight] of weights.entries()) {
      const channel = layout.channelOf(i)
      const kept = (rounded.data[i] as number) * (rounded.scales[channel] as number)
      exact[channel] = (exact[channel] as number) + (weight - kept) * (means[layout.inputOf(i)] as number)
    }
  }
  const steps = rounded.scales.map((scale) => scale * input.scale)
  return { data: Int32Array.from(exact, (value, i) => Math.round(value / (steps[i] as number))), steps }
}
