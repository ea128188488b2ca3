import type { Parameter } from './graph.ts'
import { random } from './random.ts'
import { size } from './shape.ts'

/**
 * How a parameter starts: `he` (normal, He et al. 2015) for what a ReLU follows, `glorot` (uniform, Glorot and
 * Bengio 2010) for the rest, a normal or a uniform of given width, one number everywhere, or given values.
 */
export type Initialiser =
  | 'he'
  | 'glorot'
  | { readonly normal: number }
  | { readonly uniform: number }
  | { readonly constant: number }
  | { readonly values: Float32Array }

/** Start values of a parameter; they depend on its name and the seed only, not on its neighbours. */
export function initialValues(parameter: Pick<Parameter, 'name' | 'shape' | 'init'>, seed: number): Float32Array {
  const { init, shape, name } = parameter
  const count = size(shape)
  if (typeof init === 'object' && 'values' in init) {
    if (init.values.length !== count) throw new Error(`${init.values.length} start values for ${count} of ${name}`)
    return Float32Array.from(init.values)
  }
  if (typeof init === 'object' && 'constant' in init) return new Float32Array(count).fill(init.constant)
  const source = random(seed, 'parameter', name)
  const [fanIn, fanOut] = fans(shape)
  const draw =
    init === 'he'
      ? () => source.normal() * Math.sqrt(2 / fanIn)
      : init === 'glorot'
        ? () => (2 * source.next() - 1) * Math.sqrt(6 / (fanIn + fanOut))
        : 'normal' in init
          ? () => source.normal() * init.normal
          : () => (2 * source.next() - 1) * init.uniform
  return Float32Array.from({ length: count }, draw)
}

/** Convolutions are [out, in, height, width], everything else [..., in, out]. */
function fans(shape: readonly number[]): [number, number] {
  if (shape.length === 4) {
    const [out, into, height, width] = shape as [number, number, number, number]
    return [into * height * width, out * height * width]
  }
  return [shape.at(-2) ?? shape[0] ?? 1, shape.at(-1) ?? 1]
}
