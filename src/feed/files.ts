import { close, constants, fstat, open, read } from 'node:fs'
import { promisify } from 'node:util'

const openFile = promisify(open)
const statFile = promisify(fstat)
const readFrom = promisify(read)
const closeFile = promisify(close)

/** Never waits for a pipe's other end. */
const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)

/**
 * A whole file's bytes, or why not: `too_large` above `limit`, `not_a_file` for pipes and devices, `missing`.
 * Bare callbacks rather than `fs/promises`: a third of the time for files of a few hundred bytes (bench/feed.ts).
 */
export async function readSmallFile(
  file: string,
  limit: number,
): Promise<Uint8Array | 'too_large' | 'not_a_file' | 'missing'> {
  const descriptor = await openFile(file, FLAGS).catch(() => null)
  if (descriptor === null) return 'missing'
  try {
    const stats = await statFile(descriptor)
    if (!stats.isFile()) return 'not_a_file'
    if (stats.size > limit) return 'too_large'
    const bytes = Buffer.allocUnsafe(stats.size)
    let filled = 0
    while (filled < bytes.length) {
      const { bytesRead } = await readFrom(descriptor, bytes, filled, bytes.length - filled, filled)
      if (bytesRead === 0) break
      filled += bytesRead
    }
    return bytes.subarray(0, filled)
  } finally {
    await closeFile(descriptor)
  }
}

/** The first `length` bytes of a file, fewer where it is shorter; none where it cannot be read. */
export async function readHead(file: string, length: number): Promise<Uint8Array> {
  const descriptor = await openFile(file, FLAGS).catch(() => null)
  if (descriptor === null) return new Uint8Array()
  try {
    const { bytesRead, buffer } = await readFrom(descriptor, Buffer.alloc(length), 0, length, 0)
    return buffer.subarray(0, bytesRead)
  } catch {
    return new Uint8Array()
  } finally {
    await closeFile(descriptor)
  }
}
