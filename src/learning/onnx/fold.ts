import type { OnnxGraph, OnnxInitialiser, OnnxNode } from './model.ts'

/**
 * Folds batch normalisation into the convolution before it: w' = w · s, b' = b · s + (bias - mean · s) with
 * s = scale / √(variance + ε). Only where nothing else uses the convolution's output.
 */
export function foldBatchNorm(graph: OnnxGraph): OnnxGraph {
  const values = new Map(graph.initialisers.map((initialiser) => [initialiser.name, initialiser]))
  const makers = new Map(graph.nodes.map((node) => [node.outputs[0] as string, node]))
  const uses = new Map<string, number>()
  for (const { name } of graph.outputs) uses.set(name, 1)
  for (const { inputs } of graph.nodes) for (const name of inputs) uses.set(name, (uses.get(name) ?? 0) + 1)
  const replaced = new Map<OnnxNode, OnnxNode | null>()
  const added: OnnxInitialiser[] = []
  for (const node of graph.nodes) {
    if (node.op !== 'BatchNormalization') continue
    const conv = makers.get(node.inputs[0] as string)
    const single = uses.get(node.inputs[0] as string) === 1 && uses.get(conv?.inputs[1] ?? '') === 1
    const weight = conv?.op === 'Conv' && single ? values.get(conv.inputs[1] as string) : undefined
    if (conv === undefined || weight === undefined) continue
    const folded = fold(node, conv, weight, values)
    added.push(...folded.values)
    replaced.set(conv, null)
    replaced.set(node, folded.node)
  }
  const nodes = graph.nodes.flatMap((node) => {
    const other = replaced.get(node)
    return other === undefined ? [node] : other === null ? [] : [other]
  })
  const needed = new Set(nodes.flatMap((node) => node.inputs))
  const kept = [...graph.initialisers, ...added].filter(({ name }) => needed.has(name))
  return { ...graph, nodes, initialisers: kept }
}

function fold(node: OnnxNode, conv: OnnxNode, weight: OnnxInitialiser, values: Map<string, OnnxInitialiser>) {
  const [scale, bias, mean, variance] = node.inputs.slice(1).map((name) => values.get(name)?.data as Float32Array) as [
    Float32Array,
    Float32Array,
    Float32Array,
    Float32Array,
  ]
  const epsilon = (node.attributes.epsilon as { float: number }).float
  const old = values.get(conv.inputs[2] ?? '')?.data as Float32Array | undefined
  const channels = scale.length
  const weights = Float32Array.from(weight.data as Float32Array)
  const biases = new Float32Array(channels)
  const perChannel = weights.length / channels
  for (let c = 0; c < channels; c++) {
    const s = (scale[c] as number) / Math.sqrt((variance[c] as number) + epsilon)
    for (let i = c * perChannel; i < (c + 1) * perChannel; i++) weights[i] = (weights[i] as number) * s
    biases[c] = ((old?.[c] ?? 0) - (mean[c] as number)) * s + (bias[c] as number)
  }
  const biasName = `${weight.name}+bias`
  return {
    node: { ...conv, inputs: [conv.inputs[0] as string, `${weight.name}+folded`, biasName], outputs: node.outputs },
    values: [
      { ...weight, name: `${weight.name}+folded`, data: weights },
      { name: biasName, dtype: 'float32' as const, shape: [channels], data: biases },
    ],
  }
}
