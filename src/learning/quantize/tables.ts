import type { OnnxGraph, OnnxInitialiser, OnnxNode } from '../onnx/model.ts'
import { onlyUser, usesOf } from './uses.ts'
import { integerWeights, tableLayout } from './weights.ts'

/** Smaller tables are not worth it. */
const LEAST_VALUES = 4096

/**
 * The same graph with its embedding tables as bytes, a scale a column: what a `Gather` takes from one is turned into
 * floats only then. A quarter of the file and of the memory.
 */
export function integerTables(graph: OnnxGraph): OnnxGraph {
  const uses = usesOf(graph)
  const added: OnnxInitialiser[] = []
  const replaced = new Set<string>()
  const nodes = graph.nodes.flatMap((node): OnnxNode[] => {
    const table = node.op === 'Gather' ? uses.constants.get(node.inputs[0] as string) : undefined
    const large = table?.dtype === 'float32' && table.shape.length === 2 && table.data.length >= LEAST_VALUES
    if (!large || (node.attributes.axis ?? 0) !== 0 || onlyUser(table.name, uses) === undefined) return [node]
    const columns = table.shape[1] as number
    const { data, scales } = integerWeights(table.data as Float32Array, tableLayout(columns))
    replaced.add(table.name)
    const [name, result] = [table.name, node.outputs[0] as string]
    added.push(
      { name: `${name} int8`, dtype: 'int8', shape: table.shape, data },
      { name: `${name} scale`, dtype: 'float32', shape: [columns], data: scales },
      { name: `${name} zero`, dtype: 'int8', shape: [columns], data: new Int8Array(columns) },
    )
    return [
      { ...node, inputs: [`${name} int8`, ...node.inputs.slice(1)], outputs: [`${result} bytes`] },
      {
        op: 'DequantizeLinear',
        inputs: [`${result} bytes`, `${name} scale`, `${name} zero`],
        outputs: [result],
        attributes: { axis: -1 },
      },
    ]
  })
  return { ...graph, nodes, initialisers: [...graph.initialisers.filter(({ name }) => !replaced.has(name)), ...added] }
}
