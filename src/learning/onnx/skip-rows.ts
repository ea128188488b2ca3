import type { Attributes, OnnxGraph, OnnxInitialiser, OnnxNode } from './model.ts'

/** Boxes are cropped, taken through convolutions, flattened and multiplied: from the first node to the last. */
interface Stretch {
  readonly crop: OnnxNode
  readonly product: OnnxNode
  /** Width of the product. */
  readonly width: number
}

/**
 * Crops only boxes that are there. A photo has room for eight persons and eight garments and shows two or three, so
 * most of what follows a `RoiAlign` up to its matrix product is spent on boxes of no width. Those rows are left out,
 * and are zeros afterwards. The first row stays in any case, since not every provider takes an empty batch.
 */
export function skipEmptyBoxes(graph: OnnxGraph): OnnxGraph {
  const stretches = graph.nodes.filter(({ op }) => op === 'RoiAlign').flatMap((crop) => stretchOf(crop, graph))
  if (stretches.length === 0) return graph
  const nodes = graph.nodes.flatMap((node) => {
    const stretch = stretches.find(({ crop, product }) => crop === node || product === node)
    if (stretch === undefined) return [node]
    return node === stretch.crop ? chosenRows(node) : allRows(stretch)
  })
  return { ...graph, nodes, initialisers: [...graph.initialisers, ...constants(stretches)] }
}

function stretchOf(crop: OnnxNode, graph: OnnxGraph): Stretch[] {
  const constant = (name: string | undefined) => graph.initialisers.find((value) => value.name === name)
  let node = crop
  let columns: number | undefined
  for (;;) {
    const result = node.outputs[0] as string
    const users = graph.nodes.filter(({ inputs }) => inputs.includes(result))
    const next = users[0]
    if (next === undefined || users.length > 1 || graph.outputs.some(({ name }) => name === result)) return []
    if (next.op === 'Reshape') {
      const shape = constant(next.inputs[1])?.data as BigInt64Array | undefined
      if (shape?.length !== 2) return []
      columns = Number(shape[1])
    } else if (next.op === 'Gemm') {
      const weight = constant(next.inputs[1])
      // As many columns as the weights have rows: then the reshape kept one row a box.
      const plain = (next.attributes.transA ?? 0) === 0 && (next.attributes.transB ?? 0) === 0
      if (!plain || weight === undefined || weight.shape[0] !== columns) return []
      return [{ crop, product: next, width: weight.shape[1] as number }]
    } else if (next.op !== 'Conv' && next.op !== 'Relu') return []
    node = next
  }
}

const ZERO = 'rows 0'
const ONE = 'rows 1'
const TWO = 'rows 2'
const ALL = 'rows all'
const FIRST = 'rows first'
const COLUMN = 'rows column'

/** Numbers of the boxes that are wider than nothing, and the crop of those. */
function chosenRows(crop: OnnxNode): OnnxNode[] {
  const [features, boxes, batch] = crop.inputs as [string, string, string]
  const named = (what: string) => `${crop.outputs[0]} ${what}`
  const gather = (values: string, at: string, axis: number, to: string) =>
    operator('Gather', [values, at], to, { axis })
  return [
    gather(boxes, ZERO, 1, named('left')),
    gather(boxes, TWO, 1, named('right')),
    operator('Greater', [named('right'), named('left')], named('wide')),
    operator('Squeeze', [named('wide'), ONE], named('there')),
    operator('Slice', [named('there'), ONE, ALL], named('others')),
    operator('NonZero', [named('others')], named('found')),
    operator('Add', [named('found'), ONE], named('numbers')),
    operator('Concat', [FIRST, named('numbers')], named('row'), { axis: 1 }),
    operator('Reshape', [named('row'), COLUMN], named('column')),
    operator('Squeeze', [named('row'), ZERO], named('rows')),
    gather(boxes, named('rows'), 0, named('boxes')),
    gather(batch, named('rows'), 0, named('batch')),
    { ...crop, inputs: [features, named('boxes'), named('batch')] },
  ]
}

/** The product of the chosen rows, laid into zeros for all. */
function allRows({ crop, product, width }: Stretch): OnnxNode[] {
  const result = product.outputs[0] as string
  const named = (what: string) => `${result} ${what}`
  return [
    { ...product, outputs: [named('chosen')] },
    operator('Shape', [crop.inputs[2] as string], named('count')),
    operator('Concat', [named('count'), widthName(width)], named('size'), { axis: 0 }),
    operator('ConstantOfShape', [named('size')], named('zeros')),
    operator('ScatterND', [named('zeros'), `${crop.outputs[0]} column`, named('chosen')], result),
  ]
}

const widthName = (width: number): string => `rows width ${width}`

function constants(stretches: readonly Stretch[]): OnnxInitialiser[] {
  const widths = [...new Set(stretches.map(({ width }) => width))]
  return [
    integers(ZERO, [0], [1]),
    integers(ONE, [1], [1]),
    integers(TWO, [2], [1]),
    integers(ALL, [2 ** 40], [1]),
    integers(FIRST, [0], [1, 1]),
    integers(COLUMN, [-1, 1], [2]),
    ...widths.map((width) => integers(widthName(width), [width], [1])),
  ]
}

function integers(name: string, values: readonly number[], shape: readonly number[]): OnnxInitialiser {
  return { name, dtype: 'int64', shape, data: BigInt64Array.from(values, BigInt) }
}

function operator(op: string, inputs: readonly string[], output: string, attributes: Attributes = {}): OnnxNode {
  return { op, inputs, outputs: [output], attributes }
}
