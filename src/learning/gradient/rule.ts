import type { Operation, Tensor } from '../graph/graph.ts'

/**
 * Gradients of an operator's inputs from those of its outputs. `undefined` outputs have none; null says that an input
 * gets none. Inputs that are not `wanted` need not be worked out.
 */
export type Rule = (
  operation: Operation,
  gradients: readonly (Tensor | undefined)[],
  wanted: readonly boolean[],
) => readonly (Tensor | null)[]

export type Rules = { readonly [op: string]: Rule }

/** A rule of an operator with one output: `x`, `y` are its first input and its output. */
export function simple(rule: (dy: Tensor, x: Tensor, y: Tensor, operation: Operation) => Tensor | null): Rule {
  return (operation, [dy]) => [
    rule(dy as Tensor, operation.inputs[0] as Tensor, operation.outputs[0] as Tensor, operation),
  ]
}

/** A rule of an operator with two inputs, each worked out only where it is wanted. */
export function twoSided(
  left: (dy: Tensor, a: Tensor, b: Tensor, y: Tensor) => Tensor,
  right: (dy: Tensor, a: Tensor, b: Tensor, y: Tensor) => Tensor,
): Rule {
  return ({ inputs, outputs }, [gradient], wanted) => {
    const [a, b, y, dy] = [inputs[0], inputs[1], outputs[0], gradient] as [Tensor, Tensor, Tensor, Tensor]
    return [wanted[0] ? left(dy, a, b, y) : null, wanted[1] ? right(dy, a, b, y) : null]
  }
}
