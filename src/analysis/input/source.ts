import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { RecordBatch } from 'apache-arrow'
import { type RunRecord, readRun } from '../../dataset/run.ts'
import { EXIT, UserError } from '../../errors.ts'
import type { SourceSummary } from '../analysis.ts'
import { COUNT_KINDS, Tally } from '../tally/tally.ts'
import { monthCodes } from './calendar.ts'
import { flagColumn, timeColumn } from './columns.ts'
import { type Filter, keptRows } from './filter.ts'

/** One dataset, table or shard that was read. */
export interface ReadSource {
  readonly summary: SourceSummary
  /** The content of `_run.json`; null where there is none. */
  readonly run: RunRecord | null
}

/** From this many bytes of garments on, three threads are done sooner than one. */
const THREADS_FROM = 2 ** 26

/**
 * Reads all tables once and counts them, many garments in several threads: the result is the same. Throws `UserError`
 * (exit 5) where a path does not exist, cannot be read, or where none of the paths holds a garment or a photo.
 */
export async function readSources(
  paths: readonly string[],
  options: { minCount: number; filter: Filter | null; threadsFrom?: number },
): Promise<{ tally: Tally; sources: ReadSource[] }> {
  const { countGarments } = await import('./count-garments.ts')
  const { countInThreads, garmentBytes } = await import('./count-threads.ts')
  const { minCount, filter } = options
  const tally = new Tally(minCount)
  const folders = await Promise.all(paths.map(isFolder))
  const garments = { paths, folders, filter }
  const threads = (await garmentBytes(paths)) >= (options.threadsFrom ?? THREADS_FROM)
  const counting = threads ? countInThreads(garments, tally) : countGarments(garments, tally, COUNT_KINDS)
  const [owned, sources] = await Promise.all([counting, countOthers(paths, folders, tally, filter)])
  if (tally.cube.garments === 0 && tally.photos.rows === 0) {
    const where = paths.map((path) => `\`${path}\``).join(', ')
    const filtered = filter === null ? '' : ` that match \`${filter.text}\``
    throw new UserError('input_empty', `Found no photos and no garments${filtered} in ${where}.`, {
      exit: EXIT.input,
      hint: 'Looked for part-*/photos.arrow and part-*/garments.arrow in a folder, or a garments table in a file.',
    })
  }
  return {
    tally,
    sources: sources.map(({ path, photos, run }, index) => ({
      run,
      summary: { path, photos: folders[index] ? photos : owned[index]!, ...describeRun(run) },
    })),
  }
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false
}

/** Counts the tables of photos and people, and reads what is known of each path. */
async function countOthers(
  paths: readonly string[],
  folders: readonly boolean[],
  tally: Tally,
  filter: Filter | null,
): Promise<{ path: string; photos: number; run: RunRecord | null }[]> {
  const { readDataset } = await import('../../dataset/read.ts')
  const sources: { path: string; photos: number; run: RunRecord | null }[] = []
  for (const [index, path] of paths.entries()) {
    const before = tally.photos.rows
    for await (const batch of readDataset(path, 'photos')) if (batch.numRows > 0) tally.photos.add(batch, filter)
    for await (const batch of readDataset(path, 'people')) tally.people += await countPeople(batch, filter)
    const run = folders[index] ? await readRun(path) : null
    sources.push({ path: basename(path), photos: tally.photos.rows - before, run })
  }
  return sources
}

async function countPeople(batch: RecordBatch, filter: Filter | null): Promise<number> {
  if (batch.numRows === 0) return 0
  const { columnCodes } = await import('../../dataset/read.ts')
  const codes = (name: string) => columnCodes(batch, 'people', name)
  const columns = {
    country: codes('country'),
    season: codes('season'),
    occasion: codes('occasion'),
    gender: codes('gender'),
    age: codes('age'),
    month: monthCodes(timeColumn(batch, 'taken_at')),
  }
  const kept = keptRows(filter, columns, batch.numRows)
  const copies = flagColumn(batch, 'duplicate')
  return kept.reduce((count, keep, row) => count + (keep === 1 && copies[row] === 0 ? 1 : 0), 0)
}

function describeRun(run: RunRecord | null) {
  return {
    pack: run?.pack.name ?? null,
    pack_version: run?.pack.version ?? null,
    device: run?.device ?? null,
    program_version: run?.program.version ?? null,
  }
}
