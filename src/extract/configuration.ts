import { createHash } from 'node:crypto'
import { type AccountKey, keyFingerprint } from '../dataset/account.ts'
import type { Configuration } from '../dataset/run.ts'
import { SCHEMA_VERSION } from '../dataset/schema.ts'
import type { FeedPlan } from '../feed/feed.ts'
import type { Engine } from '../inference/engine.ts'
import type { ExtractOptions } from './options.ts'

/**
 * All that decides what rows say; not what only decides how fast they come (device, workers, batch size).
 * Inputs are told by a hash: their paths would carry names of people and machines.
 */
export function configurationOf(
  options: ExtractOptions,
  plan: FeedPlan,
  engine: Engine,
  key: AccountKey,
): Configuration {
  const { layout, map, dateFromMtime, followSymlinks, shard } = plan.options
  const inputs = plan.inputs.map(({ root, file }) => `${root}\0${file ?? ''}`)
  return {
    schema_version: SCHEMA_VERSION,
    inputs: createHash('sha256').update(inputs.join('\n')).digest('hex').slice(0, 12),
    layout,
    map: map === null ? null : JSON.stringify(map),
    shard: shard === null ? null : `${shard.index}/${shard.count}`,
    date_from_mtime: dateFromMtime,
    follow_symlinks: followSymlinks,
    season: options.season.season,
    season_tropics: options.season.tropics,
    pack: `${engine.pack.name} ${engine.pack.version}`,
    pack_sha256: (engine.packHashes['pack.json'] ?? '').slice(0, 12),
    people: options.engine.people,
    captions: options.captions,
    duplicates: options.duplicates,
    exact_coordinates: options.exactCoordinates,
    account_key: keyFingerprint(key),
    part_posts: options.partPosts,
  }
}
