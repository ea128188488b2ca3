import type { Graph, Parameter, Tensor } from '../graph/graph.ts'
import { size } from '../graph/shape.ts'
import { concat, reshape, split } from '../ops/layout.ts'

/** Named tensors that lie behind one another in one vector, so that the optimiser handles them as one. */
export interface FlatEntry {
  readonly name: string
  readonly shape: readonly number[]
  readonly tensor: Tensor
}

export const flatLength = (entries: readonly FlatEntry[]): number =>
  entries.reduce((sum, entry) => sum + size(entry.shape), 0)

/** Where each entry's own tensor is found in the vector. */
export function unpack(flat: Tensor, entries: readonly FlatEntry[]): Map<Tensor, Tensor> {
  const sizes = entries.map((entry) => size(entry.shape))
  const parts = split(flat, 0, sizes)
  return new Map(entries.map((entry, i) => [entry.tensor, reshape(parts[i] as Tensor, entry.shape)]))
}

/** Tensors as one vector. */
export function pack(graph: Graph, tensors: readonly Tensor[]): Tensor {
  if (tensors.length === 0) return graph.constant('float32', [0], new Float32Array(0))
  return concat(
    tensors.map((tensor) => reshape(tensor, [size(tensor.shape)])),
    0,
  )
}

/** The entries of a vector of numbers, by name, without copying. */
export function named(flat: Float32Array, entries: readonly FlatEntry[]): Map<string, Float32Array> {
  let offset = 0
  return new Map(
    entries.map(({ name, shape }) => {
      const start = offset
      offset += size(shape)
      return [name, flat.subarray(start, offset)]
    }),
  )
}

/** Parameters that the optimiser moves alike, as one vector. */
export interface Group {
  readonly entries: readonly FlatEntry[]
  readonly decay: boolean
  readonly learningRate: number
}

/** Above this many elements a parameter is a vector of its own: joining costs more than the operators it saves. */
const LARGE = 65536

/** Sorts parameters into groups with the same decay and learning rate; large ones stay alone. */
export function grouped(parameters: readonly Parameter[]): Group[] {
  const groups = new Map<string, Group & { entries: FlatEntry[] }>()
  for (const parameter of parameters) {
    const { name, decay, learningRate, shape } = parameter
    const key = size(shape) > LARGE ? name : `${decay} ${learningRate}`
    const group = groups.get(key) ?? { entries: [], decay, learningRate }
    group.entries.push(parameter)
    groups.set(key, group)
  }
  return [...groups.values()]
}
