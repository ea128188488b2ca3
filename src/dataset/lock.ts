import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { EXIT, UserError } from '../errors.ts'

/** How often the holder of a lock touches it. */
const HEARTBEAT_MS = 5_000

/** So many heartbeats without a sign of life, and a holder on another machine is gone. */
const MISSED_BEATS = 2.5

export interface Lock {
  release(): Promise<void>
}

interface Holder {
  readonly pid: number
  readonly host: string
  /** When the process began, as the system counts; tells it from a later one with the same number. */
  readonly started: string | null
}

/**
 * Keeps two processes from writing one dataset. The lock of a killed process counts for nothing: on this machine its
 * process is gone, from another its heartbeat does not come, which takes some seconds to see.
 *
 * @throws UserError `dataset_busy` (exit 75)
 */
export async function lockFolder(folder: string, heartbeat: number = HEARTBEAT_MS): Promise<Lock> {
  const file = join(folder, '_lock')
  const own: Holder = {
    pid: process.pid,
    host: hostname(),
    started: (await processState(process.pid))?.started ?? null,
  }
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      await writeFile(file, JSON.stringify(own), { flag: 'wx' })
      return keep(file, heartbeat)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
    if (await isHeld(file, heartbeat)) break
    await rm(file, { force: true })
  }
  throw new UserError('dataset_busy', `Another process is writing \`${folder}\`.`, {
    exit: EXIT.temporary,
    hint: `Wait for it to end. If none is running, remove \`${file}\`.`,
  })
}

function keep(file: string, heartbeat: number): Lock {
  const beat = setInterval(() => {
    const now = new Date()
    utimes(file, now, now).catch(() => {})
  }, heartbeat)
  beat.unref()
  return {
    async release() {
      clearInterval(beat)
      await rm(file, { force: true })
    },
  }
}

async function isHeld(file: string, heartbeat: number): Promise<boolean> {
  try {
    const { pid, host, started } = JSON.parse(await readFile(file, 'utf8')) as Holder
    if (host === hostname()) return pid !== process.pid && (await isAlive(pid, started))
    const before = (await stat(file)).mtimeMs
    if (Date.now() - before > MISSED_BEATS * heartbeat * 10) return false
    await wait(MISSED_BEATS * heartbeat)
    return (await stat(file)).mtimeMs !== before
  } catch {
    return false
  }
}

async function isAlive(pid: number, started: string | null): Promise<boolean> {
  const state = await processState(pid)
  if (state !== null) return state.running && (started === null || started === state.started)
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/**
 * What Linux says of a process: a killed one that nobody has waited for still has its number. Null elsewhere.
 * See proc_pid_stat(5): the name in brackets may hold anything, the state follows it, the start is the 22nd field.
 */
async function processState(pid: number): Promise<{ readonly running: boolean; readonly started: string } | null> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  const fields = line?.slice(line.lastIndexOf(')') + 2).split(' ')
  if (fields === undefined) return null
  return { running: !['Z', 'X', 'x'].includes(fields[0]!), started: fields[19] ?? '' }
}
