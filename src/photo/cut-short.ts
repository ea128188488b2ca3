import type { PhotoFormat } from './format.ts'

/** Anything may follow a picture (maps, thumbnails), so its end is looked for in this many last bytes. */
const TAIL = 65_536

const ends: { readonly [format in PhotoFormat]?: Buffer } = {
  jpeg: Buffer.from([0xff, 0xd9]),
  png: Buffer.from('IEND'),
}

/**
 * Does a file of this format, which could not be decoded, lack its end? Told by the bytes alone: of a file that broke
 * off, the decoder's threads say one thing or another. A GIF's last byte may be any other byte too: nothing is said.
 */
export function isCutShort(bytes: Uint8Array, format: PhotoFormat): boolean {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (format === 'webp') return file.length < 8 || file.readUInt32LE(4) + 8 > file.length
  const end = ends[format]
  return end !== undefined && !file.subarray(-TAIL).includes(end)
}
