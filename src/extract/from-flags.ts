import { join } from 'node:path'
import type { TableName } from '../dataset/rows.ts'
import { EXIT, UserError } from '../errors.ts'
import { type FeedOptions, parseColumnMap, parseLayout } from '../feed/options.ts'
import type { SeasonRule } from '../feed/seasons.ts'
import { parseShard } from '../feed/shards.ts'
import { parseDevice } from '../inference/session/device.ts'
import { type DuplicateMode, type ExtractOptions, parseFailureLimit } from './options.ts'

/** The flags of `extract` that decide how posts are read, as they are typed. */
export interface FeedFlags {
  readonly layout: string
  readonly map?: string | undefined
  readonly shard?: string | undefined
  readonly 'image-root'?: string | undefined
  readonly 'date-from-mtime': boolean
  readonly 'follow-symlinks': boolean
  readonly season: string
  readonly 'season-tropics'?: string | undefined
}

/** All flags of `extract`. */
export interface ExtractFlags extends FeedFlags {
  readonly output?: string | undefined
  readonly table: string
  readonly pack?: string | undefined
  readonly device: string
  readonly workers?: number | undefined
  readonly 'batch-size'?: number | undefined
  readonly people: boolean
  readonly captions: boolean
  readonly duplicates: string
  readonly 'exact-coordinates': boolean
  readonly 'account-key'?: string | undefined
  readonly 'part-posts': number
  readonly 'retry-failed': boolean
  readonly force: boolean
  readonly 'max-failures'?: string | undefined
}

/** @throws UserError (exit 2) for a value that is none */
export function feedFrom(inputs: readonly string[], flags: FeedFlags): Partial<FeedOptions> {
  return {
    layout: parseLayout(flags.layout),
    map: flags.map === undefined ? null : parseColumnMap(flags.map),
    dateFromMtime: flags['date-from-mtime'],
    followSymlinks: flags['follow-symlinks'],
    shard: flags.shard === undefined ? null : parseShard(flags.shard),
    imageRoot: flags['image-root'] ?? null,
    stdin: inputs.includes('-') ? process.stdin : null,
  }
}

export function seasonFrom(flags: FeedFlags): SeasonRule {
  const tropics = flags['season-tropics'] ?? null
  return { season: flags.season as SeasonRule['season'], tropics: tropics as SeasonRule['tropics'] }
}

/** What the surroundings of the command give. */
export type Surroundings = Pick<ExtractOptions, 'version' | 'signal' | 'report'> & {
  /** The folder of the program, where the embedded pack lies. */
  readonly root: string
}

/**
 * The options that flags stand for, and whether failures are too many.
 *
 * @throws UserError (exit 2) for a value that is none
 */
export function optionsFrom(
  inputs: readonly string[],
  flags: ExtractFlags,
  { root, ...surroundings }: Surroundings,
): { readonly options: ExtractOptions; readonly failureLimit: (failed: number, photos: number) => boolean } {
  const { output, workers } = flags
  if (output === undefined)
    throw new UserError('output_absent', 'No output given.', {
      exit: EXIT.usage,
      hint: 'Give -o FOLDER for a dataset, -o x.arrow for one table, or -o - for a stream.',
    })
  const options: ExtractOptions = {
    ...surroundings,
    inputs,
    output,
    table: flags.table as TableName,
    stdout: process.stdout,
    feed: feedFrom(inputs, flags),
    season: seasonFrom(flags),
    engine: {
      pack: flags.pack ?? join(root, 'models', 'street'),
      device: parseDevice(flags.device),
      people: flags.people,
      ...(workers === undefined ? {} : { workers }),
      ...(flags['batch-size'] === undefined ? {} : { batchSize: flags['batch-size'] }),
    },
    captions: flags.captions,
    duplicates: flags.duplicates as DuplicateMode,
    exactCoordinates: flags['exact-coordinates'],
    accountKey: flags['account-key'] ?? null,
    partPosts: flags['part-posts'],
    retryFailed: flags['retry-failed'],
    force: flags.force,
  }
  const limit = flags['max-failures']
  return { options, failureLimit: limit === undefined ? () => false : parseFailureLimit(limit) }
}
