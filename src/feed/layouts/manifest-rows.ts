import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { readHead } from '../files.ts'
import { isRecord, type JsonRecord, parseJson } from '../json.ts'
import type { SourceFile } from '../layout.ts'
import { asUtf8, linesOf } from '../lines.ts'
import { extensionOf } from '../names.ts'
import { parquetColumns, parquetRecords } from '../parquet.ts'
import { decodeText } from '../text.ts'
import type { WarningCode } from '../warnings.ts'

/** One row of a manifest, or why it could not be read. */
export type Row =
  | { readonly number: number; readonly record: JsonRecord }
  | { readonly number: number; readonly code: WarningCode; readonly message: string }

/** A row of a manifest holds a caption and some numbers; more than this is something else. */
const ROW_LIMIT = 4 << 20

export const MANIFEST_EXTENSIONS: ReadonlySet<string> = new Set(['csv', 'tsv', 'jsonl', 'ndjson', 'parquet'])

/** The rows of a manifest by its extension, one after the other; standard input is JSON lines. */
export function rowsOf(source: SourceFile, stdin: Readable | null): AsyncIterable<Row> {
  if (source.file === '') return jsonRows(stdin ?? Readable.from([]))
  const extension = extensionOf(source.name)
  if (extension === 'parquet') return parquetRows(source.file)
  if (extension === 'csv' || extension === 'tsv') return csvRows(source.file, extension)
  return jsonRows(createReadStream(source.file))
}

async function* jsonRows(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Row> {
  for await (const { number, text } of linesOf(stream, ROW_LIMIT)) {
    if (text === null) yield { number, code: 'line_too_long', message: `Line ${number} is longer than 4 MiB.` }
    else if (text.trim() !== '') {
      const record = parseJson(text)
      if (isRecord(record)) yield { number, record }
      else yield { number, code: 'metadata_unreadable', message: `Line ${number} is no JSON object, or cut off.` }
    }
  }
}

async function* csvRows(file: string, extension: string): AsyncGenerator<Row> {
  const skipped: Row[] = []
  const stream = createReadStream(file)
  const parser = Readable.from(asUtf8(stream)).pipe(
    parse({
      columns: (names: string[]) => names.map((name) => name.trim()),
      delimiter: extension === 'tsv' ? '\t' : await delimiterOf(file),
      info: true,
      max_record_size: ROW_LIMIT,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      on_skip: (error) => {
        const line = Number(error?.lines ?? 0)
        skipped.push({ number: line, code: 'metadata_unreadable', message: `Line ${line}: ${error?.message ?? ''}` })
        return undefined
      },
    }),
  )
  for await (const { record, info } of parser as AsyncIterable<{ record: JsonRecord; info: { lines: number } }>) {
    yield* skipped.splice(0)
    yield { number: info.lines, record }
  }
  yield* skipped
}

async function* parquetRows(file: string): AsyncGenerator<Row> {
  let number = 0
  for await (const record of parquetRecords(file)) {
    number += 1
    yield { number, record }
  }
}

/** Comma, semicolon (where the decimal sign is a comma) or tab: whichever the first line has most of. */
async function delimiterOf(file: string): Promise<string> {
  const [line = ''] = decodeText(await readHead(file, 1 << 16)).text.split('\n', 1)
  const counts = [',', ';', '\t'].map((mark) => ({ mark, count: line.split(mark).length }))
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).mark
}

/** Column names, as far as the first kilobytes tell; null where there is no table. */
export async function columnNames(file: string, name: string): Promise<readonly string[] | null> {
  const extension = extensionOf(name)
  if (extension === 'parquet') return parquetColumns(file)
  const head = decodeText(await readHead(file, 1 << 16)).text
  const [line = ''] = head.split('\n', 1)
  if (extension === 'csv' || extension === 'tsv') {
    return line
      .split(extension === 'tsv' ? '\t' : await delimiterOf(file))
      .map((column) => column.trim().replace(/^"|"$/g, ''))
  }
  const record = parseJson(line)
  return isRecord(record) ? Object.keys(record) : null
}
