import type { OnnxNode } from '../onnx/model.ts'
import type { Range } from './range.ts'
import { numberOf, type Uses } from './uses.ts'

/** A float value that is made of bytes by one scale and offset: those bytes are its exact 8-bit form. */
export interface ByteSource {
  readonly range: Range
  /** The input of bytes. */
  readonly input: string
  /** What moved the bytes on the way, if anything, in order. */
  readonly moves: readonly OnnxNode[]
}

/**
 * Is this value a photo's bytes, cast to floats, moved, shifted and scaled? Then normalisation costs nothing: it is
 * the scale and zero of the first convolution's input.
 */
export function byteSource(name: string, uses: Uses): ByteSource | undefined {
  let [scale, offset] = [1, 0]
  const moves: OnnxNode[] = []
  for (let node = uses.makers.get(name); node !== undefined; node = uses.makers.get(node.inputs[0] as string)) {
    const number = numberOf(node.inputs[1], uses)
    if (node.op === 'Mul' && number !== undefined) scale *= number
    else if (node.op === 'Sub' && number !== undefined) offset -= number * scale
    else if (node.op === 'Add' && number !== undefined) offset += number * scale
    else if (node.op === 'Transpose') moves.unshift(node)
    else if (node.op === 'Cast') return sourceOf(node.inputs[0] as string, scale, offset, moves, uses)
    else return undefined
  }
  return undefined
}

function sourceOf(input: string, scale: number, offset: number, moves: OnnxNode[], uses: Uses): ByteSource | undefined {
  const zero = -offset / scale
  const isByte = Number.isInteger(zero) && zero >= 0 && zero <= 255 && scale > 0
  return isByte && uses.bytes.has(input) ? { range: { scale, zero }, input, moves } : undefined
}
