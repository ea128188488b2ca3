import type { Attributes, OnnxGraph, OnnxInitialiser, OnnxNode, TypedArray } from '../onnx/model.ts'
import { integerBiases } from './bias.ts'
import { enlargement } from './enlarge.ts'
import type { Observed } from './observe.ts'
import { byteSource } from './photo.ts'
import type { Plan, Planned } from './plan.ts'
import type { Range } from './range.ts'
import { type Uses, usesOf } from './uses.ts'
import { convolutionLayout, integerWeights, matrixLayout } from './weights.ts'

/**
 * The graph with `QuantizeLinear` and `DequantizeLinear` round everything planned, which ONNX Runtime turns into
 * integer operators (QLinearConv, QLinearAdd and so on). A planned value keeps its name as the float that its bytes
 * stand for, so that whoever else uses it needs no change.
 * @param observed what was seen of `plan.observed`
 */
export function quantised(graph: OnnxGraph, plan: Plan, observed: ReadonlyMap<string, Observed>): OnnxGraph {
  return new Rewriter(graph, plan, observed).graph()
}

/** What of a value is known as bytes. */
interface Held {
  /** The float that the bytes stand for. */
  readonly name: string
  readonly range: Range
}

class Rewriter {
  readonly #source: OnnxGraph
  readonly #uses: Uses
  readonly #plan: Plan
  readonly #observed: ReadonlyMap<string, Observed>
  readonly #nodes: OnnxNode[] = []
  readonly #added = new Map<string, OnnxInitialiser>()
  readonly #held = new Map<string, Held>()

  constructor(source: OnnxGraph, plan: Plan, observed: ReadonlyMap<string, Observed>) {
    this.#source = source
    this.#uses = usesOf(source)
    this.#plan = plan
    this.#observed = observed
  }

