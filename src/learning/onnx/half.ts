import type { OnnxGraph, OnnxInitialiser, OnnxNode } from './model.ts'

/** Smaller tensors stay as they are: there is little to save. */
const LEAST_VALUES = 1024

/**
 * The same graph with its large weights stored in half precision: half the file. Each is widened again by a `Cast`,
 * which the runtime folds away when it loads the model, so that it computes in single precision as before.
 */
export function halveWeights(graph: OnnxGraph): OnnxGraph {
  const casts: OnnxNode[] = []
  const initialisers = graph.initialisers.map((initialiser): OnnxInitialiser => {
    const { name, dtype, data } = initialiser
    if (dtype !== 'float32' || data.length < LEAST_VALUES) return initialiser
    const stored = `${name} half`
    casts.push({ op: 'Cast', inputs: [stored], outputs: [name], attributes: { to: 1 } })
    return { ...initialiser, name: stored, dtype: 'float16', data: Uint16Array.from(data as Float32Array, halfBits) }
  })
  return { ...graph, initialisers, nodes: [...casts, ...graph.nodes] }
}

const single = new Float32Array(1)
const bits = new Uint32Array(single.buffer)

/** The bits of the half-precision number nearest to `value` (IEEE 754 binary16), ties to even; infinite beyond 65504. */
export function halfBits(value: number): number {
  single[0] = value
  const word = bits[0] as number
  const sign = (word >>> 16) & 0x8000
  const magnitude = word & 0x7fffffff
  if (magnitude > 0x7f800000) return sign | 0x7e00
  if (magnitude >= 0x47800000) return sign | 0x7c00
  if (magnitude >= 0x38800000) return sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1)) >>> 13)
  // Below the least normal number a half counts in steps of 2^-24.
  return sign | roundToEven(Math.abs(single[0] as number) * 2 ** 24)
}

function roundToEven(value: number): number {
  const below = Math.floor(value)
  const rest = value - below
  return rest > 0.5 || (rest === 0.5 && below % 2 === 1) ? below + 1 : below
}
