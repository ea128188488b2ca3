import { decodeText } from './text.ts'

export type JsonRecord = { readonly [key: string]: unknown }

/** Bytes of a JSON document to its record; null where it is cut off, malformed or no object. */
export function parseRecord(bytes: Uint8Array): JsonRecord | null {
  const value = parseJson(decodeText(bytes).text)
  return isRecord(value) ? value : null
}

/** Like `JSON.parse`, with undefined where it would throw. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The value at a dotted path (`owner.username`, `edges.0.node`); undefined where the way ends. */
export function at(value: unknown, path: string): unknown {
  let here = value
  for (const key of path.split('.')) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, key)) return undefined
    here = (here as JsonRecord)[key]
  }
  return here
}

/** The first value at one of several paths that is neither missing, null nor an empty text. */
export function first(record: JsonRecord, paths: readonly string[]): unknown {
  for (const path of paths) {
    const value = at(record, path)
    if (value !== undefined && value !== null && value !== '') return value
  }
  return undefined
}
