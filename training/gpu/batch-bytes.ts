import { size } from '../../src/learning/graph/shape.ts'
import { noiseMask } from '../../src/learning/train/noise.ts'
import type { Feeds } from '../../src/learning/train/runtime.ts'
import type { ForwardPlan } from './forward-model.ts'

/**
 * The values of a batch behind one another, as a plan lists them: feeds and the random masks of step `step`, counted
 * from 1 as our trainer does.
 */
export function batchBytes({ batch, seed }: Pick<ForwardPlan, 'batch' | 'seed'>, feeds: Feeds, step: number): Buffer {
  const parts = batch.map(({ name, shape, keep }) => {
    const data = keep === undefined ? feeds[name] : noiseMask(name, keep, size(shape), seed, step)
    if (data?.length !== size(shape)) throw new Error(`feed ${name} is not what the exported graph asks for`)
    return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
  })
  return Buffer.concat(parts)
}
