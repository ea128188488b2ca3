import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, UserError } from '../errors.ts'
import { syncFolder } from './files.ts'
import { type Configuration, type Difference, differences, type RunRecord, readRun } from './run.ts'

/** Everything unfinished lies here, two levels deep, where no glob over the parts finds it. */
export const WORK = '_work'

const PART = /^part-(\d{5,})$/
const NEXT = /^next-(\d{5,})$/
const OURS = /^(?:_lock|_run\.json.*\.tmp)$/
const LEFT_OVER = /^(?:_run\.json|_ledger\.jsonl|README\.md)\.\d+-[0-9a-f]{8}\.tmp$/

export function partName(index: number): string {
  return `part-${String(index).padStart(5, '0')}`
}

/** The numbers of the parts in a dataset folder, ascending. */
export async function partNumbers(root: string): Promise<number[]> {
  const matches = (await readdir(root)).map((name) => PART.exec(name))
  return matches.flatMap((match) => (match === null ? [] : [Number(match[1])])).sort((a, b) => a - b)
}

/**
 * Looks at an output folder without touching it: new, ours to continue, or not ours.
 *
 * @throws UserError `output_foreign` (exit 2) where something else lies there
 */
export async function inspectOutput(root: string): Promise<RunRecord | null> {
  const info = await stat(root).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new UserError('output_unusable', `The output \`${root}\` cannot be used (${error.code}).`, {
      exit: EXIT.usage,
    })
  })
  if (info === null) return null
  const names = info.isDirectory() ? await readdir(root) : null
  const run = names === null ? null : await readRun(root)
  if (run !== null || names?.every((name) => OURS.test(name))) return run
  throw new UserError('output_foreign', `\`${root}\` exists and is not a dataset of wearabouts; nothing was touched.`, {
    exit: EXIT.usage,
    hint: 'Give -o a new folder, or an empty one.',
  })
}

/** @throws UserError `configuration_changed` (exit 2) naming what differs */
export function checkConfiguration(root: string, before: Configuration, now: Configuration): void {
  const changed = differences(before, now)
  if (changed.length === 0) return
  throw new UserError(
    'configuration_changed',
    `\`${root}\` was made with another configuration: ${changed.map(inWords).join('; ')}.`,
    { exit: EXIT.usage, hint: 'Give another -o, or --force to throw its parts away and begin again.' },
  )
}

function inWords({ name, before, now }: Difference): string {
  const shown = (value: Difference['now']): string => (value === undefined || value === null ? 'none' : String(value))
  return `${name} was \`${shown(before)}\` and is \`${shown(now)}\``
}

/** Takes away what a dataset holds, nothing else. */
export async function clearDataset(root: string): Promise<void> {
  for (const name of await readdir(root)) {
    if (PART.test(name) || [WORK, '_ledger.jsonl', '_run.json', 'README.md'].includes(name))
      await rm(join(root, name), { recursive: true, force: true })
  }
}

/** Moves a finished folder to its place as a part: there whole or not at all. */
export async function commitPart(root: string, finished: string, index: number): Promise<void> {
  await rename(finished, join(root, partName(index)))
  await syncFolder(root)
}

/**
 * Replaces a part by a finished folder. A folder cannot be renamed over another, so the new one is first given the
 * name that says it is finished; if the process ends in between, `recover` goes on from there.
 */
export async function replacePart(root: string, finished: string, index: number): Promise<void> {
  const next = join(root, WORK, `next-${partName(index).slice(5)}`)
  await rename(finished, next)
  await syncFolder(join(root, WORK))
  await settle(root, next, index)
}

async function settle(root: string, next: string, index: number): Promise<void> {
  const part = join(root, partName(index))
  const old = join(root, WORK, `old-${partName(index).slice(5)}`)
  await rm(old, { recursive: true, force: true })
  await rename(part, old).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
  })
  await rename(next, part)
  await syncFolder(root)
  await rm(old, { recursive: true, force: true })
}

/** Ends what a killed process had begun: finished replacements are put in place, what is half-written goes. */
export async function recover(root: string): Promise<void> {
  const work = join(root, WORK)
  await mkdir(work, { recursive: true })
  for (const name of await readdir(work)) {
    const index = NEXT.exec(name)?.[1]
    if (index !== undefined) await settle(root, join(work, name), Number(index))
  }
  for (const name of await readdir(work)) {
    if (name !== 'partial') await rm(join(work, name), { recursive: true, force: true })
  }
  for (const name of await readdir(root)) if (LEFT_OVER.test(name)) await rm(join(root, name))
}
