import type { Tensor } from '../graph/graph.ts'
import { float } from '../onnx/model.ts'
import { add, cast, div, equal, exp, greater, mul, neg, pow, sigmoid, sign, sub, where } from '../ops/elementwise.ts'
import { reduceSum, sumTo } from '../ops/reduce.ts'
import { type Rules, simple, twoSided } from './rule.ts'

/** 1 where a > b, as float32. */
const above = (a: Tensor, b: Tensor | number): Tensor => cast(greater(a, b), 'float32')

/** 1 above 0, else 0: the quickest operator for it, a third of the time of `Sign` and half of `Greater` and `Cast`. */
function step(x: Tensor): Tensor {
  const attributes = { alpha: float(1e30), beta: float(0) }
  return x.graph.operation('HardSigmoid', [x], [{ dtype: 'float32', shape: x.shape }], attributes)[0] as Tensor
}

const axisOf = (attributes: { readonly [name: string]: unknown }): number => attributes.axis as number

export const elementwiseRules: Rules = {
  Add: twoSided(
    (dy, a) => sumTo(dy, a.shape),
    (dy, _, b) => sumTo(dy, b.shape),
  ),
  Sub: twoSided(
    (dy, a) => sumTo(dy, a.shape),
    (dy, _, b) => neg(sumTo(dy, b.shape)),
  ),
  Mul: twoSided(
    (dy, a, b) => sumTo(mul(dy, b), a.shape),
    (dy, a, b) => sumTo(mul(dy, a), b.shape),
  ),
  Div: twoSided(
    (dy, a, b) => sumTo(div(dy, b), a.shape),
    (dy, _, b, y) => neg(sumTo(div(mul(dy, y), b), b.shape)),
  ),
  Min: twoSided(
    (dy, a, b) => sumTo(mul(dy, sub(1, above(a, b))), a.shape),
    (dy, a, b) => sumTo(mul(dy, above(a, b)), b.shape),
  ),
  Max: twoSided(
    (dy, a, b) => sumTo(mul(dy, above(a, b)), a.shape),
    (dy, a, b) => sumTo(mul(dy, sub(1, above(a, b))), b.shape),
  ),
  Pow: simple((dy, x, _, { inputs }) => {
    const exponent = x.graph.numberOf(inputs[1] as Tensor) as number
    return mul(dy, mul(pow(x, exponent - 1), exponent))
  }),
  Neg: simple((dy) => neg(dy)),
  Exp: simple((dy, _, y) => mul(dy, y)),
  Log: simple((dy, x) => div(dy, x)),
  Sqrt: simple((dy, _, y) => div(dy, mul(y, 2))),
  Abs: simple((dy, x) => mul(dy, sign(x))),
  Sign: simple(() => null),
  Relu: simple((dy, _, y) => mul(dy, step(y))),
  LeakyRelu: simple((dy, x, _, { attributes }) => {
    const slope = (attributes.alpha as { float: number }).float
    return mul(dy, add(mul(above(x, 0), 1 - slope), slope))
  }),
  Sigmoid: simple((dy, _, y) => mul(dy, mul(y, sub(1, y)))),
  Tanh: simple((dy, _, y) => mul(dy, sub(1, mul(y, y)))),
  Softplus: simple((dy, x) => mul(dy, sigmoid(x))),
  Clip: simple((dy, x, y) => mul(dy, cast(equal(x, y), 'float32'))),
  Cast: simple((dy, x) => (x.dtype === 'float32' && dy.dtype === 'float32' ? dy : null)),
  Identity: simple((dy) => dy),
  Where: ({ inputs }, [dy], wanted) => {
    const [condition, yes, no] = inputs as [Tensor, Tensor, Tensor]
    const gradient = dy as Tensor
    return [
      null,
      wanted[1] ? sumTo(where(condition, gradient, 0), yes.shape) : null,
      wanted[2] ? sumTo(where(condition, 0, gradient), no.shape) : null,
    ]
  },
  Softmax: simple((dy, _, y, { attributes }) => {
    const axes = [axisOf(attributes)]
    return mul(y, sub(dy, reduceSum(mul(dy, y), { axes, keep: true })))
  }),
  LogSoftmax: simple((dy, _, y, { attributes }) => {
    const axes = [axisOf(attributes)]
    return sub(dy, mul(exp(y), reduceSum(dy, { axes, keep: true })))
  }),
}
