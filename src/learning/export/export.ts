import { emit } from '../graph/emit.ts'
import type { Graph, Tensor } from '../graph/graph.ts'
import { size } from '../graph/shape.ts'
import { foldBatchNorm } from '../onnx/fold.ts'
import { halveWeights } from '../onnx/half.ts'
import { encodeModel } from '../onnx/model.ts'
import { skipEmptyBoxes } from '../onnx/skip-rows.ts'

export interface ExportOptions {
  /** A graph in inference mode. */
  readonly graph: Graph
  readonly outputs: { readonly [name: string]: Tensor }
  /** By parameter name, as `Trainer.weights()` gives them; more than needed is fine. */
  readonly weights: ReadonlyMap<string, Float32Array>
  readonly name?: string
  readonly metadata?: { readonly [key: string]: string }
  /** Store large weights in half precision: half the file, the same computation. */
  readonly half?: boolean
}

/**
 * An ONNX model with the weights in it and batch normalisation folded into the convolutions. Weights that the outputs
 * do not need are left out.
 */
export function exportGraph(options: ExportOptions): Uint8Array {
  const { graph, outputs, weights, name = 'wearabouts', metadata, half = false } = options
  const values = new Map<Tensor, { name: string; data: Float32Array }>()
  for (const entry of [...graph.parameters.values(), ...graph.states.values()]) {
    const data = weights.get(entry.name)
    if (data === undefined) throw new Error(`no weights for ${entry.name}`)
    if (data.length !== size(entry.shape)) throw new Error(`${data.length} weights for ${entry.name} [${entry.shape}]`)
    values.set(entry.tensor, { name: entry.name, data })
  }
  const emitted = emit(graph, { name, outputs, values, ...(metadata ? { metadata } : {}) })
  const folded = skipEmptyBoxes(foldBatchNorm(emitted))
  return encodeModel(half ? halveWeights(folded) : folded)
}
