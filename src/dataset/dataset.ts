import { mkdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { datasetCard } from './card.ts'
import { diskError, replaceText } from './files.ts'
import {
  checkConfiguration,
  clearDataset,
  commitPart,
  inspectOutput,
  partName,
  partNumbers,
  recover,
  WORK,
} from './folder.ts'
import { idKey } from './ids.ts'
import { KeyIndex } from './key-index.ts'
import { type LedgerEntry, ledgerKey } from './ledger.ts'
import { appendLedger, rebuildLedger } from './ledger-file.ts'
import { type Lock, lockFolder } from './lock.ts'
import { batchRows } from './objects.ts'
import {
  addCounts,
  type Counts,
  countsOf,
  NO_COUNTS,
  PartBuilder,
  type PostRows,
  readPart,
  readPartRecord,
} from './part.ts'
import { readDataset } from './read.ts'
import { Retries } from './retries.ts'
import type { PhotoRow } from './rows.ts'
import { type RunRecord, writeRun } from './run.ts'
import type { Sink } from './sink.ts'
import type { TableFacts } from './table.ts'

export interface DatasetOptions {
  readonly root: string
  /** The run as it begins; its configuration must equal that of what lies there. */
  readonly run: RunRecord
  readonly facts: TableFacts
  /** Posts of a part. */
  readonly partPosts: number
  /** Throw away a dataset made with another configuration. */
  readonly force: boolean
  /** Read posts again that have a failed photo. */
  readonly retryFailed: boolean
  /** Told of each photo that is kept from earlier runs, in part order. */
  readonly onStored: (photo: PhotoRow) => void
}

/**
 * A dataset folder that is being written: parts of a fixed number of posts in feed order, each there whole or not at
 * all. Opened again it knows which posts it has; a run that was killed loses at most the part it was gathering, one
 * that was interrupted loses nothing.
 */
export class Dataset implements Sink {
  resumed = false
  counts: Counts & { readonly parts: number } = { ...NO_COUNTS, parts: 0 }
  private readonly options: DatasetOptions
  private readonly lock: Lock
  private readonly builder: PartBuilder
  private readonly started = performance.now()
  private nextPart = 0
  private fresh: Counts = NO_COUNTS
  private readonly done = new KeyIndex()
  private readonly noted = new Set<string>()
  private readonly retries = new Retries()

  private constructor(options: DatasetOptions, lock: Lock) {
    this.options = options
    this.lock = lock
    this.builder = new PartBuilder(options.facts)
  }

  /**
   * Opens a new dataset or one to continue.
   *
   * @throws UserError `output_foreign`, `configuration_changed` (exit 2), `dataset_busy`, `disk_full` (exit 75)
   */
  static async open(options: DatasetOptions): Promise<Dataset> {
    const { root, run, force } = options
    const before = await inspectOutput(root)
    if (before !== null && !force) checkConfiguration(root, before.configuration, run.configuration)
    try {
      await mkdir(root, { recursive: true })
      const lock = await lockFolder(root)
      const dataset = new Dataset(options, lock)
      try {
        await dataset.prepare(before)
        return dataset
      } catch (error) {
        await lock.release()
        throw error
      }
    } catch (error) {
      throw diskError(error, root)
    }
  }

  private async prepare(before: RunRecord | null): Promise<void> {
    const { root, run } = this.options
    const same = before !== null && JSON.stringify(before.configuration) === JSON.stringify(run.configuration)
    if (before !== null && !same) await clearDataset(root)
    await recover(root)
    for (const number of await partNumbers(root)) await this.take(number)
    await this.restorePartial()
    this.resumed = this.counts.parts > 0 || this.builder.posts > 0
    await rebuildLedger(root)
    await this.writeRun('running')
  }

  /** Learns what a finished part holds. */
  private async take(number: number): Promise<void> {
    const folder = join(this.options.root, partName(number))
    const record = await readPartRecord(folder)
    for await (const batch of readDataset(folder, 'photos')) {
      for (const row of batchRows(batch, 'photos')) {
        this.done.set(idKey(row.post_id), number)
        if (row.status === 'failed' && this.options.retryFailed) this.retries.expect(row.post_id, number)
        this.options.onStored(row)
      }
    }
    for (const postId of record.silent_posts) this.done.set(idKey(postId), number)
    this.learnNotes(record.ledger)
    this.count(record.counts, 1)
    this.nextPart = number + 1
  }

  private learnNotes(ledger: readonly LedgerEntry[]): void {
    for (const entry of ledger) if (entry.post_id === null) this.noted.add(ledgerKey(entry))
  }

  private count(counts: Counts, parts: number): void {
    this.counts = { ...addCounts(this.counts, counts), parts: this.counts.parts + parts }
  }

  private get partialFolder(): string {
    return join(this.options.root, WORK, 'partial')
  }

  /** What an interrupted run had gathered for the next part; with failures to retry it is read again instead. */
  private async restorePartial(): Promise<void> {
    const folder = join(this.partialFolder, partName(this.nextPart))
    const exists = await stat(folder).then(
      () => true,
      () => false,
    )
    if (!exists || this.options.retryFailed) {
      await rm(this.partialFolder, { recursive: true, force: true })
      return
    }
    const part = await readPart(folder)
    this.builder.restore(part)
    for (const row of part.photos) {
      this.done.set(idKey(row.post_id), this.nextPart)
      this.options.onStored(row)
    }
    for (const postId of part.record.silent_posts) this.done.set(idKey(postId), this.nextPart)
    this.learnNotes(part.record.ledger)
    this.count(part.record.counts, 0)
  }

  wants(postId: string): boolean {
    return this.done.size === 0 || this.done.get(idKey(postId)) < 0 || this.retries.has(postId)
  }

  async add(post: PostRows): Promise<void> {
    await this.guarded(async () => {
      if (this.retries.has(post.postId)) {
        const complete = this.retries.add(post)
        if (complete !== null) await this.rewrite(complete)
        return
      }
      this.builder.add(post)
      const counts = countsOf(post)
      this.fresh = addCounts(this.fresh, counts)
      this.count(counts, 0)
      if (this.builder.posts >= this.options.partPosts) await this.commit()
    })
  }

  async note(entry: LedgerEntry): Promise<void> {
    if (this.noted.has(ledgerKey(entry))) return
    this.builder.note(entry)
    this.count({ ...NO_COUNTS, skipped: 1 }, 0)
  }

  async finish(): Promise<void> {
    await this.guarded(async () => {
      for (const part of this.retries.unwritten()) await this.rewrite(part)
      if (!this.builder.empty) await this.commit()
      const { root } = this.options
      await rm(join(root, WORK), { recursive: true, force: true })
      const run = await this.writeRun('done')
      await replaceText(join(root, 'README.md'), datasetCard(run))
      await this.lock.release()
    })
  }

  async interrupt(): Promise<void> {
    await this.guarded(async () => {
      for (const part of this.retries.unwritten()) await this.rewrite(part)
      if (!this.builder.empty) await this.savePartial()
      await this.writeRun('interrupted')
      await this.lock.release()
    })
  }

  async abandon(): Promise<void> {
    await this.lock.release().catch(() => {})
  }

  private async savePartial(): Promise<void> {
    const temporary = join(this.options.root, WORK, 'gathering')
    await this.builder.write(join(temporary, partName(this.nextPart)))
    await rm(this.partialFolder, { recursive: true, force: true })
    await rename(temporary, this.partialFolder)
  }

  private async commit(): Promise<void> {
    const { root } = this.options
    const name = partName(this.nextPart)
    const finished = join(root, WORK, name)
    const record = await this.builder.write(finished)
    await commitPart(root, finished, this.nextPart)
    await rm(this.partialFolder, { recursive: true, force: true })
    await appendLedger(root, record.ledger)
    this.nextPart++
    this.count(NO_COUNTS, 1)
    await this.writeRun('running')
  }

  private async rewrite(part: number): Promise<void> {
    const { root, facts } = this.options
    this.count(await this.retries.write(root, part, facts), 0)
    await rebuildLedger(root)
  }

  private async writeRun(state: RunRecord['state']): Promise<RunRecord> {
    const seconds = (performance.now() - this.started) / 1000
    const run: RunRecord = {
      ...this.options.run,
      state,
      counts: this.counts,
      finished_at: state === 'running' ? null : new Date().toISOString(),
      timings: {
        seconds: Number(seconds.toFixed(3)),
        photos_per_second: Number((this.fresh.photos / seconds).toFixed(2)),
      },
    }
    await writeRun(this.options.root, run)
    return run
  }

  private async guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      throw diskError(error, this.options.root)
    }
  }
}
