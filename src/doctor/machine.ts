import { availableParallelism, freemem, totalmem } from 'node:os'
import { readAccountKey } from '../dataset/account.ts'
import { type Check, failed, ok, reasonOf } from './check.ts'

const OLDEST_NODE = [20, 19] as const

/** Bytes that a run needs beside the pack, with some air: measured under 400 MB on two cores. */
const LEAST_MEMORY = 2 ** 30

export function checkNode(version: string = process.versions.node): Check {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [oldMajor, oldMinor] = OLDEST_NODE
  const detail = `${version} on ${process.platform}-${process.arch}`
  if (major > oldMajor || (major === oldMajor && minor >= oldMinor)) return ok('node', detail)
  return failed('node', detail, `Install Node ${oldMajor}.${oldMinor} or newer.`)
}

/** What the process may use, which in a container is less than the machine has. */
export function checkMemory(): Check {
  const limit = process.constrainedMemory?.() ?? 0
  const total = limit > 0 && limit < totalmem() ? limit : totalmem()
  const free = Math.min(freemem(), total)
  const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GB`
  const detail = `${gigabytes(free)} of ${gigabytes(total)} free, ${availableParallelism()} cores`
  return free >= LEAST_MEMORY ? ok('memory', detail) : failed('memory', detail, 'Free at least 1 GB.')
}

export async function checkAccountKey(): Promise<Check> {
  try {
    await readAccountKey(null)
    return ok('account key', 'there, readable by you')
  } catch (error) {
    return failed('account key', reasonOf(error), 'Give --account-key FILE to extract.')
  }
}
