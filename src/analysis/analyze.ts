import { basename } from 'node:path'
import type { PackManifest } from '../inference/manifest.ts'
import type { Analysis, Settings } from './analysis.ts'
import { type Filter, parseFilter } from './input/filter.ts'
import { findPack } from './input/pack.ts'
import { type ReadSource, readSources } from './input/source.ts'
import { ageTable } from './sections/ages.ts'
import { alerts } from './sections/alerts.ts'
import { comparison } from './sections/comparison.ts'
import { corrections } from './sections/corrections.ts'
import { correlation } from './sections/correlation.ts'
import { distinctive } from './sections/distinctive.ts'
import { embeddedCube } from './sections/embedded.ts'
import { findings } from './sections/findings.ts'
import { groupShares, sliceTables } from './sections/groups.ts'
import { popularity } from './sections/popularity.ts'
import { quality } from './sections/quality.ts'
import { shownElsewhere } from './sections/shown.ts'
import { monthTable, trends } from './sections/trends.ts'
import { triplets } from './sections/triplets.ts'
import { wearerTable } from './sections/wearers.ts'
import { Bootstrap } from './statistics/bootstrap.ts'
import { BUCKETS } from './tally/pages.ts'
import type { Tally } from './tally/tally.ts'

export interface AnalyzeOptions {
  /** Fewest accounts behind a shown count; 10 by default. */
  readonly minCount?: number
  /** e.g. `country=SG,season=summer` */
  readonly where?: string | undefined
  /** A dataset to compare with, and its filter (by default `where`). */
  readonly versus?: string | undefined
  readonly versusWhere?: string | undefined
  readonly paper?: boolean
  readonly title?: string | undefined
  readonly seed?: number
  /** Bootstrap rounds; 400 by default, at which an interval's width is known to about 4 %. */
  readonly replicates?: number
  /** A pack's folder, for its confusion matrices; by default the embedded pack that the datasets name. */
  readonly packFolder?: string | undefined
  /** ISO time put into the result; now by default. */
  readonly createdAt?: string
}

/**
 * Reads datasets, tables or shards in one pass and makes the one result object.
 * @throws UserError exit 5 for a path that is missing, unreadable or empty, exit 2 for a bad filter
 */
export async function analyze(paths: readonly string[], options: AnalyzeOptions = {}): Promise<Analysis> {
  const filter = filterOf(options.where)
  const other = filterOf(options.versusWhere ?? options.where)
  const minCount = options.minCount ?? 10
  const { tally, sources } = await readSources(paths, { minCount, filter })
  const pack = await findPack(
    options.packFolder,
    sources.map(({ run }) => run),
  )
  const versus =
    options.versus === undefined
      ? null
      : {
          tally: (await readSources([options.versus], { minCount, filter: other })).tally,
          name: nameOf([options.versus], other),
        }
  return summarize({ tally, sources, pack, versus, name: nameOf(paths, filter) }, options)
}

function filterOf(text: string | undefined): Filter | null {
  return text === undefined ? null : parseFilter(text)
}

function nameOf(paths: readonly string[], filter: Filter | null): string {
  const names = paths.map((path) => basename(path)).join(', ')
  return filter === null ? names : `${names} (${filter.text})`
}

/** What was read, ready to be summarised. */
export interface Read {
  readonly tally: Tally
  readonly sources: readonly ReadSource[]
  readonly pack: PackManifest | null
  readonly versus: { readonly tally: Tally; readonly name: string } | null
  readonly name: string
}

/** The result object of finished counts; no input or output. */
export function summarize({ tally, sources, pack, versus, name }: Read, options: AnalyzeOptions = {}): Analysis {
  const { cube } = tally
  const settings: Settings = {
    min_count: tally.minCount,
    where: options.where ?? null,
    confidence: 0.95,
    seed: options.seed ?? 1,
    paper: options.paper ?? false,
    replicates: options.replicates ?? 400,
    cluster: cube.withAccount > 0 ? 'account' : 'post',
  }
  const { min_count: minCount, seed } = settings
  const bootstrap = new Bootstrap(BUCKETS, settings.replicates, seed)
  const wearers = wearerTable(cube, minCount)
  const ages = ageTable(cube, wearers, minCount)
  const months = monthTable(cube, minCount)
  const shown = popularity(cube, wearers, bootstrap, { minCount, paper: settings.paper })
  const tables = sliceTables(cube, wearers, minCount)
  const facts = {
    counts: countAll(tally),
    settings,
    quality: quality(tally, pack, cube.unknownGenders),
    popularity: shown,
    correlation: correlation(tally.outfits, minCount),
    groups: groupShares(cube, tables, bootstrap, minCount),
    distinctive: distinctive(cube, tables, bootstrap, minCount),
    trends: trends(cube, months, bootstrap, minCount),
    triplets: triplets(cube, ages, bootstrap, minCount),
    corrections: corrections(tally.labels, bootstrap, pack, { minCount, seed }),
  }
  return {
    schema_version: 1,
    title: options.title ?? 'Who wears what, where',
    created_at: options.createdAt ?? new Date().toISOString(),
    sources: sources.map(({ summary }) => summary),
    ...facts,
    alerts: alerts(facts),
    findings: findings(facts),
    comparison: versus === null ? null : compare(tally, versus, name, bootstrap, minCount),
    cube: embeddedCube(cube.joint, shown.concepts, minCount, shownElsewhere(wearers, ages, tables, months)),
  }
}

function compare(
  tally: Tally,
  versus: NonNullable<Read['versus']>,
  name: string,
  bootstrap: Bootstrap,
  minCount: number,
) {
  return comparison({ name, cube: tally.cube }, { name: versus.name, cube: versus.tally.cube }, bootstrap, minCount)
}

function countAll(tally: Tally): Analysis['counts'] {
  const { photos } = tally
  return {
    photos: photos.rows - photos.failed + tally.garmentPhotos.count(),
    people: tally.people + tally.garmentPersons.count(),
    garments: tally.cube.garments,
    posts: photos.posts.count(),
    accounts: photos.accounts.count(),
  }
}
