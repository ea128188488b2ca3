import type { OnnxGraph, OnnxNode } from '../onnx/model.ts'
import { activations, onlyUser, type Uses, usesOf } from './uses.ts'

/** What becomes integer arithmetic. */
export interface Plan {
  /** Nodes that compute with bytes, in execution order, each with what it gives. */
  readonly nodes: ReadonlyMap<OnnxNode, Planned>
  /** ReLUs that a node's range does: they go. */
  readonly absorbed: ReadonlySet<OnnxNode>
  /** Values held as bytes whose range must be seen: what the nodes give, and what they read from floats. */
  readonly observed: readonly string[]
}

export interface Planned {
  /** Name of the result: the ReLU's where it was absorbed. */
  readonly result: string
  /** The result stays float: a matrix product whose users are. */
  readonly float: boolean
  /** The result has the bytes of this input, only moved: the same range. */
  readonly sameAs?: string
}

/** Operators that only move values or take the largest. */
const MOVING = new Set(['Resize', 'MaxPool', 'Reshape', 'Transpose', 'Flatten'])
/** Operators with weights; only these begin a stretch of integers. */
const WEIGHTED = new Set(['Conv', 'Gemm'])
/** Fewer weights are not worth the conversions. */
const LEAST_WEIGHTS = 4096

/**
 * Chooses what is computed with bytes: convolutions and matrix products with constant weights, and between them
 * additions, concatenations and whatever only moves values. The last convolution before a softmax or another float
 * operator stays float, as heads are small and sensitive.
 */
export function planOf(graph: OnnxGraph): Plan {
  const uses = usesOf(graph)
  const nodes = new Map<OnnxNode, Planned>()
  const absorbed = new Set<OnnxNode>()
  const held = new Set<string>()
  for (const node of graph.nodes) {
    if (!qualifies(node, uses, held)) continue
    const relu = MOVING.has(node.op) ? undefined : reluOf(node, uses)
    const result = (relu ?? node).outputs[0] as string
    nodes.set(node, { result, float: false, ...(MOVING.has(node.op) ? { sameAs: node.inputs[0] as string } : {}) })
    if (relu !== undefined) absorbed.add(relu)
    held.add(result)
  }
  prune(nodes, absorbed, uses)
  return { nodes, absorbed, observed: observedOf(nodes, uses) }
}

function qualifies(node: OnnxNode, uses: Uses, held: ReadonlySet<string>): boolean {
  const data = activations(node, uses)
  if (WEIGHTED.has(node.op)) {
    const weight = uses.constants.get(node.inputs[1] as string)
    const plain = (node.attributes.transA ?? 0) === 0 && (node.attributes.transB ?? 0) === 0
    if (data.length !== 1 || weight?.dtype !== 'float32' || weight.data.length < leastWeights(node)) return false
    // Weights that several nodes use belong to a recurrence, whose errors would add up from step to step.
    return plain && onlyUser(weight.name, uses) !== undefined
  }
  if (node.op === 'Resize' && node.attributes.mode !== 'nearest') return false
  if (MOVING.has(node.op)) return node.outputs.length === 1 && held.has(node.inputs[0] as string)
  const joins = node.op === 'Add' || node.op === 'Concat'
  return joins && data.length === node.inputs.length && data.every((name) => held.has(name))
}

/** A convolution uses each weight at every place, a matrix product only once a row. */
const leastWeights = (node: OnnxNode): number => (node.op === 'Conv' ? 0 : LEAST_WEIGHTS)

function reluOf(node: OnnxNode, uses: Uses): OnnxNode | undefined {
  const user = onlyUser(node.outputs[0] as string, uses)
  return user?.op === 'Relu' ? user : undefined
}

/** Takes out, until nothing changes, what would be turned into bytes only to be turned back. */
function prune(nodes: Map<OnnxNode, Planned>, absorbed: Set<OnnxNode>, uses: Uses): void {
  for (let changed = true; changed; ) {
    changed = false
    for (const [node, planned] of [...nodes].reverse()) {
      const relu = onlyUser(node.outputs[0] as string, uses)
      const kept = planned.float || (WEIGHTED.has(node.op) && relu !== undefined && absorbed.has(relu))
      const used = (uses.users.get(planned.result) ?? []).some((user) => nodes.has(user))
      if (kept || used) continue
      changed = true
      if (node.op === 'Gemm') nodes.set(node, { ...planned, float: true })
      else {
        nodes.delete(node)
        if (relu !== undefined) absorbed.delete(relu)
      }
    }
  }
}

function observedOf(nodes: ReadonlyMap<OnnxNode, Planned>, uses: Uses): string[] {
  const names = new Set<string>()
  const made = new Set([...nodes.values()].filter(({ float }) => !float).map(({ result }) => result))
  for (const [node, { result, float, sameAs }] of nodes) {
    for (const name of activations(node, uses)) if (!made.has(name)) names.add(name)
    if (!float && sameAs === undefined) names.add(result)
  }
  return [...names]
}
