import { constants, type FileHandle, open } from 'node:fs/promises'
import type { PhotoBytes } from '../feed/post.ts'
import { PhotoError } from './errors.ts'
import { PHOTO_LIMITS, type PhotoLimits } from './limits.ts'

/**
 * The bytes of a photo. A file is opened without blocking and must be a regular one (a FIFO named `a.jpg` would hang),
 * and no more than the limit is read even when it grows meanwhile.
 * Throws `PhotoError` with `missing`, `not_a_file`, `unreadable`, `empty` or `too_large`.
 */
export async function readPhoto(source: PhotoBytes, limits: PhotoLimits = PHOTO_LIMITS): Promise<Uint8Array> {
  const bytes = source.kind === 'bytes' ? source.bytes : await readRegularFile(source.file, limits)
  if (bytes.byteLength === 0) throw new PhotoError('empty', 'The file is empty.')
  if (bytes.byteLength > limits.bytes) throw tooLarge(bytes.byteLength, limits)
  return bytes
}

async function readRegularFile(file: string, limits: PhotoLimits): Promise<Uint8Array> {
  const handle = await open(file, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)).catch((error) => {
    throw systemError(error)
  })
  try {
    const info = await handle.stat()
    if (!info.isFile()) throw new PhotoError('not_a_file', 'Not a regular file.')
    if (info.size > limits.bytes) throw tooLarge(info.size, limits)
    return await readExactly(handle, info.size)
  } catch (error) {
    throw error instanceof PhotoError ? error : systemError(error as NodeJS.ErrnoException)
  } finally {
    await handle.close()
  }
}

/** One read does it nearly always; unpooled memory, because the buffer outlives this turn in libvips. */
async function readExactly(handle: FileHandle, size: number): Promise<Uint8Array> {
  const bytes = Buffer.allocUnsafeSlow(size)
  let filled = 0
  while (filled < size) {
    const { bytesRead } = await handle.read(bytes, filled, size - filled, filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return bytes.subarray(0, filled)
}

function tooLarge(size: number, limits: PhotoLimits): PhotoError {
  return new PhotoError('too_large', `${size} bytes; the limit is ${limits.bytes}.`)
}

function systemError(error: NodeJS.ErrnoException): PhotoError {
  if (error.code === 'ENOENT') return new PhotoError('missing', 'The file is gone.')
  if (error.code === 'ENXIO' || error.code === 'EISDIR') return new PhotoError('not_a_file', 'Not a regular file.')
  return new PhotoError('unreadable', `The file cannot be read (${error.code ?? error.message}).`)
}
