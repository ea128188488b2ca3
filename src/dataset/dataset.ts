import { appendFile, mkdir, rename, rm, stat } from 'node:fs/promises'
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
  replacePart,
  WORK,
} from './folder.ts'
import { idKey } from './ids.ts'
import { KeyIndex } from './key-index.ts'
import { type LedgerEntry, ledgerKey, ledgerLine } from './ledger.ts'
import { type Lock, lockFolder } from './lock.ts'
import { batchRows } from './objects.ts'
import {
  addCounts,
  type Counts,
  countsOf,
  NO_COUNTS,
  PartBuilder,
  type PostRows,
  postsOf,
  readPart,
  readPartRecord,
  subtractCounts,
} from './part.ts'
import { readDataset } from './read.ts'
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
  /** Posts to read again, and the part each lies in. */
  private readonly retries = new Map<string, number>()
  /** How many of those are still to come, by part. */
  private readonly awaited = new Map<number, number>()
  private readonly replacements = new Map<number, Map<string, PostRows>>()

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
    await this.writeLedger()
    await this.writeRun('running')
  }

  /** Learns what a finished part holds. */
  private async take(number: number): Promise<void> {
    const folder = join(this.options.root, partName(number))
    const record = await readPartRecord(folder)
    for await (const batch of readDataset(folder, 'photos')) {
      for (const row of batchRows(batch, 'photos')) {
        this.done.set(idKey(row.post_id), number)
        if (row.status === 'failed' && this.options.retryFailed) this.await(row.post_id, number)
        this.options.onStored(row)
      }
    }
    for (const postId of record.silent_posts) this.done.set(idKey(postId), number)
    this.learnNotes(record.ledger)
    this.count(record.counts, 1)
    this.nextPart = number + 1
  }

  private await(postId: string, part: number): void {
    if (this.retries.has(postId)) return
    this.retries.set(postId, part)
    this.awaited.set(part, (this.awaited.get(part) ?? 0) + 1)
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
      const part = this.retries.get(post.postId)
      if (part !== undefined) return await this.replace(part, post)
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
      for (const part of [...this.replacements.keys()]) await this.rewrite(part)
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
      for (const part of [...this.replacements.keys()]) await this.rewrite(part)
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
    await appendFile(join(root, '_ledger.jsonl'), record.ledger.map(ledgerLine).join(''))
    this.nextPart++
    this.count(NO_COUNTS, 1)
    await this.writeRun('running')
  }

  private async replace(part: number, post: PostRows): Promise<void> {
    this.retries.delete(post.postId)
    const posts = this.replacements.get(part) ?? new Map<string, PostRows>()
    this.replacements.set(part, posts.set(post.postId, post))
    const remaining = (this.awaited.get(part) ?? 1) - 1
    this.awaited.set(part, remaining)
    if (remaining === 0) await this.rewrite(part)
  }

  /** Writes a part anew with the posts that were read again in the place of their old rows. */
  private async rewrite(number: number): Promise<void> {
    const { root, facts } = this.options
    const replaced = this.replacements.get(number)
    this.replacements.delete(number)
    const part = await readPart(join(root, partName(number)))
    const builder = new PartBuilder(facts)
    const { posts, notes } = postsOf(part)
    for (const note of notes) builder.note(note)
    for (const post of posts) builder.add(replaced?.get(post.postId) ?? post)
    const finished = join(root, WORK, `rewritten-${number}`)
    await rm(finished, { recursive: true, force: true })
    const record = await builder.write(finished)
    await replacePart(root, finished, number)
    this.count(subtractCounts(record.counts, part.record.counts), 0)
    await this.writeLedger()
  }

  /** The ledger of all parts, from their records: what an append left out is there again. */
  private async writeLedger(): Promise<void> {
    const { root } = this.options
    const lines: string[] = []
    for (const number of await partNumbers(root)) {
      const { ledger } = await readPartRecord(join(root, partName(number)))
      lines.push(...ledger.map(ledgerLine))
    }
    await replaceText(join(root, '_ledger.jsonl'), lines.join(''))
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
