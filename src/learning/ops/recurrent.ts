import type { Tensor } from '../graph/graph.ts'
import { showShape } from '../graph/shape.ts'
import type { Dim } from '../onnx/model.ts'
import { add, mul, sigmoid, sub, tanh } from './elementwise.ts'
import { concat, expand, full, slice, split, squeeze, stack, transpose, unsqueeze, unstack } from './layout.ts'
import { gemm, linear } from './linear.ts'

/** Weights of one direction: `input` [in, gates], `hidden` [hidden, gates], `bias` [gates], `hiddenBias` [hidden]. */
export interface RecurrentWeights {
  readonly input: Tensor
  readonly hidden: Tensor
  readonly bias: Tensor
  /** Of the GRU's candidate, inside the reset gate. */
  readonly hiddenBias?: Tensor
}

export interface RecurrentOptions {
  /** From the last step to the first. */
  readonly backward?: boolean
  /** [batch, steps], 1 where there is something: a missing step leaves the hidden state as it was. */
  readonly mask?: Tensor
  /** [batch, hidden]; zeros unless given. */
  readonly initial?: Tensor
}

/** Hidden states [batch, steps, hidden], in the order of the steps, and the last one computed [batch, hidden]. */
export interface RecurrentResult {
  readonly states: Tensor
  readonly last: Tensor
}

interface Carried {
  readonly hidden: Tensor
  readonly cell: Tensor
}

type Cell = (fromInput: Tensor, carried: Carried) => Carried

/**
 * GRU over x [batch, steps, in] (Cho et al. 2014, in the form of cuDNN); gates in the order reset, update, new.
 * Laid out step by step for training, one operator at inference, which costs a fifth of it.
 */
export function gru(x: Tensor, weights: RecurrentWeights, options: RecurrentOptions = {}): RecurrentResult {
  const width = weights.hidden.shape[0] as number
  check(x, weights, 3 * width)
  if (x.graph.mode === 'inference') return gruOperator(x, weights, options, width)
  const cell: Cell = (fromInput, { hidden, cell }) => {
    const [gatesX, newX] = split(fromInput, 1, [2 * width, width]) as [Tensor, Tensor]
    const [gatesH, newH] = split(gemm(hidden, weights.hidden), 1, [2 * width, width]) as [Tensor, Tensor]
    const [reset, update] = split(sigmoid(add(gatesX, gatesH)), 1, [width, width]) as [Tensor, Tensor]
    const biased = weights.hiddenBias === undefined ? newH : add(newH, weights.hiddenBias)
    const candidate = tanh(add(newX, mul(reset, biased)))
    return { hidden: add(candidate, mul(update, sub(hidden, candidate))), cell }
  }
  return unroll(x, weights, options, width, cell)
}

/** Added to the update gate of a step that is not there: in single precision its logistic is 1, the state stays. */
const CLOSED = 40

/** ONNX's own GRU: time first, gates in the order update, reset, new, weights turned. */
function gruOperator(x: Tensor, weights: RecurrentWeights, options: RecurrentOptions, width: number): RecurrentResult {
  const { graph } = x
  const [batch, steps] = x.shape as [Dim, number]
  const { backward, initial, mask } = options
  const turned = (columns: Tensor) => unsqueeze(transpose(gatesOf(columns, width)), 0)
  const zeros = graph.constant('float32', [2 * width], new Float32Array(2 * width))
  const newBias = weights.hiddenBias ?? slice(zeros, 0, 0, width)
  const missing = graph.constant(
    'float32',
    [1, 3 * width],
    Float32Array.from({ length: 3 * width }, (_, i) => (i >= width && i < 2 * width ? CLOSED : 0)),
  )
  const input = mask === undefined ? weights.input : concat([weights.input, missing], 0)
  const seen = mask === undefined ? x : concat([x, unsqueeze(sub(1, mask), 2)], 2)
  const start = initial === undefined ? null : unsqueeze(expand(initial, [batch, width]), 0)
  const bias = unsqueeze(concat([gatesOf(weights.bias, width), zeros, newBias], 0), 0)
  const [states, last] = graph.operation(
    'GRU',
    [transpose(seen, [1, 0, 2]), turned(input), turned(weights.hidden), bias, null, start],
    [
      { dtype: 'float32', shape: [steps, 1, batch, width] },
      { dtype: 'float32', shape: [1, batch, width] },
    ],
    { hidden_size: width, linear_before_reset: 1, direction: backward ? 'reverse' : 'forward' },
  ) as [Tensor, Tensor]
  return { states: transpose(squeeze(states, 1), [1, 0, 2]), last: squeeze(last, 0) }
}

