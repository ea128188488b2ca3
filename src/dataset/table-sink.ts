import { createEncoder, type IpcEncoder, type IpcFormat } from './ipc.ts'
import type { LedgerEntry } from './ledger.ts'
import { addCounts, type Counts, countsOf, NO_COUNTS, type PostRows } from './part.ts'
import type { TableName } from './rows.ts'
import type { Sink } from './sink.ts'
import { TableBuilder, type TableFacts } from './table.ts'

/** Where the bytes of one table go. `write` resolves when more may come: that is the back-pressure. */
export interface ByteTarget {
  write(bytes: Uint8Array): Promise<void>
  /** All is written: puts it in its place. */
  commit(): Promise<void>
  discard(): Promise<void>
}

export interface TableSinkOptions {
  readonly table: TableName
  readonly format: IpcFormat
  readonly facts: TableFacts
  /** Posts whose rows make one record batch. */
  readonly batchPosts: number
  readonly target: ByteTarget
}

/** One table as an Arrow stream or file, batch by batch; nothing is kept to continue from. */
export class TableSink implements Sink {
  readonly resumed = false
  counts: Counts & { readonly parts: number } = { ...NO_COUNTS, parts: 0 }
  private readonly options: TableSinkOptions
  private readonly builder: TableBuilder<TableName>
  private readonly encoder: IpcEncoder
  private waiting = 0

  constructor(options: TableSinkOptions) {
    this.options = options
    this.builder = new TableBuilder<TableName>(options.table, options.facts)
    this.encoder = createEncoder(options.format)
  }

  wants(): boolean {
    return true
  }

  async add(post: PostRows): Promise<void> {
    for (const row of post[this.options.table]) this.builder.push(row)
    this.counts = {
      ...addCounts(this.counts, countsOf(post)),
      parts: this.counts.parts,
    }
    if (++this.waiting >= this.options.batchPosts) await this.flush()
  }

  async note(_entry: LedgerEntry): Promise<void> {
    this.counts = { ...this.counts, skipped: this.counts.skipped + 1 }
  }

  async finish(): Promise<void> {
    if (this.waiting > 0 || this.counts.parts === 0) await this.flush()
    for (const bytes of this.encoder.end()) await this.options.target.write(bytes)
    await this.options.target.commit()
  }

  /** A stream ends whole with the rows so far; a file that lacks rows is not put in its place. */
  async interrupt(): Promise<void> {
    if (this.options.format === 'stream') await this.finish()
    else await this.options.target.discard()
  }

  async abandon(): Promise<void> {
    await this.options.target.discard()
  }

  private async flush(): Promise<void> {
    for (const bytes of this.encoder.encode(this.builder.take())) await this.options.target.write(bytes)
    this.waiting = 0
    this.counts = { ...this.counts, parts: this.counts.parts + 1 }
  }
}
