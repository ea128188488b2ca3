import { emit } from '../../src/learning/graph/emit.ts'
import type { Graph, Tensor } from '../../src/learning/graph/graph.ts'
import { initialValues } from '../../src/learning/graph/initialise.ts'
import { size } from '../../src/learning/graph/shape.ts'
import { encodeModel, type TypedArray } from '../../src/learning/onnx/model.ts'
import { type Optimiser, type OptimiserOptions, optimiserOf } from '../../src/learning/train/optimiser.ts'
import { planTraining, type Role, signatureOf } from '../../src/learning/train/plan.ts'

/** A value that comes with every batch, in the order it is sent. */
export interface BatchValue {
  readonly name: string
  readonly dtype: string
  readonly shape: readonly number[]
  /** Of a random mask: the probability of a 1. */
  readonly keep?: number
}

/** A vector of the checkpoint; `decay` and `learningRate` hold for all of its entries. */
export interface VectorPlan {
  readonly name: string
  readonly role: Role
  readonly decay: boolean
  readonly learningRate: number
  readonly entries: readonly { readonly name: string; readonly shape: readonly number[] }[]
}

/** What stands beside the model: all that another trainer needs to do our steps. */
export interface ForwardPlan {
  readonly seed: number
  readonly optimiser: Optimiser
  readonly batch: readonly BatchValue[]
  readonly vectors: readonly VectorPlan[]
  /** The signature of our checkpoints. */
  readonly signature: string
  /** Outputs of the model that are told beside the loss. */
  readonly parts: readonly string[]
  /** Running states and the outputs that hold them after the step. */
  readonly states: Readonly<Record<string, string>>
  /** Values behind which no gradient flows. */
  readonly stopped: readonly string[]
}

export interface TrainedGraph {
  readonly graph: Graph
  readonly loss: Tensor
  readonly parts: Readonly<Record<string, Tensor>>
}

/**
 * The forward pass and the losses of a training graph as one ONNX model, without gradients and optimiser. Parameters
 * and running states are initialisers with their start values. The graph cannot be trained afterwards: planning the
 * checkpoint's vectors adds to it.
 */
export function forwardModel(
  { graph, loss, parts }: TrainedGraph,
  options: OptimiserOptions,
  seed: number,
): { model: Uint8Array; plan: ForwardPlan } {
  const states = [...graph.states.values()].filter(({ next }) => next !== undefined)
  const outputs = Object.fromEntries([
    ['loss', loss],
    ...Object.entries(parts).map(([name, part]) => [`part ${name}`, part] as const),
    ...states.map(({ name, next }) => [`next ${name}`, next as Tensor] as const),
  ])
  const model = encodeModel(emit(graph, { name: 'forward', outputs, values: startValues(graph, seed) }))
  const stopped = [...graph.overrides].filter(([, { inputs }]) => inputs.length === 0)
  const batch = batchValues(graph)
  const optimiser = optimiserOf(options)
  const { vectors } = planTraining(graph, loss, parts, optimiser)
  return {
    model,
    plan: {
      seed,
      optimiser,
      batch,
      vectors: vectors.map(({ name, role, entries }) => ({
        name,
        role,
        decay: graph.parameters.get(entries[0]?.name ?? '')?.decay ?? false,
        learningRate: graph.parameters.get(entries[0]?.name ?? '')?.learningRate ?? 1,
        entries: entries.map((entry) => ({ name: entry.name, shape: entry.shape })),
      })),
      signature: signatureOf(vectors),
      parts: Object.keys(parts),
      states: Object.fromEntries(states.map(({ name }) => [name, `next ${name}`])),
      stopped: stopped.map(([tensor]) => `t${tensor.id}`),
    },
  }
}

/** The feeds as the graph knows them, then its random masks. */
function batchValues(graph: Graph): BatchValue[] {
  const value = (name: string, { dtype, shape }: Tensor) => ({ name, dtype, shape: shape as readonly number[] })
  const feeds = [...graph.inputs].map(([name, tensor]) => value(name, tensor))
  return [...feeds, ...graph.noises.map(({ name, tensor, keep }) => ({ ...value(name, tensor), keep }))]
}

function startValues(graph: Graph, seed: number): Map<Tensor, { name: string; data: TypedArray }> {
  const values = new Map<Tensor, { name: string; data: TypedArray }>()
  for (const parameter of graph.parameters.values()) {
    values.set(parameter.tensor, { name: parameter.name, data: initialValues(parameter, seed) })
  }
  for (const { name, shape, tensor, init } of graph.states.values()) {
    values.set(tensor, { name, data: new Float32Array(size(shape)).fill(init) })
  }
  return values
}
