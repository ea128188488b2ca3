import { mkdir, stat } from 'node:fs/promises'
import { dirname, extname, join } from 'node:path'
import { replaceText } from '../dataset/files.ts'
import { EXIT, invalidValue, UserError } from '../errors.ts'
import type { Analysis } from './analysis.ts'
import { csvTables } from './csv.ts'

export type Format = 'html' | 'json' | 'csv'

export interface Output {
  /** null: stdout. */
  readonly path: string | null
  readonly format: Format
}

/**
 * Where the result goes and in which format: `--format`, else by the ending of the path, else HTML. Throws
 * `UserError` (exit 2) where there is no path and the format is not JSON.
 */
export function chooseOutput(path: string | undefined, format: string | undefined): Output {
  const ending = path === undefined ? '' : extname(path).slice(1)
  const chosen = (format ?? (ending === 'json' || ending === 'csv' ? ending : 'html')) as Format
  if (path !== undefined && path !== '-') return { path, format: chosen }
  if (chosen === 'csv') throw invalidValue('--output', path ?? '', 'a folder for the CSV tables')
  if (path === undefined && chosen === 'html') throw invalidValue('--output', '', 'a file such as `report.html`')
  return { path: null, format: chosen }
}

/**
 * Refuses an output that cannot be written, before any work is done: a folder where a file goes, or a file where the
 * folder of CSV tables goes. Throws `UserError` (exit 2).
 */
export async function checkOutput({ path, format }: Output): Promise<void> {
  const info = path === null ? null : await stat(path).catch(() => null)
  if (format !== 'csv' && info?.isDirectory()) {
    throw new UserError('output_is_folder', `\`${path}\` is a folder; nothing was written.`, {
      exit: EXIT.usage,
      hint: 'Give a file name, such as `-o report.html`.',
    })
  }
  if (format === 'csv' && info?.isFile()) {
    throw new UserError('output_is_file', `\`${path}\` is a file; nothing was written.`, {
      exit: EXIT.usage,
      hint: 'CSV is one file a table: give a folder.',
    })
  }
}

/** Writes the result, each file whole or not at all, and returns the files written. */
export async function writeOutput(
  analysis: Analysis,
  { path, format }: Output,
  render: () => Promise<string>,
): Promise<string[]> {
  if (format === 'csv') return writeTables(analysis, path!)
  const text = format === 'json' ? `${JSON.stringify(analysis)}\n` : await render()
  if (path === null) {
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(text, (error) => (error ? reject(error) : resolve()))
    })
    return []
  }
  await mkdir(dirname(path), { recursive: true })
  await replaceText(path, text)
  return [path]
}

async function writeTables(analysis: Analysis, folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const tables = csvTables(analysis)
  for (const { name, text } of tables) await replaceText(join(folder, `${name}.csv`), text)
  return tables.map(({ name }) => join(folder, `${name}.csv`))
}

/** What `--json` prints, and one sentence for people. */
export function summaryOf(analysis: Analysis, { format }: Output, files: readonly string[]) {
  const { photos, people, garments, accounts } = analysis.counts
  const where = files.length === 0 ? '' : ` → ${files.length === 1 ? files[0] : dirname(files[0]!)}`
  return {
    format,
    files,
    ...analysis.counts,
    alerts: analysis.alerts.map(({ code }) => code),
    findings: analysis.findings.map(({ text }) => text),
    message: `${photos} photos, ${people} people, ${garments} garments, ${accounts} accounts${where}`,
  }
}
