import { crc32 } from 'node:zlib'

/** An `.xz` file that stores without packing, as Instaloader's have no checksum of the content. */
export function storeXz(content: Uint8Array): Buffer {
  const flags = Buffer.from([0, 0])
  const header = Buffer.concat([Buffer.from([0xfd, 0x37, 0x7a, 0x58, 0x5a, 0]), flags, crc(flags)])
  const description = Buffer.from([2, 0, 0x21, 1, 0x16, 0, 0, 0])
  const chunks: Buffer[] = []
  for (let from = 0; from < content.length; from += 65_536) {
    const piece = content.subarray(from, from + 65_536)
    const size = Buffer.alloc(2)
    size.writeUInt16BE(piece.length - 1)
    chunks.push(Buffer.from([from === 0 ? 1 : 2]), size, Buffer.from(piece))
  }
  const block = Buffer.concat([description, crc(description), ...chunks, Buffer.from([0])])
  const records = padded(Buffer.concat([Buffer.from([0, 1]), varint(block.length), varint(content.length)]))
  const index = Buffer.concat([records, crc(records)])
  const tail = Buffer.alloc(6)
  tail.writeUInt32LE(index.length / 4 - 1)
  return Buffer.concat([header, padded(block), index, crc(tail), tail, Buffer.from('YZ')])
}

function crc(bytes: Uint8Array): Buffer {
  const sum = Buffer.alloc(4)
  sum.writeUInt32LE(crc32(bytes))
  return sum
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)])
}

function varint(value: number): Buffer {
  const bytes = []
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest])
    bytes.push((rest % 128) | 128)
  }
}
