import { createHash } from 'node:crypto'
import type { Split } from './sample.ts'

/**
 * Which split a picture belongs to, by the hash of its source and name: the same on every machine and in every
 * recipe, whatever else is in the folder. The test split is looked at by `evaluate` alone, never by training.
 */
export function splitOf(source: string, name: string): Split {
  const share = createHash('sha256').update(`${source}/${name}`).digest().readUInt32BE(0) / 2 ** 32
  if (share < 0.15) return 'test'
  return share < 0.23 ? 'validation' : 'train'
}
