import type { LedgerEntry } from './ledger.ts'
import type { Counts, PostRows } from './part.ts'

/** Where rows go: a dataset folder, one file, or a stream. Posts come in feed order, one at a time. */
export interface Sink {
  /** Something of an earlier run was kept. */
  readonly resumed: boolean
  /** Rows of earlier runs and of this one. */
  readonly counts: Counts & { readonly parts: number }
  /** Is the post to be read, or does the sink have it already? */
  wants(postId: string): boolean
  add(post: PostRows): Promise<void>
  /** A warning that belongs to no post. */
  note(entry: LedgerEntry): Promise<void>
  /** All posts are in. */
  finish(): Promise<void>
  /** No more posts will come in this run: what is there is kept if it can be. */
  interrupt(): Promise<void>
  /** After an error: lets go of what is open, keeps nothing half-written. */
  abandon(): Promise<void>
}
