import { random } from '../graph/random.ts'

/** The random mask `name` of a step, counted from 1: 1 with probability `keep`, else 0. */
export function noiseMask(name: string, keep: number, length: number, seed: number, step: number): Uint8Array {
  const source = random(seed, name, step)
  const mask = new Uint8Array(length)
  for (let i = 0; i < length; i++) mask[i] = source.next() < keep ? 1 : 0
  return mask
}
