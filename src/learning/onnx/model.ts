import { Message } from './wire.ts'

/** Element types, by ONNX's own codes (onnx.proto, TensorProto.DataType). */
export const ELEMENT = { float32: 1, uint8: 2, int8: 3, int32: 6, int64: 7, bool: 9, float16: 10 } as const
export type DType = keyof typeof ELEMENT

/** A size of a tensor: a number, `N` (the batch, left open) or a multiple of it such as `5N`. */
export type Dim = number | string
export type Shape = readonly Dim[]

/** What an operator is told besides its inputs. An integral number is written as an integer, see {@link float}. */
export type Attribute = number | string | readonly number[] | { readonly float: number }
export type Attributes = { readonly [name: string]: Attribute }

/** Marks a number as a float attribute even where it is integral. */
export function float(value: number): { float: number } {
  return { float: value }
}

/** Half-precision numbers as their bits. */
export type TypedArray = Float32Array | Uint8Array | Int8Array | Uint16Array | Int32Array | BigInt64Array

export interface OnnxValue {
  readonly name: string
  readonly dtype: DType
  readonly shape: Shape
}

/** An output; without a shape the runtime works it out. */
export interface OnnxOutput extends Omit<OnnxValue, 'shape'> {
  readonly shape?: Shape
}

export interface OnnxInitialiser extends OnnxValue {
  readonly data: TypedArray
}

export interface OnnxNode {
  readonly op: string
  readonly domain?: string
  /** `''` stands for an optional input that is left out. */
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Attributes
}

export interface OnnxGraph {
  readonly name: string
  readonly nodes: readonly OnnxNode[]
  readonly inputs: readonly OnnxValue[]
  readonly outputs: readonly OnnxOutput[]
  readonly initialisers: readonly OnnxInitialiser[]
  /** Free text pairs kept with the model. */
  readonly metadata?: { readonly [key: string]: string }
}

/**
 * Bytes of an ONNX model: IR 9, operator set 17 and `com.microsoft` 1 (github.com/onnx/onnx, onnx.proto).
 * The graph must be in execution order.
 */
export function encodeModel(graph: OnnxGraph): Uint8Array {
  const body = new Message()
  for (const node of graph.nodes) body.message(1, encodeNode(node))
  body.text(2, graph.name)
  for (const initialiser of graph.initialisers) body.message(5, encodeInitialiser(initialiser))
  for (const value of graph.inputs) body.message(11, encodeValue(value))
  for (const value of graph.outputs) body.message(12, encodeValue(value))
  const model = new Message().integer(1, 9).text(2, 'wearabouts').message(7, body)
  model.message(8, new Message().text(1, '').integer(2, 17))
  model.message(8, new Message().text(1, 'com.microsoft').integer(2, 1))
  for (const [key, value] of Object.entries(graph.metadata ?? {})) {
    model.message(14, new Message().text(1, key).text(2, value))
  }
  return model.finish()
}

function encodeNode(node: OnnxNode): Message {
  const message = new Message()
  for (const input of node.inputs) message.text(1, input)
  for (const output of node.outputs) message.text(2, output)
  message.text(3, node.outputs[0] as string).text(4, node.op)
  for (const [name, value] of Object.entries(node.attributes)) message.message(5, encodeAttribute(name, value))
  if (node.domain !== undefined) message.text(7, node.domain)
  return message
}

function encodeAttribute(name: string, value: Attribute): Message {
  const message = new Message().text(1, name)
  if (typeof value === 'string') return message.text(4, value).integer(20, 3)
  if (typeof value === 'number') {
    return Number.isInteger(value) ? message.integer(3, value).integer(20, 2) : message.float(2, value).integer(20, 1)
  }
  if ('float' in value) return message.float(2, value.float).integer(20, 1)
  return message.packed(8, value).integer(20, 7)
}

function encodeInitialiser(value: OnnxInitialiser): Message {
  const bytes = new Uint8Array(value.data.buffer, value.data.byteOffset, value.data.byteLength)
  return new Message()
    .packed(1, value.shape as readonly number[])
    .integer(2, ELEMENT[value.dtype])
    .text(8, value.name)
    .bytes(9, bytes)
}

function encodeValue(value: OnnxOutput): Message {
  const tensor = new Message().integer(1, ELEMENT[value.dtype])
  if (value.shape !== undefined) tensor.message(2, encodeShape(value.shape))
  return new Message().text(1, value.name).message(2, new Message().message(1, tensor))
}

function encodeShape(dims: Shape): Message {
  const shape = new Message()
  for (const dim of dims) {
    shape.message(1, typeof dim === 'number' ? new Message().integer(1, dim) : new Message().text(2, dim))
  }
  return shape
}
