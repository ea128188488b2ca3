import { type Attribute, type DType, ELEMENT, type OnnxGraph, type OnnxNode, type TypedArray } from './model.ts'

/** One field of a protobuf message: a number, or the bytes of a text, a message or packed numbers. */
interface Field {
  readonly field: number
  readonly wire: number
  readonly number: bigint
  readonly bytes: Uint8Array
}

const NOTHING = new Uint8Array(0)
const decoder = new TextDecoder()

/**
 * The graph of an ONNX model that `encodeModel` wrote (github.com/onnx/onnx, onnx.proto): tensors as raw bytes inside
 * the file, attributes that are numbers, texts or lists of integers.
 * @throws RangeError for a model with anything else, or for bytes that are no model
 */
export function decodeModel(bytes: Uint8Array): OnnxGraph {
  const model = [...fields(bytes)]
  const body = model.find(({ field }) => field === 7)
  if (body === undefined) throw new RangeError('an ONNX model without a graph')
  const parts = [...fields(body.bytes)]
  const all = <T>(field: number, read: (message: Uint8Array) => T): T[] =>
    parts.filter((part) => part.field === field).map((part) => read(part.bytes))
  const metadata = model.filter(({ field }) => field === 14).map((entry) => texts(entry.bytes) as [string, string])
  return {
    name: all(2, (text) => decoder.decode(text))[0] ?? '',
    nodes: all(1, decodeNode),
    inputs: all(11, decodeValue),
    outputs: all(12, decodeValue),
    initialisers: all(5, decodeInitialiser),
    ...(metadata.length === 0 ? {} : { metadata: Object.fromEntries(metadata) }),
  }
}

function decodeNode(message: Uint8Array): OnnxNode {
  const parts = [...fields(message)]
  const names = (field: number) =>
    parts.filter((part) => part.field === field).map((part) => decoder.decode(part.bytes))
  const domain = names(7)[0] ?? ''
  const attributes = parts.filter(({ field }) => field === 5).map((part) => decodeAttribute(part.bytes))
  return {
    op: names(4)[0] ?? '',
    ...(domain === '' ? {} : { domain }),
    inputs: names(1),
    outputs: names(2),
    attributes: Object.fromEntries(attributes),
  }
}

function decodeAttribute(message: Uint8Array): readonly [string, Attribute] {
  const parts = [...fields(message)]
  const one = (field: number) => parts.find((part) => part.field === field)
  const name = decoder.decode(one(1)?.bytes ?? NOTHING)
  const type = Number(one(20)?.number ?? 0n)
  if (type === 1) return [name, { float: view(one(2)?.bytes ?? new Uint8Array(4)).getFloat32(0, true) }]
  if (type === 2) return [name, signed(one(3)?.number ?? 0n)]
  if (type === 3) return [name, decoder.decode(one(4)?.bytes ?? NOTHING)]
  if (type === 7) return [name, parts.filter(({ field }) => field === 8).flatMap(integers)]
  throw new RangeError(`attribute ${name} is of type ${type}, which is not read`)
}

function decodeInitialiser(message: Uint8Array) {
  const parts = [...fields(message)]
  const name = decoder.decode(parts.find(({ field }) => field === 8)?.bytes ?? NOTHING)
  const raw = parts.find(({ field }) => field === 9)
  const shape = parts.filter(({ field }) => field === 1).flatMap(integers)
  if (raw === undefined) throw new RangeError(`tensor ${name} has no raw bytes`)
  const dtype = dtypeOf(parts.find(({ field }) => field === 2)?.number ?? 0n, name)
  return { name, dtype, shape, data: arrayOf(dtype, raw.bytes) }
}

function decodeValue(message: Uint8Array) {
  const [name = ''] = texts(message)
  const type = inside(inside(message, 2), 1)
  const dtype = dtypeOf([...fields(type)].find(({ field }) => field === 1)?.number ?? 0n, name)
  const shape = [...fields(inside(type, 2))].map(({ bytes }) => {
    const dim = [...fields(bytes)][0]
    return dim?.field === 1 ? signed(dim.number) : decoder.decode(dim?.bytes ?? NOTHING)
  })
  return { name, dtype, shape }
}

function dtypeOf(code: bigint, name: string): DType {
  const found = Object.entries(ELEMENT).find(([, own]) => own === Number(code))
  if (found === undefined) throw new RangeError(`${name} has elements of type ${code}, which is not read`)
  return found[0] as DType
}

const arrays = {
  float32: Float32Array,
  uint8: Uint8Array,
  int8: Int8Array,
  int32: Int32Array,
  int64: BigInt64Array,
  bool: Uint8Array,
  float16: Uint16Array,
} as const

/** The bytes copied, so that they lie where the array's elements must. */
function arrayOf(dtype: DType, bytes: Uint8Array): TypedArray {
  return new arrays[dtype](Uint8Array.from(bytes).buffer)
}

/** The message in the first field of that number; empty where there is none. */
function inside(message: Uint8Array, wanted: number): Uint8Array {
  return [...fields(message)].find(({ field }) => field === wanted)?.bytes ?? NOTHING
}

function texts(message: Uint8Array): string[] {
  return [...fields(message)].filter(({ field }) => field <= 2).map(({ bytes }) => decoder.decode(bytes))
}

/** A repeated integer, packed or one a field. */
function integers({ wire, number, bytes }: Field): number[] {
  if (wire === 0) return [signed(number)]
  const values: number[] = []
  for (let at = 0; at < bytes.length; ) {
    const [value, next] = varint(bytes, at)
    values.push(signed(value))
    at = next
  }
  return values
}

const signed = (value: bigint): number => Number(BigInt.asIntN(64, value))
const view = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function* fields(bytes: Uint8Array): Generator<Field> {
  for (let at = 0; at < bytes.length; ) {
    const [tag, start] = varint(bytes, at)
    const field = Number(tag >> 3n)
    const wire = Number(tag & 7n)
    if (wire === 0) {
      const [number, next] = varint(bytes, start)
      yield { field, wire, number, bytes: NOTHING }
      at = next
      continue
    }
    const [length, from] = wire === 2 ? varint(bytes, start) : [wire === 5 ? 4n : 8n, start]
    at = from + Number(length)
    if (at > bytes.length || ![1, 2, 5].includes(wire)) throw new RangeError('the bytes are no ONNX model')
    yield { field, wire, number: 0n, bytes: bytes.subarray(from, at) }
  }
}

function varint(bytes: Uint8Array, start: number): readonly [bigint, number] {
  let value = 0n
  for (let at = start, shift = 0n; at < bytes.length; at++, shift += 7n) {
    value |= BigInt((bytes[at] as number) & 127) << shift
    if ((bytes[at] as number) < 128) return [value, at + 1]
  }
  throw new RangeError('the bytes are no ONNX model')
}
