/** Which fields of which ONNX message hold which message (onnx.proto3); everything that can contain a tensor. */
const messages: { readonly [message: string]: { readonly [field: number]: string } } = {
  model: { 7: 'graph', 20: 'training', 25: 'function' },
  training: { 1: 'graph', 2: 'graph' },
  function: { 7: 'node', 11: 'attribute' },
  graph: { 1: 'node', 5: 'tensor', 15: 'sparse' },
  node: { 5: 'attribute' },
  attribute: { 5: 'tensor', 6: 'graph', 10: 'tensor', 11: 'graph', 22: 'sparse', 23: 'sparse' },
  sparse: { 1: 'tensor', 2: 'tensor' },
  tensor: {},
}
const EXTERNAL_DATA = 13
const DATA_LOCATION = 14
const NESTING = 64

/**
 * Does an ONNX model take the values of any tensor from outside its own bytes? ONNX Runtime would read whatever path
 * the model names, so a pack from a stranger could make it read any file.
 * @throws RangeError where the bytes are not a well-formed protobuf message
 */
export function hasExternalData(model: Uint8Array): boolean {
  return scan(model, 0, model.length, 'model', NESTING)
}

function scan(bytes: Uint8Array, start: number, end: number, message: string, depth: number): boolean {
  if (depth === 0) throw new RangeError('nested too deeply')
  const children = messages[message]!
  for (let at = start; at < end; ) {
    const [tag, afterTag] = varint(bytes, at, end)
    const field = Math.floor(tag / 8)
    const wire = tag % 8
    const [length, value] = wire === 2 ? varint(bytes, afterTag, end) : [0, afterTag]
    const next = wire === 2 ? value + length : skip(bytes, afterTag, end, wire)
    if (next > end) throw new RangeError('a field runs past its end')
    if (message === 'tensor') {
      if (field === EXTERNAL_DATA) return true
      if (field === DATA_LOCATION && varint(bytes, afterTag, end)[0] !== 0) return true
    }
    const child = children[field]
    if (child !== undefined && wire === 2 && scan(bytes, value, next, child, depth - 1)) return true
    at = next
  }
  return false
}

/** A base-128 number and where it ends. Of more than 53 bits only the end is exact, which is all a skip needs. */
function varint(bytes: Uint8Array, start: number, end: number): readonly [number, number] {
  let value = 0
  for (let at = start, scale = 1; at < Math.min(end, start + 10); at++, scale *= 128) {
    value += (bytes[at]! & 0x7f) * scale
    if (bytes[at]! < 0x80) return [value, at + 1]
  }
  throw new RangeError('a number does not end')
}

function skip(bytes: Uint8Array, at: number, end: number, wire: number): number {
  if (wire === 0) return varint(bytes, at, end)[1]
  if (wire === 1) return at + 8
  if (wire === 5) return at + 4
  throw new RangeError('an unknown wire type')
}
