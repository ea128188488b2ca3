import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'

/** Never waits for a pipe's other end. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

export type Unread = 'too_large' | 'not_a_file' | 'missing'

/** A whole file's bytes, or why not: larger than `limit`, a pipe or device, not there or not to be opened. */
export function readSmallFile(file: string, limit: number): Promise<Uint8Array | Unread> {
  return paced(
    () => readNow(file, limit),
    () => readLater(file, limit),
  ).catch(() => 'missing')
}

/** A file's size, kind and times, links followed; null where there is none. */
export function statsOf(file: string): Promise<Stats | null> {
  return paced(
    () => statSync(file, { throwIfNoEntry: false }) ?? null,
    () => stat(file),
  ).catch(() => null)
}

/** The first `length` bytes of a file, fewer where it is shorter; none where it cannot be read. */
export async function readHead(file: string, length: number): Promise<Uint8Array> {
  const handle = await open(file, FLAGS).catch(() => null)
  if (handle === null) return new Uint8Array()
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } catch {
    return new Uint8Array()
  } finally {
    await handle.close()
  }
}

function readNow(file: string, limit: number): Uint8Array | Unread {
  let descriptor: number
  try {
    descriptor = openSync(file, FLAGS)
  } catch {
    return 'missing'
  }
  try {
    const stats = fstatSync(descriptor)
    const refused = refusal(stats, limit)
    if (refused !== null) return refused
    const bytes = Buffer.allocUnsafe(stats.size)
    let filled = 0
    while (filled < bytes.length) {
      const read = readSync(descriptor, bytes, filled, bytes.length - filled, filled)
      if (read === 0) break
      filled += read
    }
    return bytes.subarray(0, filled)
  } finally {
    closeSync(descriptor)
  }
}

async function readLater(file: string, limit: number): Promise<Uint8Array | Unread> {
  const handle = await open(file, FLAGS).catch(() => null)
  if (handle === null) return 'missing'
  try {
    return refusal(await handle.stat(), limit) ?? (await handle.readFile())
  } finally {
    await handle.close()
  }
}

function refusal(stats: Stats, limit: number): Unread | null {
  if (!stats.isFile()) return 'not_a_file'
  return stats.size > limit ? 'too_large' : null
}

/** Above this many milliseconds a call, other work is better done meanwhile. */
const QUICK = 0.5
/** Calls made in the background before a quick one is tried again. */
const REST = 2000

const pace = { average: 0, rest: 0 }

/**
 * From a local disk's cache a file is read in 8 µs at once and in 60 µs, most of it spent waking threads, in the
 * background; from a network disk it is the reverse by orders of magnitude. So reads happen at once until they turn
 * out slow, then in the background for a while (bench/feed.ts).
 */
async function paced<T>(now: () => T, later: () => Promise<T>): Promise<T> {
  if (pace.rest > 0) {
    pace.rest -= 1
    return later()
  }
  const start = performance.now()
  const result = now()
  pace.average = pace.average * 0.95 + (performance.now() - start) * 0.05
  if (pace.average > QUICK) {
    pace.average = 0
    pace.rest = REST
  }
  return result
}