  graph(): OnnxGraph {
    for (const node of this.#source.nodes) {
      const planned = this.#plan.nodes.get(node)
      if (planned !== undefined) this.#integer(node, planned)
      else if (!this.#plan.absorbed.has(node)) this.#nodes.push(node)
    }
    return withoutUnused({ ...this.#source, nodes: this.#nodes }, [
      ...this.#source.initialisers,
      ...this.#added.values(),
    ])
  }

  #integer(node: OnnxNode, planned: Planned): void {
    const inputs = node.inputs.map((name) => (this.#uses.constants.has(name) || name === '' ? name : this.#read(name)))
    const read = inputs.map((one) => (typeof one === 'string' ? one : one.name))
    const first = inputs[0] as Held
    if (node.op === 'Conv' || node.op === 'Gemm') this.#weights(node, read, first.range)
    if (planned.float) {
      this.#nodes.push({ ...node, inputs: read })
      return
    }
    const { result, sameAs } = planned
    if (node.op === 'Resize' && this.#enlarge(node, first, result)) return
    const range = sameAs === undefined ? this.#rangeOf(result) : first.range
    this.#nodes.push({ ...node, inputs: read, outputs: [`${result} exact`] })
    this.#bytes(`${result} exact`, result, range)
  }

  /** An enlargement done on the bytes themselves; false where it is another kind of `Resize`. */
  #enlarge(node: OnnxNode, from: Held, result: string): boolean {
    const shape = this.#observed.get(from.name)?.shape
    const found = enlargement(node, `${from.name} bytes`, `${result} bytes`, shape, this.#uses)
    if (found === undefined) return false
    for (const constant of found.constants) this.#added.set(constant.name, constant)
    const parameters = this.#parameters(result, from.range)
    this.#nodes.push(...found.nodes, operator('DequantizeLinear', [`${result} bytes`, ...parameters], result))
    this.#held.set(result, { name: result, range: from.range })
    return true
  }

  #rangeOf(name: string): Range {
    return (this.#observed.get(name) as Observed).range
  }

  /** Puts a float value into bytes and back: `to` is the float that the bytes stand for. */
  #bytes(from: string, to: string, range: Range): void {
    const parameters = this.#parameters(to, range)
    this.#nodes.push(operator('QuantizeLinear', [from, ...parameters], `${to} bytes`))
    this.#nodes.push(operator('DequantizeLinear', [`${to} bytes`, ...parameters], to))
    this.#held.set(to, { name: to, range })
  }

  /** A value as a planned node reads it: of bytes already, or a float to be put into bytes. */
  #read(name: string): Held {
    const known = this.#held.get(name) ?? this.#held.get(`${name} rounded`)
    if (known !== undefined) return known
    const rounded = `${name} rounded`
    const source = byteSource(name, this.#uses)
    if (source === undefined) this.#bytes(name, rounded, this.#rangeOf(name))
    else {
      let bytes = source.input
      for (const [index, move] of source.moves.entries()) {
        this.#nodes.push({ ...move, inputs: [bytes, ...move.inputs.slice(1)], outputs: [`${rounded} move ${index}`] })
        bytes = `${rounded} move ${index}`
      }
      const parameters = this.#parameters(rounded, source.range)
      this.#nodes.push(operator('DequantizeLinear', [bytes, ...parameters], rounded))
      this.#held.set(rounded, { name: rounded, range: source.range })
    }
    return this.#held.get(rounded) as Held
  }

  /** Integer weights and biases in place of the node's own, in `inputs`. */
  #weights(node: OnnxNode, inputs: string[], input: Range): void {
    const weight = this.#uses.constants.get(node.inputs[1] as string) as OnnxInitialiser
    const shape = weight.shape as readonly number[]
    const values = weight.data as Float32Array
    const [layout, axis] = node.op === 'Conv' ? [convolutionLayout(shape), 0] : [matrixLayout(shape), 1]
    const rounded = integerWeights(values, layout)
    inputs[1] = this.#constant(weight.name, 'int8', shape, rounded.data, rounded.scales, axis)
    const bias = this.#uses.constants.get(node.inputs[2] ?? '')
    if (bias === undefined) return
    const seen = this.#observed.get(node.inputs[0] as string)
    const sums = integerBiases(bias.data as Float32Array, values, rounded, layout, { scale: input.scale, seen })
    inputs[2] = this.#constant(`${node.outputs[0]} bias`, 'int32', [layout.channels], sums.data, sums.steps, 0)
  }

  /** A constant of integers with a scale a channel; gives the name of the float it stands for. */
  #constant(
    name: string,
    dtype: 'int8' | 'int32',
    shape: readonly number[],
    data: Int8Array | Int32Array,
    scales: Float32Array,
    axis: number,
  ): string {
    const zeros = dtype === 'int8' ? new Int8Array(scales.length) : new Int32Array(scales.length)
    const inputs = [
      this.#initialiser(`${name} ${dtype}`, dtype, shape, data),
      this.#initialiser(`${name} scale`, 'float32', [scales.length], scales),
      this.#initialiser(`${name} zero`, dtype, [scales.length], zeros),
    ]
    this.#nodes.push(operator('DequantizeLinear', inputs, `${name} whole`, { axis }))
    return `${name} whole`
  }

  #parameters(name: string, { scale, zero }: Range): [string, string] {
    return [
      this.#initialiser(`${name} scale`, 'float32', [], Float32Array.of(scale)),
      this.#initialiser(`${name} zero`, 'uint8', [], Uint8Array.of(zero)),
    ]
  }

  #initialiser(name: string, dtype: OnnxInitialiser['dtype'], shape: readonly number[], data: TypedArray): string {
    this.#added.set(name, { name, dtype, shape, data })
    return name
  }
}

function operator(op: string, inputs: readonly string[], output: string, attributes: Attributes = {}): OnnxNode {
  return { op, inputs, outputs: [output], attributes }
}

/** Without nodes and constants that no output needs. */
function withoutUnused(graph: OnnxGraph, initialisers: readonly OnnxInitialiser[]): OnnxGraph {
  const needed = new Set(graph.outputs.map(({ name }) => name))
  const nodes = graph.nodes.toReversed().filter((node) => {
    const used = node.outputs.some((name) => needed.has(name))
    if (used) for (const name of node.inputs) needed.add(name)
    return used
  })
  return { ...graph, nodes: nodes.reverse(), initialisers: initialisers.filter(({ name }) => needed.has(name)) }
}
