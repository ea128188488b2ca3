import { Graph, type Tensor } from '../../src/learning/graph/graph.ts'
import { FEEDS } from './batches/batch.ts'
import { streetLosses } from './losses.ts'
import { streetNetwork } from './network.ts'

export interface TrainingGraph {
  readonly graph: Graph
  readonly loss: Tensor
  readonly parts: Readonly<Record<string, Tensor>>
}

/** The street network with its losses, for batches of `rows`. */
export function trainingGraph(rows: number): TrainingGraph {
  const graph = new Graph('training')
  const inputs = Object.fromEntries(
    FEEDS.map((feed) => [feed.name, graph.input(feed.name, feed.type, [rows, ...feed.shape])]),
  )
  const { families, ...found } = streetNetwork(inputs)
  return { graph, ...streetLosses(found, families, inputs) }
}
