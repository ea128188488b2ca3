import { createHash } from 'node:crypto'

/** An id as the key of a `KeyIndex`. */
export function idKey(id: string): Uint8Array {
  return createHash('sha256').update(id).digest().subarray(0, 8)
}
