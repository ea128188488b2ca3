import type { OnnxGraph, OnnxInitialiser, OnnxNode } from '../onnx/model.ts'

/** Who makes and who uses each value of a graph. */
export interface Uses {
  readonly makers: ReadonlyMap<string, OnnxNode>
  readonly users: ReadonlyMap<string, readonly OnnxNode[]>
  readonly constants: ReadonlyMap<string, OnnxInitialiser>
  readonly outputs: ReadonlySet<string>
  /** Inputs of unsigned bytes. */
  readonly bytes: ReadonlySet<string>
}

export function usesOf(graph: OnnxGraph): Uses {
  const users = new Map<string, OnnxNode[]>()
  const makers = new Map<string, OnnxNode>()
  for (const node of graph.nodes) {
    for (const name of node.outputs) makers.set(name, node)
    for (const name of new Set(node.inputs)) users.set(name, [...(users.get(name) ?? []), node])
  }
  return {
    makers,
    users,
    constants: new Map(graph.initialisers.map((value) => [value.name, value])),
    outputs: new Set(graph.outputs.map(({ name }) => name)),
    bytes: new Set(graph.inputs.filter(({ dtype }) => dtype === 'uint8').map(({ name }) => name)),
  }
}

/** The only user of a value that is no output; undefined where there are several or none. */
export function onlyUser(name: string, { users, outputs }: Uses): OnnxNode | undefined {
  const all = users.get(name) ?? []
  return all.length === 1 && !outputs.has(name) ? all[0] : undefined
}

/** A node's data inputs: those that are no constants. */
export function activations(node: OnnxNode, { constants }: Uses): string[] {
  return node.inputs.filter((name) => name !== '' && !constants.has(name))
}

/** The value of a constant with one element. */
export function numberOf(name: string | undefined, { constants }: Uses): number | undefined {
  const data = constants.get(name ?? '')?.data
  return data?.length === 1 ? Number(data[0]) : undefined
}
