import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { replaceText } from './files.ts'
import type { Counts } from './part.ts'

/** All that decides what rows say. The same configuration over the same input gives the same tables. */
export type Configuration = { readonly [name: string]: string | number | boolean | null }

/** `_run.json`: how a dataset was made. No path and no name of the machine is in it. */
export interface RunRecord {
  readonly schema_version: number
  readonly program: { readonly name: 'wearabouts'; readonly version: string }
  readonly state: 'running' | 'interrupted' | 'done'
  readonly configuration: Configuration
  readonly pack: {
    readonly name: string
    readonly version: string
    readonly hashes: { readonly [file: string]: string }
  }
  readonly device: string
  readonly counts: Counts & { readonly parts: number }
  readonly started_at: string
  readonly finished_at: string | null
  readonly timings: { readonly seconds: number; readonly photos_per_second: number }
  readonly environment: { readonly node: string; readonly platform: string; readonly cores: number }
}

const FILE = '_run.json'

export async function writeRun(root: string, run: RunRecord): Promise<void> {
  await replaceText(join(root, FILE), `${JSON.stringify(run, null, 2)}\n`)
}

/** The record of a dataset of ours; null where there is none. */
export async function readRun(root: string): Promise<RunRecord | null> {
  try {
    const run = JSON.parse(await readFile(join(root, FILE), 'utf8')) as Partial<RunRecord>
    return run.program?.name === 'wearabouts' && run.configuration !== undefined ? (run as RunRecord) : null
  } catch {
    return null
  }
}

export interface Difference {
  readonly name: string
  readonly before: Configuration[string] | undefined
  readonly now: Configuration[string] | undefined
}

/** What changed between two configurations. */
export function differences(before: Configuration, now: Configuration): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(now)])]
    .filter((name) => before[name] !== now[name])
    .map((name) => ({ name, before: before[name], now: now[name] }))
}
