import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { batchRows } from '../../src/dataset/objects.ts'
import { readDataset } from '../../src/dataset/read.ts'
import type { Rows, TableName } from '../../src/dataset/rows.ts'

/** The repository, seen from the compiled tests. */
export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..')
export const PROGRAM = join(ROOT, 'bin', 'run.js')

export async function newFolder(): Promise<string> {
  return await mkdtemp(join(tmpdir(), 'wearabouts-out-'))
}

const environment = { ...process.env, XDG_CONFIG_HOME: await newFolder(), NO_COLOR: '1' }

export interface Outcome {
  readonly code: number | null
  readonly stdout: Buffer
  readonly stderr: string
}

/** Runs the program as its user does and waits for its end. */
export function wearabouts(args: readonly string[], options: { input?: string; cwd?: string } = {}): Outcome {
  const run = spawnSync(process.execPath, [PROGRAM, ...args], {
    env: environment,
    maxBuffer: 2 ** 28,
    ...options,
  })
  return { code: run.status, stdout: run.stdout, stderr: run.stderr.toString() }
}

/** Starts the program; the caller ends it. */
export function start(args: readonly string[]) {
  return spawn(process.execPath, [PROGRAM, ...args], { env: environment, stdio: ['ignore', 'pipe', 'pipe'] })
}

/** SHA-256 of every file of the parts and of the ledger: equal datasets have equal ones. */
export async function tableHashes(root: string): Promise<{ [file: string]: string }> {
  const hashes: { [file: string]: string } = {}
  for (const entry of (await readdir(root, { recursive: true })).sort()) {
    if (!/^(part-\d+\/|_ledger)/.test(entry) || !/\.\w+$/.test(entry)) continue
    hashes[entry] = createHash('sha256')
      .update(await readFile(join(root, entry)))
      .digest('hex')
  }
  return hashes
}

export async function allRows<T extends TableName>(root: string, table: T): Promise<Rows[T][]> {
  const rows: Rows[T][] = []
  for await (const batch of readDataset(root, table)) rows.push(...batchRows(batch, table))
  return rows
}
