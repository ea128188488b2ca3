import { readFile } from 'node:fs/promises'
import { parse } from 'csv-parse/sync'

/** All rows of a small CSV file with a header, as records of text. */
export async function readCsv(file: string): Promise<Record<string, string>[]> {
  return parse(await readFile(file), { columns: true, skip_empty_lines: true }) as Record<string, string>[]
}
