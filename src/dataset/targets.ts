import { open, rename, rm, stat } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { Writable } from 'node:stream'
import { EXIT, UserError } from '../errors.ts'
import { diskError, syncFolder, temporaryName, writeAll } from './files.ts'
import type { ByteTarget } from './table-sink.ts'

/**
 * One file, written beside its place and renamed when whole.
 *
 * @throws UserError `output_exists` (exit 2) where a file lies there and `force` does not allow to replace it
 */
export async function fileTarget(file: string, force: boolean): Promise<ByteTarget> {
  const there = await stat(file).catch(() => null)
  if (there !== null && (!force || !there.isFile()))
    throw new UserError('output_exists', `\`${file}\` exists already; nothing was touched.`, {
      exit: EXIT.usage,
      ...(there.isFile() ? { hint: 'Give another -o, or --force to replace it.' } : {}),
    })
  const temporary = temporaryName(file)
  const handle = await open(temporary, 'wx').catch((error: unknown) => {
    throw diskError(error, file)
  })
  let opened = true
  const close = async (): Promise<void> => {
    if (opened) await handle.close()
    opened = false
  }
  return {
    async write(bytes) {
      await writeAll(handle, bytes).catch((error: unknown) => {
        throw diskError(error, file)
      })
    },
    async commit() {
      await handle.sync()
      await close()
      await rename(temporary, file)
      await syncFolder(dirname(file))
    },
    async discard() {
      await close()
      await rm(temporary, { force: true })
    },
  }
}

/** A stream such as stdout: each write waits until the reader has taken what came before. */
export function streamTarget(stream: Writable): ByteTarget {
  return {
    write(bytes) {
      return new Promise((resolve, reject) => {
        stream.write(bytes, (error) => (error ? reject(error) : resolve()))
      })
    },
    async commit() {},
    async discard() {},
  }
}
