/** One thing that was refused or failed, as a line of `_ledger.jsonl`. */
export interface LedgerEntry {
  /** `failed`: a photo with a row and an error code; `skipped`: something that has no row. */
  readonly kind: 'failed' | 'skipped'
  readonly code: string
  /** Relative to the input, as tables show it. */
  readonly path: string
  readonly post_id: string | null
  readonly photo_id: string | null
  readonly message: string
}

/** The line of an entry, with its line end. */
export function ledgerLine(entry: LedgerEntry): string {
  return `${JSON.stringify(entry)}\n`
}

/** What makes a warning the same warning when a feed is read again. */
export function ledgerKey(entry: Pick<LedgerEntry, 'code' | 'path'>): string {
  return `${entry.code}\0${entry.path}`
}
