import type { OnnxInitialiser, OnnxNode, OnnxValue } from '../../../src/learning/onnx/model.ts'

/** Parts of a graph, to be put into one. */
export interface Parts {
  readonly initialisers: readonly OnnxInitialiser[]
  readonly nodes: readonly OnnxNode[]
}

export const node = (
  op: string,
  inputs: string[],
  output: string,
  attributes: OnnxNode['attributes'] = {},
): OnnxNode => ({ op, inputs, outputs: [output], attributes })

export const constant = (name: string, shape: number[], data: ArrayLike<number>): OnnxInitialiser => ({
  name,
  dtype: 'float32',
  shape,
  data: Float32Array.from(data),
})

export const whole = (name: string, ...values: number[]): OnnxInitialiser => ({
  name,
  dtype: 'int64',
  shape: [values.length],
  data: BigInt64Array.from(values, BigInt),
})

export const value = (name: string, dtype: OnnxValue['dtype'], ...shape: (number | string)[]): OnnxValue => ({
  name,
  dtype,
  shape,
})
