import { realpath } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import type { AccountKey } from '../dataset/account.ts'
import { Dataset } from '../dataset/dataset.ts'
import { inspectOutput } from '../dataset/folder.ts'
import { NO_COUNTS } from '../dataset/part.ts'
import type { PhotoRow } from '../dataset/rows.ts'
import { SCHEMA_VERSION } from '../dataset/schema.ts'
import type { Sink } from '../dataset/sink.ts'
import type { TableFacts } from '../dataset/table.ts'
import { TableSink } from '../dataset/table-sink.ts'
import { fileTarget, streamTarget } from '../dataset/targets.ts'
import { EXIT, UserError } from '../errors.ts'
import type { FeedPlan } from '../feed/feed.ts'
import type { Engine } from '../inference/engine.ts'
import { configurationOf } from './configuration.ts'
import type { ExtractOptions } from './options.ts'

export type OutputKind = 'folder' | 'file' | 'stream'

/** What `-o` asks for: `-` a stream, a name that ends in `.arrow` or `.arrows` one file, anything else a folder. */
export function outputKind(output: string): OutputKind {
  if (output === '-') return 'stream'
  return /\.arrows?$/.test(output) ? 'file' : 'folder'
}

/**
 * Refuses an output before anything is loaded: inside an input (which is never written to), or not ours.
 *
 * @throws UserError `output_inside_input`, `output_foreign` (exit 2)
 */
export async function checkOutput(output: string, plan: FeedPlan): Promise<void> {
  const kind = outputKind(output)
  if (kind === 'stream') return
  const place = await realPlace(resolve(output))
  for (const { root, file, given } of plan.inputs) {
    if (file !== null || !isBelow(root, place)) continue
    throw new UserError('output_inside_input', `The output \`${output}\` lies inside the input \`${given}\`.`, {
      exit: EXIT.usage,
      hint: 'Inputs are never written to: give -o a path beside them.',
    })
  }
  if (kind === 'folder') await inspectOutput(output)
}

/** The real path, also of what is not there yet. */
async function realPlace(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch {
    const parent = dirname(path)
    return parent === path ? path : join(await realPlace(parent), path.slice(parent.length))
  }
}

function isBelow(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && resolve(root, way) === path
}

/** Opens what the rows go into. `onStored` is told of photos that an earlier run left there. */
export async function openSink(
  options: ExtractOptions,
  plan: FeedPlan,
  engine: Engine,
  key: AccountKey,
  onStored: (photo: PhotoRow) => void,
): Promise<Sink> {
  const { pack, packHashes, device } = engine
  const facts: TableFacts = { version: options.version, pack: pack.name, pack_version: pack.version, device }
  const { output, table, partPosts } = options
  const kind = outputKind(output)
  if (kind !== 'folder') {
    const target = kind === 'stream' ? streamTarget(options.stdout) : await fileTarget(output, options.force)
    const format = kind === 'stream' || output.endsWith('.arrows') ? 'stream' : 'file'
    return new TableSink({ table, format, facts, batchPosts: partPosts, target })
  }
  return await Dataset.open({
    root: output,
    run: {
      schema_version: SCHEMA_VERSION,
      program: { name: 'wearabouts', version: options.version },
      state: 'running',
      configuration: configurationOf(options, plan, engine, key),
      pack: { name: pack.name, version: pack.version, hashes: packHashes },
      device,
      counts: { ...NO_COUNTS, parts: 0 },
      started_at: new Date().toISOString(),
      finished_at: null,
      timings: { seconds: 0, photos_per_second: 0 },
      environment: {
        node: process.version,
        platform: `${process.platform}-${process.arch}`,
        cores: availableParallelism(),
      },
    },
    facts,
    partPosts,
    force: options.force,
    retryFailed: options.retryFailed,
    onStored,
  })
}
