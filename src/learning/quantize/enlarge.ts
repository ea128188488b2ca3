import type { OnnxInitialiser, OnnxNode } from '../onnx/model.ts'
import type { Uses } from './uses.ts'

/** Operators and constants that do a `Resize` on bytes. */
export interface Enlargement {
  readonly nodes: readonly OnnxNode[]
  readonly constants: readonly OnnxInitialiser[]
}

/**
 * Nearest-neighbour enlargement by whole numbers as two `Gather`s, of columns and of rows, with the channels last:
 * integer convolutions have them last as well, so the transpositions meet others and go, and what is left are copies
 * of whole pixels, a sixth of the time of `Resize` (bench/quantize.ts).
 * @param shape of the input: [batch, channels, height, width]
 * @returns undefined for any other `Resize`
 */
export function enlargement(
  node: OnnxNode,
  from: string,
  to: string,
  shape: readonly number[] | undefined,
  uses: Uses,
): Enlargement | undefined {
  const scales = uses.constants.get(node.inputs[2] ?? '')?.data
  if (shape?.length !== 4 || scales?.length !== 4) return undefined
  const [batch, channels, down, across] = Array.from(scales as Float32Array) as [number, number, number, number]
  const plain =
    node.attributes.coordinate_transformation_mode === 'asymmetric' && node.attributes.nearest_mode === 'floor'
  if (!plain || batch !== 1 || channels !== 1 || !Number.isInteger(down) || !Number.isInteger(across)) return undefined
  const rows = repeated(`${to} rows`, shape[2] as number, down)
  const columns = repeated(`${to} columns`, shape[3] as number, across)
  const step = (op: string, inputs: string[], output: string, attributes: OnnxNode['attributes']): OnnxNode => ({
    op,
    inputs,
    outputs: [output],
    attributes,
  })
  return {
    nodes: [
      step('Transpose', [from], `${to} last`, { perm: [0, 2, 3, 1] }),
      step('Gather', [`${to} last`, columns.name], `${to} wide`, { axis: 2 }),
      step('Gather', [`${to} wide`, rows.name], `${to} large`, { axis: 1 }),
      step('Transpose', [`${to} large`], to, { perm: [0, 3, 1, 2] }),
    ],
    constants: [rows, columns],
  }
}

/** 0, 0, 1, 1, … */
function repeated(name: string, length: number, times: number): OnnxInitialiser {
  const data = BigInt64Array.from({ length: length * times }, (_, i) => BigInt(Math.floor(i / times)))
  return { name, dtype: 'int64', shape: [data.length], data }
}
