import { TextDecoder } from 'node:util'
import { encodingOf } from './text.ts'

export interface Line {
  /** From 1. */
  readonly number: number
  /** Null where the line was longer than the limit. */
  readonly text: string | null
}

const LF = 0x0a

/**
 * A stream of bytes as lines, in UTF-8 or UTF-16, without byte-order mark and line ends. A line longer than `limit`
 * bytes is passed over without being held in memory. The last line needs no end.
 */
export async function* linesOf(source: AsyncIterable<Uint8Array>, limit: number): AsyncGenerator<Line> {
  let number = 0
  let held: Uint8Array[] = []
  let size = 0
  for await (const chunk of asUtf8(source)) {
    let start = 0
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, start)) {
      number += 1
      yield lineOf(number, [...held, chunk.subarray(start, end)], size + end - start > limit)
      held = []
      size = 0
      start = end + 1
    }
    size += chunk.length - start
    held = size > limit ? [] : [...held, chunk.subarray(start)]
  }
  if (size > 0) yield lineOf(number + 1, held, size > limit)
}

function lineOf(number: number, pieces: readonly Uint8Array[], tooLong: boolean): Line {
  if (tooLong) return { number, text: null }
  return { number, text: Buffer.concat(pieces).toString('utf8').replace(/\r$/, '') }
}

/** Re-encodes UTF-16, by the first bytes, and takes off a byte-order mark. */
export async function* asUtf8(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let decoder: TextDecoder | null | undefined
  for await (const chunk of source) {
    if (decoder === undefined) {
      const encoding = encodingOf(chunk.subarray(0, 4))
      decoder = encoding.startsWith('utf-16') ? new TextDecoder(encoding) : null
      if (decoder === null) {
        yield chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk
        continue
      }
    }
    yield decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8')
  }
}
