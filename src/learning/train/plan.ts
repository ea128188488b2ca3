import { gradients } from '../gradient/gradients.ts'
import { emit } from '../graph/emit.ts'
import type { Graph, Tensor } from '../graph/graph.ts'
import { showShape } from '../graph/shape.ts'
import { encodeModel } from '../onnx/model.ts'
import { reshape, split } from '../ops/layout.ts'
import { type FlatEntry, flatLength, type Group, grouped, pack, unpack } from './flat.ts'
import {
  clipShare,
  gradientNorm,
  type Optimiser,
  type OptimiserState,
  optimise,
  type Rates,
  SCHEDULE_LENGTH,
} from './optimiser.ts'

/** What a vector of numbers between two steps holds. */
export type Role = 'parameters' | 'first' | 'second' | 'average' | 'frozen' | 'averages'

/** A vector that goes from step to step: an input of the model, and where it is `renewed` an output too. */
export interface StateVector {
  readonly name: string
  readonly role: Role
  readonly entries: readonly FlatEntry[]
  readonly length: number
  readonly renewed: boolean
}

/** One ONNX model that does a whole training step, and what lies where in it. */
export interface TrainingPlan {
  readonly model: Uint8Array
  readonly vectors: readonly StateVector[]
  /** Order of the numbers in the `numbers` output. */
  readonly metrics: readonly string[]
}

/** Names and shapes of all that goes from step to step: what a checkpoint must have been made with. */
export function signatureOf(vectors: readonly StateVector[]): string {
  const list = (entries: readonly FlatEntry[]) => entries.map(({ name, shape }) => `${name}${showShape(shape)}`).join()
  return vectors.map(({ name, entries }) => `${name}: ${list(entries)}`).join('; ')
}

/** The output that holds a vector's value after the step. */
export const renewedName = (name: string): string => `next ${name}`

/**
 * Adds backward pass and optimiser to a network and writes all of it as one model. Small parameters lie in one vector,
 * so that the optimiser is a few dozen operators however many layers there are.
 */
export function planTraining(
  graph: Graph,
  loss: Tensor,
  metrics: { readonly [name: string]: Tensor },
  optimiser: Optimiser,
): TrainingPlan {
  const all = [...graph.parameters.values()]
  const groups = grouped(all.filter((parameter) => !parameter.frozen))
  const gradientOf = gradientVectors(graph, loss, groups)
  const vectors: StateVector[] = []
  const replacements = new Map<Tensor, Tensor>()
  const outputs: Record<string, Tensor> = {}
  const feed = (name: string, role: Role, entries: readonly FlatEntry[], renewed = true): Tensor => {
    const length = flatLength(entries)
    vectors.push({ name, role, entries, length, renewed })
    return graph.input(name, 'float32', [length])
  }
  const stand = (flat: Tensor, entries: readonly FlatEntry[]): void => {
    for (const [tensor, value] of unpack(flat, entries)) replacements.set(tensor, value)
  }
  const frozen = all.filter((parameter) => parameter.frozen)
  if (frozen.length > 0) stand(feed('frozen', 'frozen', frozen, false), frozen)
  const averages = [...graph.states.values()]
  if (averages.length > 0) {
    stand(feed('averages', 'averages', averages), averages)
    const next = averages.map((state) => state.next ?? state.tensor)
    outputs[renewedName('averages')] = pack(graph, next)
  }
  const rates = scheduleInput(graph)
  const { norm, squares } = gradientNorm(gradientOf)
  const share = clipShare(norm, optimiser.clipNorm)
  for (const [index, group] of groups.entries()) {
    const vector = (role: Role): Tensor => feed(`${role} ${index}`, role, group.entries)
    const state: OptimiserState = {
      parameters: vector('parameters'),
      first: vector('first'),
      second: vector('second'),
      average: optimiser.averageDecay === undefined ? undefined : vector('average'),
    }
    stand(state.parameters, group.entries)
    const gradient = { value: gradientOf[index] as Tensor, square: squares[index] as Tensor, share }
    const next = optimise(optimiser, state, gradient, rates, group)
    for (const [role, tensor] of Object.entries(next)) {
      if (tensor !== undefined) outputs[renewedName(`${role} ${index}`)] = tensor
    }
  }
  const told = { loss, gradient_norm: norm, ...metrics }
  const numbers = Object.values(told).map((number) => reshape(number, [1]))
  const model = emit(graph, { name: 'training', outputs: { numbers: pack(graph, numbers), ...outputs }, replacements })
  return { model: encodeModel(model), vectors, metrics: Object.keys(told) }
}

/** The gradient of each group as one vector. */
function gradientVectors(graph: Graph, loss: Tensor, groups: readonly Group[]): Tensor[] {
  const parameters = groups.flatMap(({ entries }) => entries.map(({ tensor }) => tensor))
  const found = gradients(loss, parameters)
  let start = 0
  return groups.map(({ entries }) => {
    const part = found.slice(start, start + entries.length)
    start += entries.length
    return pack(graph, part)
  })
}

function scheduleInput(graph: Graph): Rates {
  const ones = Array.from({ length: SCHEDULE_LENGTH }, () => 1)
  const [rate, epsilon, plainRate, renewed] = split(graph.input('schedule', 'float32', [SCHEDULE_LENGTH]), 0, ones) as [
    Tensor,
    Tensor,
    Tensor,
    Tensor,
  ]
  return { rate, epsilon, plainRate, renewed }
}
