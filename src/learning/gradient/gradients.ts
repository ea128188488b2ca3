import type { Graph, Operation, Tensor } from '../graph/graph.ts'
import { sameShape, showShape } from '../graph/shape.ts'
import { add } from '../ops/elementwise.ts'
import { full } from '../ops/layout.ts'
import { convolutionRules } from './convolution.ts'
import { elementwiseRules } from './elementwise.ts'
import { layoutRules } from './layout.ts'
import { linearRules } from './linear.ts'
import type { Rules } from './rule.ts'

/** The gradient rule of every operator that networks are made of. */
export const RULES: Rules = { ...elementwiseRules, ...layoutRules, ...linearRules, ...convolutionRules }

/**
 * Adds to the graph the derivative of a number with respect to each tensor (reverse mode: from the loss back, each
 * operator once, rules in {@link RULES}). Zeros for a tensor that the number does not depend on.
 */
export function gradients(loss: Tensor, parameters: readonly Tensor[]): Tensor[] {
  const { graph } = loss
  if (loss.shape.length > 0) throw graph.error(`a loss is one number, not ${showShape(loss.shape)}`)
  const operations = [...graph.operations]
  const moving = dependents(graph, operations, parameters)
  const found = new Map<Tensor, Tensor>([[loss, graph.scalar(1)]])
  const receive = (tensor: Tensor, gradient: Tensor | null | undefined): void => {
    if (gradient === null || gradient === undefined || !moving.has(tensor)) return
    if (!sameShape(tensor.shape, gradient.shape)) {
      throw graph.error(`a gradient of ${showShape(gradient.shape)} for a value of ${showShape(tensor.shape)}`)
    }
    const known = found.get(tensor)
    found.set(tensor, known === undefined ? gradient : add(known, gradient))
  }
  for (const operation of operations.reverse()) {
    if (!operation.outputs.some((output) => found.has(output) && moving.has(output))) continue
    graph.scope(`gradient of ${operation.scope}`, () => {
      const [first] = operation.outputs as [Tensor]
      const override = graph.overrides.get(first)
      if (override !== undefined) {
        const received = override.rule(found.get(first) as Tensor)
        override.inputs.forEach((input, i) => {
          receive(input, received[i])
        })
        return
      }
      const rule = RULES[operation.op]
      if (rule === undefined) throw graph.error(`${operation.op} has no gradient rule`)
      const wanted = operation.inputs.map((input) => input !== null && moving.has(input))
      const received = rule(
        operation,
        operation.outputs.map((output) => found.get(output)),
        wanted,
      )
      operation.inputs.forEach((input, i) => {
        if (input !== null) receive(input, received[i])
      })
    })
  }
  return parameters.map((parameter) => found.get(parameter) ?? full(graph, parameter.shape, 0))
}

/** Every tensor that moves when one of `parameters` does. */
function dependents(graph: Graph, operations: readonly Operation[], parameters: readonly Tensor[]): Set<Tensor> {
  const moving = new Set<Tensor>(parameters)
  for (const { inputs, outputs } of operations) {
    const override = graph.overrides.get(outputs[0] as Tensor)
    const from = override?.inputs ?? inputs
    if (!from.some((input) => input !== null && moving.has(input))) continue
    for (const output of outputs) if (output.dtype === 'float32') moving.add(output)
  }
  return moving
}
