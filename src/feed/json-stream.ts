import { createReadStream } from 'node:fs'
import { isRecord, type JsonRecord, parseJson } from './json.ts'
import { asUtf8 } from './lines.ts'

/** One object out of a long JSON list, or why there is none. */
export type Element =
  | { readonly kind: 'record'; readonly record: JsonRecord; readonly key: string | null }
  | { readonly kind: 'too_large' | 'unreadable' | 'cut_off' }

/**
 * The objects of a JSON document's list, one after the other, however long the document: of the list it is, or of
 * the lists it has as values (`key` names which). What stands before the first bracket is passed over, so that
 * `window.YTD.tweets.part0 = [` is a list too. A document that breaks off gives what is whole, then `cut_off`.
 *
 * @param limit bytes of one object; larger ones are passed over without being held
 */
export async function* jsonElements(file: string, limit: number): AsyncGenerator<Element> {
  const scanner = new ListScanner(limit)
  for await (const chunk of asUtf8(createReadStream(file))) {
    yield* scanner.push(chunk)
    if (scanner.finished) return
  }
  if (!scanner.finished) yield { kind: 'cut_off' }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const BRACE_OPEN = 0x7b
const BRACE_CLOSE = 0x7d
const BRACKET_OPEN = 0x5b
const BRACKET_CLOSE = 0x5d

/** Follows brackets and quotes only: an element is handed to `JSON.parse` when its last brace has come. */
class ListScanner {
  finished = false
  readonly #limit: number
  #depth = 0
  /** Depth of the list's own brackets: 1, or 2 where the document is an object of lists. */
  #listDepth = 1
  #inText = false
  #escaped = false
  /** The text under way at depth 1, perhaps a key. */
  #text = ''
  #textStart = 0
  #key: string | null = null
  /** Where the element under way begins in this chunk; -1 where none is. */
  #start = -1
  #held: Uint8Array[] = []
  #size = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  *push(chunk: Uint8Array): Generator<Element> {
    this.#textStart = 0
    for (let index = 0; index < chunk.length && !this.finished; index++) {
      const byte = chunk[index] as number
      if (this.#inText) this.#readText(chunk, index, byte)
      else if (byte === QUOTE && this.#depth > 0) this.#beginText(index)
      else if (byte === BRACE_OPEN || byte === BRACKET_OPEN) this.#open(index, byte)
      else if (byte === BRACE_CLOSE || byte === BRACKET_CLOSE) {
        if (this.#start !== -1 && this.#depth === this.#listDepth + 1) yield this.#element(chunk, index)
        this.#depth -= 1
        this.finished = this.#depth <= 0
      }
    }
    if (this.#inText && this.#depth === 1) this.#text += textOf(chunk, this.#textStart, chunk.length)
    if (this.#start !== -1) this.#hold(chunk.subarray(this.#start))
  }

  #beginText(index: number): void {
    this.#inText = true
    this.#text = ''
    this.#textStart = index + 1
  }

  #readText(chunk: Uint8Array, index: number, byte: number): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === BACKSLASH) this.#escaped = true
    else if (byte === QUOTE) {
      this.#inText = false
      if (this.#depth === 1) this.#text += textOf(chunk, this.#textStart, index)
    }
  }

  #open(index: number, byte: number): void {
    this.#depth += 1
    if (this.#depth === 1) this.#listDepth = byte === BRACE_OPEN ? 2 : 1
    else if (this.#depth === 2 && this.#listDepth === 2) this.#key = byte === BRACE_OPEN ? null : this.#text
    const inList = this.#listDepth === 1 || this.#key !== null
    if (inList && byte === BRACE_OPEN && this.#depth === this.#listDepth + 1) this.#start = index
  }

  #element(chunk: Uint8Array, index: number): Element {
    this.#hold(chunk.subarray(this.#start, index + 1))
    const pieces = this.#held
    const tooLarge = this.#size > this.#limit
    this.#held = []
    this.#size = 0
    this.#start = -1
    if (tooLarge) return { kind: 'too_large' }
    const record = parseJson(Buffer.concat(pieces).toString('utf8'))
    return isRecord(record) ? { kind: 'record', record, key: this.#key } : { kind: 'unreadable' }
  }

  #hold(piece: Uint8Array): void {
    this.#size += piece.length
    this.#held = this.#size > this.#limit ? [] : [...this.#held, piece]
    this.#start = 0
  }
}

function textOf(chunk: Uint8Array, from: number, to: number): string {
  return Buffer.from(chunk.subarray(from, Math.min(to, from + 1000))).toString('utf8')
}
