import { isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'

export interface DecodedText {
  readonly text: string
  /** False where the bytes were no Unicode and Windows-1252 had to be assumed. */
  readonly unicode: boolean
}

/**
 * Bytes to text: UTF-8, UTF-16 (by its byte-order mark, or by its zero bytes), else Windows-1252. Without the mark,
 * with `\n` line ends.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  const encoding = encodingOf(bytes)
  const text = new TextDecoder(encoding).decode(bytes).replaceAll('\r\n', '\n').replaceAll('\r', '\n')
  return { text, unicode: encoding !== 'windows-1252' }
}

/** The encoding of a text, from its first bytes or all of them. */
export function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252' {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le'
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be'
  if (bytes.length >= 4 && bytes[0] !== 0 && bytes[1] === 0 && bytes[2] !== 0 && bytes[3] === 0) return 'utf-16le'
  if (bytes.length >= 4 && bytes[0] === 0 && bytes[1] !== 0 && bytes[2] === 0 && bytes[3] !== 0) return 'utf-16be'
  return isUtf8(bytes) ? 'utf-8' : 'windows-1252'
}

/**
 * Text whose UTF-8 bytes were written as Latin-1 characters (`LÃ¸ye`), as Instagram's and Facebook's exports do, made
 * right again. Text that is not such stays as it is.
 */
export function repairMojibake(text: string): string {
  if (!/[\u0080-\u00ff]/.test(text) || /[\u0100-\uffff]/.test(text)) return text
  const bytes = Buffer.from(text, 'latin1')
  return isUtf8(bytes) ? bytes.toString('utf8') : text
}

/** A caption as posts carry it: no blank ends, no half characters or NUL; null where nothing is left. */
export function tidyCaption(text: string): string | null {
  const whole = /\p{Cs}/u.test(text) ? Buffer.from(text, 'utf8').toString('utf8') : text
  const tidy = whole.replaceAll('\0', '').trim()
  return tidy === '' ? null : tidy
}
