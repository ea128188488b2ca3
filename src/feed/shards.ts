import { createHash } from 'node:crypto'
import { invalidValue } from '../errors.ts'

/** One of `count` equal parts of a feed, `index` from 1. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/**
 * Which shard a post belongs to, 1 to `count`: the first four bytes of the SHA-256 of its id, as a big-endian number,
 * modulo `count`, plus 1. A post keeps its shard when others are added, and any engine can compute the same.
 */
export function shardOf(postId: string, count: number): number {
  if (count === 1) return 1
  return (createHash('sha256').update(postId).digest().readUInt32BE(0) % count) + 1
}

/** Reads `3/16`. @throws UserError `invalid_value` (exit 2) */
export function parseShard(text: string): Shard {
  const match = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim())
  const shard = { index: Number(match?.[1]), count: Number(match?.[2]) }
  if (match !== null && shard.index >= 1 && shard.index <= shard.count) return shard
  throw invalidValue('--shard', text, 'a part such as 3/16, counted from 1,')
}
