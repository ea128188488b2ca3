/** What `decompressXz` gives back when there is nothing usable. */
export type XzProblem = 'too_large' | 'damaged'

/**
 * The content of an `.xz` file. Never holds more than `limit` bytes: a small file can unpack to gigabytes.
 *
 * @param bytes the compressed file
 */
export async function decompressXz(bytes: Uint8Array, limit: number): Promise<Uint8Array | XzProblem> {
  const { XzReadableStream } = (await import('xz-decompress')).default
  const reader = new XzReadableStream(new Blob([Uint8Array.from(bytes)]).stream()).getReader()
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.length
      if (size > limit) return 'too_large'
      pieces.push(next.value)
    }
    return Buffer.concat(pieces)
  } catch {
    return 'damaged'
  } finally {
    await reader.cancel().catch(() => {})
  }
}
