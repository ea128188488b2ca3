import { availableParallelism } from 'node:os'
import { readAccountKey } from '../dataset/account.ts'
import { DuplicateIndex } from '../dataset/duplicates.ts'
import type { LedgerEntry } from '../dataset/ledger.ts'
import type { PhotoRow } from '../dataset/rows.ts'
import type { Sink } from '../dataset/sink.ts'
import { type FeedPlan, planFeed, readFeed } from '../feed/feed.ts'
import { mapOrdered } from '../feed/ordered.ts'
import type { FeedItem, Post } from '../feed/post.ts'
import type { Engine } from '../inference/engine.ts'
import { Gate } from './gate.ts'
import type { ExtractOptions, ExtractResult } from './options.ts'
import { checkOutput, openSink } from './output.ts'
import { type PhotoReading, readOnePhoto } from './reading.ts'
import { ledgerEntry, type RowContext, rowsOfPost } from './rows.ts'

/** Photos decoded at once: what fills libuv's threads, and a few whose bytes are being read meanwhile. */
const decoders = (): number => Math.max(4, availableParallelism()) * 2

/**
 * Photos under way in all. Results are written in feed order, so those behind a slow photo wait; this many may, and
 * memory does not grow beyond them.
 */
const WINDOW = 8

/**
 * The road of a feed: posts are read, their photos decoded and given to the model, and what it finds is written as
 * rows in feed order. The same input gives the same tables whatever the workers, batches and interruptions.
 *
 * @throws UserError for inputs, outputs, packs and devices that do not do, and for a full disk
 */
export async function extract(options: ExtractOptions): Promise<ExtractResult> {
  const plan = await planFeed(options.inputs, options.feed)
  options.report.message(`Found ${plan.summary}.`)
  await checkOutput(options.output, plan)
  const key = await readAccountKey(options.accountKey)
  const open = options.openEngine ?? (await import('../inference/engine.ts')).openEngine
  const engine = await open(options.engine)
  for (const { device, reason } of engine.passedOver) options.report.message(`Not using ${device}: ${reason}.`)
  options.report.message(`Using ${engine.device} with the pack ${engine.pack.name} ${engine.pack.version}.`)
  try {
    const index = new DuplicateIndex()
    const sink = await openSink(options, plan, engine, key, (photo) => remember(index, photo))
    const context: RowContext = { ...options, accountKey: key, index }
    return await run(options, plan, engine, sink, context)
  } finally {
    await engine.close()
  }
}

function remember(index: DuplicateIndex, photo: PhotoRow): void {
  if (photo.status !== 'ok' || photo.duplicate_of !== null || photo.content_hash === null) return
  index.add(photo.photo_id, photo.content_hash, photo.perceptual_hash)
}

async function run(
  options: ExtractOptions,
  plan: FeedPlan,
  engine: Engine,
  sink: Sink,
  context: RowContext,
): Promise<ExtractResult> {
  const { signal, report } = options
  const started = performance.now()
  const before = sink.counts
  if (sink.resumed) report.message(`Continuing: ${before.photos} photos are there already.`)
  const share = plan.options.shard === null ? 1 : plan.options.shard.count
  const total = plan.photos === null ? null : Math.round(plan.photos / share)
  const tell = (): void => report.progress({ photos: sink.counts.photos, failed: sink.counts.failed, total })
  try {
    const gate = new Gate(decoders())
    const read = async (unit: Unit): Promise<readonly [Unit, PhotoReading | null]> => [
      unit,
      unit.kind === 'photo'
        ? await readOnePhoto(unit.post.photos[unit.index]!, unit.post.caption, engine, gate, signal)
        : null,
    ]
    let readings: PhotoReading[] = []
    for await (const [unit, reading] of mapOrdered(units(plan, sink, signal), decoders() * WINDOW, read)) {
      if (unit.kind === 'warning') {
        const entry = ledgerEntry(unit.warning)
        report.detail(inWords(entry))
        await sink.note(entry)
        continue
      }
      if (unit.kind === 'photo' && reading === null) break
      if (reading !== null) readings.push(reading)
      if (!unit.last) continue
      const rows = rowsOfPost(unit.post, readings, context)
      for (const entry of rows.ledger) report.detail(inWords(entry))
      await sink.add(rows)
      readings = []
      tell()
    }
    if (signal.aborted) await sink.interrupt()
    else await sink.finish()
  } catch (error) {
    await sink.abandon()
    throw error
  }
  const { photos, people, garments, failed, skipped, parts } = sink.counts
  const seconds = (performance.now() - started) / 1000
  return {
    interrupted: signal.aborted,
    summary: {
      photos,
      people,
      garments,
      failed,
      skipped,
      parts,
      seconds: Number(seconds.toFixed(3)),
      photos_per_second: Number(((photos - before.photos) / seconds).toFixed(2)),
      device: engine.device,
      pack: engine.pack.name,
      resumed: sink.resumed,
    },
  }
}

function inWords({ kind, code, path, message }: LedgerEntry): string {
  return `${kind} ${path}: ${code}. ${message}`
}

/** What goes through the road one at a time: a photo of a post, a post without photos, a warning. */
type Unit =
  | { readonly kind: 'photo'; readonly post: Post; readonly index: number; readonly last: boolean }
  | { readonly kind: 'bare'; readonly post: Post; readonly last: true }
  | { readonly kind: 'warning'; readonly warning: Extract<FeedItem, { warning: unknown }>['warning'] }

/** The feed photo by photo, without the posts that are done. It ends between two posts when the signal comes. */
async function* units(plan: FeedPlan, sink: Sink, signal: AbortSignal): AsyncGenerator<Unit> {
  for await (const item of untilAborted(readFeed(plan), signal)) {
    if ('warning' in item) yield { kind: 'warning', warning: item.warning }
    else if (sink.wants(item.post.id)) {
      const { post } = item
      const { length } = post.photos
      if (length === 0) yield { kind: 'bare', post, last: true }
      for (let index = 0; index < length; index++) yield { kind: 'photo', post, index, last: index === length - 1 }
    }
  }
}

/**
 * Ends at the signal even while the source waits for input that may never come. One listener for all waits: racing
 * each of them against one promise would keep a reaction a post for as long as the run lasts.
 */
async function* untilAborted<T>(source: AsyncGenerator<T>, signal: AbortSignal): AsyncGenerator<T> {
  let wake = (): void => {}
  const onAbort = (): void => wake()
  signal.addEventListener('abort', onAbort)
  try {
    while (!signal.aborted) {
      const next = await new Promise<IteratorResult<T> | null>((resolve, reject) => {
        wake = () => resolve(null)
        source.next().then(resolve, reject)
      })
      if (next === null || next.done) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}