/** Reset, update, new along the last axis as update, reset, new. */
function gatesOf(columns: Tensor, width: number): Tensor {
  const axis = columns.shape.length - 1
  const [reset, update, candidate] = split(columns, axis, [width, width, width]) as [Tensor, Tensor, Tensor]
  return concat([update, reset, candidate], axis)
}

/** LSTM over x [batch, steps, in] (Hochreiter and Schmidhuber 1997); gates: input, forget, output, candidate. */
export function lstm(x: Tensor, weights: RecurrentWeights, options: RecurrentOptions = {}): RecurrentResult {
  const width = weights.hidden.shape[0] as number
  check(x, weights, 4 * width)
  const cell: Cell = (fromInput, { hidden, cell }) => {
    const all = add(fromInput, gemm(hidden, weights.hidden))
    const [gates, candidate] = split(all, 1, [3 * width, width]) as [Tensor, Tensor]
    const [input, forget, output] = split(sigmoid(gates), 1, [width, width, width]) as [Tensor, Tensor, Tensor]
    const next = add(mul(forget, cell), mul(input, tanh(candidate)))
    return { hidden: mul(output, tanh(next)), cell: next }
  }
  return unroll(x, weights, options, width, cell)
}

/** Both directions: states [batch, steps, 2 · hidden], last [batch, 2 · hidden] with the forward half first. */
export function bidirectional(
  layer: typeof gru,
  x: Tensor,
  weights: { readonly forward: RecurrentWeights; readonly backward: RecurrentWeights },
  options: Omit<RecurrentOptions, 'backward'> = {},
): RecurrentResult {
  const forward = layer(x, weights.forward, options)
  const backward = layer(x, weights.backward, { ...options, backward: true })
  return {
    states: concat([forward.states, backward.states], 2),
    last: concat([forward.last, backward.last], 1),
  }
}

function check(x: Tensor, weights: RecurrentWeights, gates: number): void {
  if (x.shape.length === 3 && x.shape[2] === weights.input.shape[0] && weights.input.shape[1] === gates) return
  throw x.graph.error(`recurrence over ${showShape(x.shape)} with ${showShape(weights.input.shape)}`)
}

/** Steps are few (garments, families), so they are laid out one by one; inputs go through one product for all. */
function unroll(x: Tensor, weights: RecurrentWeights, options: RecurrentOptions, width: number, cell: Cell) {
  const steps = unstack(linear(x, weights.input, weights.bias), 1)
  const zeros = full(x.graph, [x.shape[0] as Dim, width], 0)
  const hidden = options.initial ?? zeros
  let carried: Carried = { hidden: expand(hidden, zeros.shape), cell: zeros }
  const states: Tensor[] = []
  for (let i = 0; i < steps.length; i++) {
    const at = options.backward ? steps.length - 1 - i : i
    const next = cell(steps[at] as Tensor, carried)
    const there = options.mask === undefined ? undefined : slice(options.mask, 1, at, at + 1)
    carried = { hidden: choose(there, next.hidden, carried.hidden), cell: choose(there, next.cell, carried.cell) }
    states[at] = carried.hidden
  }
  return { states: stack(states, 1), last: carried.hidden }
}

function choose(there: Tensor | undefined, next: Tensor, old: Tensor): Tensor {
  return there === undefined || next === old ? next : add(old, mul(there, sub(next, old)))
}
