import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { EXIT, UserError } from '../errors.ts'

const HEARTBEAT_MS = 5_000
/** A lock from another machine that shows no sign of life for so long is of a process that is gone. */
const STALE_MS = 6 * HEARTBEAT_MS

export interface Lock {
  release(): Promise<void>
}

/**
 * Keeps two processes from writing one dataset. The lock of a killed process counts for nothing: on this machine its
 * process is gone, on another its heartbeat stops.
 *
 * @throws UserError `dataset_busy` (exit 75)
 */
export async function lockFolder(folder: string): Promise<Lock> {
  const file = join(folder, '_lock')
  const own = JSON.stringify({ pid: process.pid, host: hostname() })
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(file, own, { flag: 'wx' })
      return keep(file)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (await isHeld(file)) break
    await rm(file, { force: true })
  }
  throw new UserError('dataset_busy', `Another process is writing \`${folder}\`.`, {
    exit: EXIT.temporary,
    hint: `Wait for it to end. If none is running, remove \`${file}\`.`,
  })
}

function keep(file: string): Lock {
  const beat = setInterval(() => {
    const now = new Date()
    utimes(file, now, now).catch(() => {})
  }, HEARTBEAT_MS)
  beat.unref()
  return {
    async release() {
      clearInterval(beat)
      await rm(file, { force: true })
    },
  }
}

async function isHeld(file: string): Promise<boolean> {
  try {
    const age = Date.now() - (await stat(file)).mtimeMs
    const { pid, host } = JSON.parse(await readFile(file, 'utf8')) as { pid: number; host: string }
    if (host === hostname() && (pid === process.pid || !isAlive(pid))) return false
    return age < STALE_MS
  } catch {
    return false
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
