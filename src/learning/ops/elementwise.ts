import type { Graph, Tensor } from '../graph/graph.ts'
import { broadcast, showShape } from '../graph/shape.ts'
import { type DType, ELEMENT, float } from '../onnx/model.ts'

/** A tensor, or a number that takes the other side's type. */
export type Value = Tensor | number

function both(a: Value, b: Value): [Graph, Tensor, Tensor] {
  if (typeof a !== 'number') return [a.graph, a, typeof b === 'number' ? a.graph.scalar(b, a.dtype) : b]
  if (typeof b === 'number') throw new Error('one side must be a tensor')
  return [b.graph, b.graph.scalar(a, b.dtype), b]
}

function binary(op: string, a: Value, b: Value, result?: DType): Tensor {
  const [graph, left, right] = both(a, b)
  if (left.dtype !== right.dtype) throw graph.error(`${op} of ${left.dtype} and ${right.dtype}`)
  const shape = broadcast(left.shape, right.shape)
  if (shape === undefined) throw graph.error(`${op} of ${showShape(left.shape)} and ${showShape(right.shape)}`)
  return graph.operation(op, [left, right], [{ dtype: result ?? left.dtype, shape }])[0] as Tensor
}

function unary(op: string, x: Tensor, attributes = {}): Tensor {
  return x.graph.operation(op, [x], [{ dtype: x.dtype, shape: x.shape }], attributes)[0] as Tensor
}

/** Is this the number `value` that leaves the other side as it is? */
function isNeutral(side: Value, value: number, other: Value): boolean {
  if (typeof other === 'number') return false
  if (typeof side === 'number') return side === value
  return side.shape.length === 0 && side.graph.numberOf(side) === value
}

/** a + b, broadcasting as NumPy does; so do all two-sided functions here. */
export function add(a: Value, b: Value): Tensor {
  if (isNeutral(a, 0, b)) return b as Tensor
  if (isNeutral(b, 0, a)) return a as Tensor
  return binary('Add', a, b)
}

export function sub(a: Value, b: Value): Tensor {
  return isNeutral(b, 0, a) ? (a as Tensor) : binary('Sub', a, b)
}

export function mul(a: Value, b: Value): Tensor {
  if (isNeutral(a, 1, b)) return b as Tensor
  if (isNeutral(b, 1, a)) return a as Tensor
  return binary('Mul', a, b)
}

export function div(a: Value, b: Value): Tensor {
  return isNeutral(b, 1, a) ? (a as Tensor) : binary('Div', a, b)
}

export const minimum = (a: Value, b: Value): Tensor => binary('Min', a, b)
export const maximum = (a: Value, b: Value): Tensor => binary('Max', a, b)
export const equal = (a: Value, b: Value): Tensor => binary('Equal', a, b, 'bool')
export const greater = (a: Value, b: Value): Tensor => binary('Greater', a, b, 'bool')
export const less = (a: Value, b: Value): Tensor => binary('Less', a, b, 'bool')

/** x to the power of a fixed number. */
export function pow(x: Tensor, exponent: number): Tensor {
  return binary('Pow', x, exponent)
}

export const neg = (x: Tensor): Tensor => unary('Neg', x)
export const exp = (x: Tensor): Tensor => unary('Exp', x)
export const log = (x: Tensor): Tensor => unary('Log', x)
export const sqrt = (x: Tensor): Tensor => unary('Sqrt', x)
export const abs = (x: Tensor): Tensor => unary('Abs', x)
export const sign = (x: Tensor): Tensor => unary('Sign', x)
export const relu = (x: Tensor): Tensor => unary('Relu', x)
export const sigmoid = (x: Tensor): Tensor => unary('Sigmoid', x)
export const tanh = (x: Tensor): Tensor => unary('Tanh', x)
export const softplus = (x: Tensor): Tensor => unary('Softplus', x)
export const leakyRelu = (x: Tensor, slope = 0.01): Tensor => unary('LeakyRelu', x, { alpha: float(slope) })

/** x · sigmoid(x) (Elfwing et al. 2017). */
export const silu = (x: Tensor): Tensor => mul(x, sigmoid(x))

/** x kept within [low, high]. */
export function clip(x: Tensor, low: number, high: number): Tensor {
  const { graph, dtype, shape } = x
  const limits = [graph.scalar(low, dtype), graph.scalar(high, dtype)]
  return graph.operation('Clip', [x, ...limits], [{ dtype, shape }])[0] as Tensor
}

/** The same numbers as another type. */
export function cast(x: Tensor, dtype: DType): Tensor {
  if (x.dtype === dtype) return x
  return x.graph.operation('Cast', [x], [{ dtype, shape: x.shape }], { to: ELEMENT[dtype] })[0] as Tensor
}

/** `yes` where the condition (bool) holds, `no` elsewhere. */
export function where(condition: Tensor, yes: Value, no: Value): Tensor {
  const [graph, left, right] = both(yes, no)
  const inner = broadcast(left.shape, right.shape)
  const shape = inner === undefined ? undefined : broadcast(condition.shape, inner)
  if (shape === undefined || condition.dtype !== 'bool') {
    const shapes = [condition, left, right].map((tensor) => showShape(tensor.shape)).join(', ')
    throw graph.error(`Where of ${condition.dtype} ${shapes}`)
  }
  return graph.operation('Where', [condition, left, right], [{ dtype: left.dtype, shape }])[0] as Tensor
}

/** The same value, behind which no gradient flows. */
export function stopGradient(x: Tensor): Tensor {
  const value = unary('Identity', x)
  return x.graph.override(value, { inputs: [], rule: () => [] })
}
