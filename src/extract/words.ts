import type { DryRun, DryRunPost } from './dry-run.ts'
import type { ExtractResult } from './options.ts'

const number = (value: number): string => value.toLocaleString('en-GB')

function counted(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`
}

/** What `extract` says at its end: what there is now, and what to type next. */
export function closingText({ summary, interrupted }: ExtractResult, output: string): string {
  const { photos, people, garments, failed, skipped, seconds, photos_per_second } = summary
  const rows = `${counted(photos, 'photo')}, ${counted(people, 'person', 'people')}, ${counted(garments, 'garment')}`
  const troubles = [failed > 0 ? `${number(failed)} failed` : '', skipped > 0 ? `${number(skipped)} passed over` : '']
    .filter((text) => text !== '')
    .join(', ')
  const speed = `${seconds.toFixed(1)} s, ${photos_per_second.toFixed(1)} photos a second`
  const lines = [`${rows} (${[troubles, speed].filter((text) => text !== '').join('; ')}).`]
  const folder = output !== '-' && !/\.arrows?$/.test(output)
  if (interrupted) {
    if (folder) lines.push('Stopped. All of this is kept: run the same command again to go on.')
    else lines.push(output === '-' ? 'Stopped. The stream ends here.' : `Stopped. \`${output}\` was not written.`)
  } else if (folder) {
    if (troubles !== '') lines.push(`What failed or was passed over, and why: ${output}/_ledger.jsonl`)
    lines.push(`Next: wearabouts analyze ${output} -o report.html`)
  }
  return lines.join('\n')
}

/** A table writer: headings, rows, to text. */
export type TextTable = (headings: readonly string[], rows: readonly (readonly string[])[]) => string

const COLUMNS: readonly (readonly [string, (post: DryRunPost) => string | number | null])[] = [
  ['post', (post) => post.post_id],
  ['photos', (post) => post.photos],
  ['first photo', (post) => post.first_photo],
  ['caption', (post) => post.caption?.replace(/\s+/g, ' ') ?? null],
  ['taken', (post) => post.taken_at?.slice(0, 16).replace('T', ' ') ?? null],
  ['from', (post) => post.date_source],
  ['country', (post) => post.country],
  ['from', (post) => post.place_source],
  ['season', (post) => post.season],
]

/** `--dry-run` for people: counts, warnings, and the first posts as a table. */
export function dryRunText(result: DryRun, table: TextTable): string {
  const { posts, photos } = result
  const share = (count: number): string => `${number(count)} (${posts === 0 ? 0 : Math.round((100 * count) / posts)} %)`
  const facts = [
    ['posts', number(posts)],
    ['photos', number(photos)],
    ['with a caption', share(result.with_caption)],
    ['with a date', share(result.with_date)],
    ['with a country', share(result.with_country)],
    ['with an account', share(result.with_account)],
    ...result.layouts.map(({ layout, sources }) => [`layout ${layout}`, counted(sources, 'source')]),
    ...Object.entries(result.warnings).map(([code, count]) => [`warning ${code}`, number(count)]),
  ]
  const sample = table(
    COLUMNS.map(([heading]) => heading),
    result.sample.map((post) => COLUMNS.map(([, cell]) => String(cell(post) ?? '–'))),
  )
  return `${table(['would be read', ''], facts)}\n\nThe first ${counted(result.sample.length, 'post')}:\n\n${sample}`
}
