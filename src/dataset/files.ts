import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { EXIT, UserError } from '../errors.ts'

/** Makes a rename or a new entry in `folder` survive a power cut. Not every system can: then there is nothing to do. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => null)
  if (handle === null) return
  try {
    await handle.sync()
  } catch {
    // Windows and some network file systems refuse to sync a folder.
  } finally {
    await handle.close()
  }
}

/** Writes all chunks, then waits until they are on the disk. */
export async function writeSynced(file: string, chunks: Iterable<Uint8Array | string>): Promise<void> {
  const handle = await open(file, 'w')
  try {
    for (const chunk of chunks) await writeAll(handle, chunk)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes the whole chunk, however few bytes the system takes at a time. */
export async function writeAll(handle: FileHandle, chunk: Uint8Array | string): Promise<void> {
  const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : chunk
  for (let written = 0; written < bytes.byteLength; ) {
    written += (await handle.write(bytes, written)).bytesWritten
  }
}

/** A name beside `file` that nothing else uses and that readers of datasets pass over. */
export function temporaryName(file: string): string {
  return `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`
}

/** Replaces `file` by what `write` puts into a temporary one: there whole or not at all. */
export async function replaceFile(file: string, write: (handle: FileHandle) => Promise<void>): Promise<void> {
  const temporary = temporaryName(file)
  try {
    const handle = await open(temporary, 'wx')
    try {
      await write(handle)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(temporary, file)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(file))
}

/** Replaces a small text file, whole or not at all. */
export async function replaceText(file: string, text: string): Promise<void> {
  await replaceFile(file, (handle) => writeAll(handle, text))
}

/** An error of the file system in words: a full disk is for the user to mend, and running again continues. */
export function diskError(error: unknown, output: string): unknown {
  const code = (error as NodeJS.ErrnoException | null)?.code
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new UserError('disk_full', `There is no space left to write \`${output}\`.`, {
      exit: EXIT.temporary,
      hint: 'Make room and run the same command again: it goes on where it stopped.',
      cause: error,
    })
  if (code === 'EROFS' || code === 'EACCES' || code === 'EPERM')
    return new UserError('output_unwritable', `\`${output}\` cannot be written (${code}).`, {
      exit: EXIT.environment,
      hint: 'Give -o a folder you may write to.',
      cause: error,
    })
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR' || code === 'ENAMETOOLONG')
    return new UserError('output_unusable', `\`${output}\` cannot be written (${code}).`, {
      exit: EXIT.usage,
      hint: 'Is the folder that it shall lie in there?',
      cause: error,
    })
  return error
}
