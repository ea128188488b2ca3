import { gradients } from '../gradient/gradients.ts'
import { emit } from '../graph/emit.ts'
import type { Graph, Tensor } from '../graph/graph.ts'
import { encodeModel } from '../onnx/model.ts'
import { reshape, split } from '../ops/layout.ts'
import { type FlatEntry, flatLength, pack, perEntry, unpack } from './flat.ts'
import { type Optimiser, type OptimiserState, optimise, SCHEDULE_LENGTH } from './optimiser.ts'

/** Names of the vectors that go from step to step, in the model's inputs; outputs have `next_` before them. */
export type StateName = 'parameters' | 'first' | 'second' | 'average' | 'frozen' | 'averages'

/** One ONNX model that does a whole training step, and what lies where in it. */
export interface TrainingPlan {
  readonly model: Uint8Array
  readonly trained: readonly FlatEntry[]
  readonly frozen: readonly FlatEntry[]
  /** The graph's states: running averages of normalisation layers. */
  readonly averages: readonly FlatEntry[]
  /** Vectors a run is fed with, and their lengths. */
  readonly fed: ReadonlyMap<StateName, number>
  /** Vectors a run gives back. */
  readonly renewed: readonly StateName[]
  /** Order of the numbers in the `numbers` output. */
  readonly metrics: readonly string[]
}

/**
 * Adds backward pass and optimiser to a network and writes all of it as one model. Parameters lie in one vector, so
 * that the optimiser is a dozen operators however many layers there are.
 */
export function planTraining(
  graph: Graph,
  loss: Tensor,
  metrics: { readonly [name: string]: Tensor },
  optimiser: Optimiser,
): TrainingPlan {
  const all = [...graph.parameters.values()]
  const trained = all.filter((parameter) => !parameter.frozen)
  const frozen = all.filter((parameter) => parameter.frozen)
  const averages = [...graph.states.values()]
  const gradient = pack(
    graph,
    gradients(
      loss,
      trained.map(({ tensor }) => tensor),
    ),
  )
  const fed = new Map<StateName, number>()
  const vector = (name: StateName, entries: readonly FlatEntry[]): Tensor => {
    const length = flatLength(entries)
    fed.set(name, length)
    return graph.input(name, 'float32', [length])
  }
  const replacements = new Map<Tensor, Tensor>()
  const unpackInto = (flat: Tensor, entries: readonly FlatEntry[]) => {
    for (const [tensor, value] of unpack(flat, entries)) replacements.set(tensor, value)
  }
  const state: OptimiserState = {
    parameters: vector('parameters', trained),
    first: vector('first', trained),
    second: vector('second', trained),
    average: optimiser.averageDecay === undefined ? undefined : vector('average', trained),
  }
  unpackInto(state.parameters, trained)
  if (frozen.length > 0) unpackInto(vector('frozen', frozen), frozen)
  if (averages.length > 0) unpackInto(vector('averages', averages), averages)
  const numbers = split(graph.input('schedule', 'float32', [SCHEDULE_LENGTH]), 0, [1, 1, 1, 1])
  const next = optimise(optimiser, state, gradient, numbers as unknown as [Tensor, Tensor, Tensor, Tensor], {
    rates: perEntry(
      graph,
      trained,
      trained.map(({ learningRate }) => learningRate),
    ),
    decays: perEntry(
      graph,
      trained,
      trained.map(({ decay, learningRate }) => (decay ? learningRate : 0)),
    ),
  })
  const told = { loss, gradient_norm: next.norm, ...metrics }
  const outputs: Record<string, Tensor> = {
    numbers: pack(
      graph,
      Object.values(told).map((number) => reshape(number, [1])),
    ),
    next_parameters: next.parameters,
    next_first: next.first,
    next_second: next.second,
  }
  if (next.average !== undefined) outputs.next_average = next.average
  if (averages.length > 0)
    outputs.next_averages = pack(
      graph,
      averages.map(({ next, tensor }) => next ?? tensor),
    )
  return {
    model: encodeModel(emit(graph, { name: 'training', outputs, replacements })),
    trained,
    frozen,
    averages,
    fed,
    renewed: Object.keys(outputs)
      .filter((name) => name !== 'numbers')
      .map((name) => name.slice(5) as StateName),
    metrics: Object.keys(told),
  }
}
