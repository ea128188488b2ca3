import type { OnnxGraph, OnnxInitialiser, OnnxNode, TypedArray } from '../onnx/model.ts'
import type { Graph, Operation, Tensor } from './graph.ts'

export interface EmitOptions {
  readonly name: string
  readonly outputs: { readonly [name: string]: Tensor }
  /** What stands for a parameter or state: the tensor that replaces it. */
  readonly replacements?: ReadonlyMap<Tensor, Tensor>
  /** Parameters and states that are written into the model. */
  readonly values?: ReadonlyMap<Tensor, { readonly name: string; readonly data: TypedArray }>
  readonly metadata?: { readonly [key: string]: string }
}

/** The part of a graph that its outputs need, in execution order, with everything named. */
export function emit(graph: Graph, options: EmitOptions): OnnxGraph {
  const { outputs, replacements, values } = options
  const resolve = (tensor: Tensor): Tensor => replacements?.get(tensor) ?? tensor
  const used = new Set<Tensor>()
  const order = executionOrder(Object.values(outputs).map(resolve), resolve, used)
  const names = new Map<Tensor, string>()
  for (const [name, tensor] of graph.inputs) names.set(tensor, name)
  for (const { name, tensor } of graph.noises) names.set(tensor, name)
  const initialisers: OnnxInitialiser[] = []
  for (const tensor of used) {
    const value = values?.get(tensor)
    const data = value?.data ?? graph.constants.get(tensor)
    const own = value !== undefined && graph.inputs.has(value.name) ? `weights of ${value.name}` : value?.name
    const name = own ?? names.get(tensor) ?? `t${tensor.id}`
    names.set(tensor, name)
    if (data !== undefined) initialisers.push({ name, dtype: tensor.dtype, shape: tensor.shape, data })
    else if (tensor.source === 'parameter' || tensor.source === 'state') {
      throw graph.error(`no value for ${tensor.source} number ${tensor.id}`)
    }
  }
  const extra: OnnxNode[] = []
  const taken = new Set<Tensor>()
  for (const [name, output] of Object.entries(outputs)) {
    const tensor = resolve(output)
    if (typeof tensor.source === 'object' && !taken.has(tensor)) names.set(tensor, name)
    else {
      extra.push({ op: 'Identity', inputs: [names.get(tensor) as string], outputs: [name], attributes: {} })
    }
    taken.add(tensor)
  }
  const nodes = order.map((operation) => ({
    op: operation.op,
    ...(operation.domain === undefined ? {} : { domain: operation.domain }),
    inputs: operation.inputs.map((input) => (input === null ? '' : (names.get(resolve(input)) as string))),
    outputs: operation.outputs.map((output) => names.get(output) ?? `t${output.id}`),
    attributes: operation.attributes,
  }))
  const feeds = [...graph.inputs.values(), ...graph.noises.map((noise) => noise.tensor)]
  const value = (name: string, { dtype, shape }: Tensor) => ({ name, dtype, shape })
  return {
    name: options.name,
    nodes: [...nodes, ...extra],
    inputs: feeds.filter((tensor) => used.has(tensor)).map((tensor) => value(names.get(tensor) as string, tensor)),
    outputs: Object.entries(outputs).map(([name, tensor]) => value(name, tensor)),
    initialisers,
    ...(options.metadata === undefined ? {} : { metadata: options.metadata }),
  }
}

/** Operators before those that use them; fills `used` with every tensor met. Depth first, without recursion. */
function executionOrder(roots: Tensor[], resolve: (tensor: Tensor) => Tensor, used: Set<Tensor>): Operation[] {
  const order: Operation[] = []
  const state = new Map<Operation, 'open' | 'done'>()
  const stack: Operation[] = []
  const visit = (tensor: Tensor): void => {
    used.add(tensor)
    if (typeof tensor.source === 'object' && state.get(tensor.source) !== 'done') stack.push(tensor.source)
  }
  for (const root of roots) visit(root)
  while (stack.length > 0) {
    const operation = stack.at(-1) as Operation
    const known = state.get(operation)
    if (known === undefined) {
      state.set(operation, 'open')
      for (const input of operation.inputs) if (input !== null) visit(resolve(input))
      continue
    }
    stack.pop()
    if (known === 'open') {
      state.set(operation, 'done')
      order.push(operation)
      for (const output of operation.outputs) used.add(output)
    }
  }
  return order
}
