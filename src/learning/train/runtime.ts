import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node'
import { multipleOf } from '../graph/shape.ts'
import type { DType, Shape, TypedArray } from '../onnx/model.ts'

export type Feeds = { readonly [name: string]: TypedArray }

export interface Runtime {
  readonly session: InferenceSession
  tensor(dtype: DType, data: TypedArray, dims: readonly number[]): OrtTensor
}

/** Loads a model that was built here. Idle threads sleep: spinning took the cores from data loading and from training. */
export async function load(model: Uint8Array, threads: number): Promise<Runtime> {
  const ort = await import('onnxruntime-node')
  const session = await ort.InferenceSession.create(model, {
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  })
  return { session, tensor: (dtype, data, dims) => new ort.Tensor(dtype, data as Float32Array, dims) }
}

/** Numbers for the open sizes of a shape, given how many values there are; undefined where they do not fit. */
export function resolveShape(shape: Shape, length: number): number[] | undefined {
  const open = shape.find((dim) => typeof dim === 'string')
  const fixed = shape.reduce<number>((product, dim) => product * (multipleOf(dim) ?? (dim as number)), 1)
  const batch = open === undefined ? 1 : length / fixed
  if (!Number.isInteger(batch) || batch * fixed !== length || batch < 1) return undefined
  return shape.map((dim) => (typeof dim === 'number' ? dim : (multipleOf(dim) as number) * batch))
}
