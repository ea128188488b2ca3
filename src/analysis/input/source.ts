import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { RecordBatch } from 'apache-arrow'
import { type RunRecord, readRun } from '../../dataset/run.ts'
import { EXIT, UserError } from '../../errors.ts'
import type { SourceSummary } from '../analysis.ts'
import { Tally } from '../tally/tally.ts'
import { monthCodes } from './calendar.ts'
import { flagColumn, hashColumn, timeColumn } from './columns.ts'
import { type Filter, keptRows } from './filter.ts'

/** One dataset, table or shard that was read. */
export interface ReadSource {
  readonly summary: SourceSummary
  /** The content of `_run.json`; null where there is none. */
  readonly run: RunRecord | null
}

/**
 * Reads all tables once and counts them. Throws `UserError` (exit 5) where a path does not exist, cannot be read, or
 * where none of the paths holds a garment or a photo.
 */
export async function readSources(
  paths: readonly string[],
  options: { minCount: number; filter: Filter | null },
): Promise<{ tally: Tally; sources: ReadSource[] }> {
  const tally = new Tally(options.minCount)
  const sources: ReadSource[] = []
  for (const path of paths) sources.push(await readSource(path, tally, options.filter))
  if (tally.cube.garments === 0 && tally.photos.rows === 0) {
    const where = paths.map((path) => `\`${path}\``).join(', ')
    const filtered = options.filter === null ? '' : ` that match \`${options.filter.text}\``
    throw new UserError('input_empty', `Found no photos and no garments${filtered} in ${where}.`, {
      exit: EXIT.input,
      hint: 'Looked for part-*/photos.arrow and part-*/garments.arrow in a folder, or a garments table in a file.',
    })
  }
  return { tally, sources }
}

async function readSource(path: string, tally: Tally, filter: Filter | null): Promise<ReadSource> {
  const { readDataset } = await import('../../dataset/read.ts')
  const { garmentBatch } = await import('./garments.ts')
  const info = await stat(path).catch(() => null)
  const folder = info?.isDirectory() ?? false
  const photosBefore = tally.photos.rows
  const ownersBefore = tally.garmentPhotos.count()
  for await (const batch of readDataset(path, 'garments')) {
    if (batch.numRows === 0) continue
    const owners = folder ? null : { post: hashColumn(batch, 'post_id'), account: hashColumn(batch, 'account') }
    tally.addGarments(garmentBatch(batch), filter, owners)
  }
  tally.outfits.finishPerson()
  for await (const batch of readDataset(path, 'photos')) if (batch.numRows > 0) tally.photos.add(batch, filter)
  for await (const batch of readDataset(path, 'people')) tally.people += await countPeople(batch, filter)
  const run = folder ? await readRun(path) : null
  const photos = folder ? tally.photos.rows - photosBefore : tally.garmentPhotos.count() - ownersBefore
  return { run, summary: { path: basename(path), photos, ...describeRun(run) } }
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
