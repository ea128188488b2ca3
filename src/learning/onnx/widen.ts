import type { OnnxGraph, OnnxInitialiser } from './model.ts'

/** The opposite of `halveWeights`: weights stored in half precision as single floats again, their casts gone. */
export function widenWeights(graph: OnnxGraph): OnnxGraph {
  const halves = new Map(graph.initialisers.filter(({ dtype }) => dtype === 'float16').map((one) => [one.name, one]))
  const widened: OnnxInitialiser[] = []
  const nodes = graph.nodes.filter(({ op, inputs, outputs }) => {
    const half = op === 'Cast' ? halves.get(inputs[0] as string) : undefined
    if (half === undefined) return true
    const data = Float32Array.from(half.data as Uint16Array, halfValue)
    widened.push({ name: outputs[0] as string, dtype: 'float32', shape: half.shape, data })
    return false
  })
  return { ...graph, nodes, initialisers: [...graph.initialisers.filter(({ name }) => !halves.has(name)), ...widened] }
}

/** The number that the bits of a half-precision float stand for (IEEE 754 binary16). */
export function halfValue(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25)
}
