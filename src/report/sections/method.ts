import type { Analysis } from '../../analysis/analysis.ts'
import { type Html, html } from '../html.ts'
import { count } from '../numbers.ts'
import { renderTable, type Table } from '../table.ts'
import type { Words } from '../words.ts'

/** How it was made, the words, how to make it again, and privacy: what a careful reader looks for at the end. */
export function methodSections(analysis: Analysis, words: Words, withExamples: boolean): Html {
  const { t } = words
  const { settings } = analysis
  return html`<section id="method"><h2>${t.method.heading}</h2><div class="prose">${t.method.paragraphs.map((text) => html`<p>${text}</p>`)}<p>${t.method.limit(count(settings.min_count))} ${t.method.replicates(count(settings.replicates), t.clusters[settings.cluster])}</p><p class="caution">${t.method.caution}</p></div></section><section id="glossary"><h2>${t.glossary.heading}</h2><dl class="glossary">${t.glossary.entries.map(([word, meaning]) => html`<div><dt>${word ?? ''}</dt><dd>${meaning ?? ''}</dd></div>`)}</dl></section><section id="reproduce"><h2>${t.reproduce.heading}</h2><p class="intro">${t.reproduce.intro} ${t.reproduce.made(day(analysis.created_at))}, ${t.reproduce.seed(String(settings.seed))}.</p><pre tabindex="0"><code>${command(analysis)}</code></pre>${renderTable(sourceTable(analysis, words))}</section><section id="privacy"><h2>${t.privacy.heading}</h2><p class="intro">${withExamples ? t.privacy.textExamples : t.privacy.text}</p></section>`
}

function day(date: string): string {
  return date.slice(0, 10)
}

/** A page that is passed on does not tell where the tables lay. */
function baseName(path: string): string {
  return (
    path
      .replace(/[/\\]+$/, '')
      .split(/[/\\]/)
      .at(-1) ?? path
  )
}

/** The command that makes this page, quoted for a POSIX shell. */
export function command({ sources, settings }: Analysis): string {
  const quote = (text: string) => (/^[\w./@:=+-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)
  const parts = ['wearabouts analyze', ...sources.map(({ path }) => quote(baseName(path)))]
  if (settings.where !== null) parts.push('--where', quote(settings.where))
  if (settings.paper) parts.push('--paper')
  parts.push('--min-count', String(settings.min_count), '--seed', String(settings.seed), '-o', 'report.html')
  return parts.join(' ')
}

function sourceTable({ sources }: Analysis, words: Words): Table {
  const { table } = words.t.reproduce
  return {
    caption: words.t.reproduce.heading,
    columns: [
      { label: table.source },
      { label: table.photos, numeric: true },
      { label: table.pack },
      { label: table.device },
      { label: table.program },
    ],
    rows: sources.map(({ path, photos, pack, pack_version, device, program_version }) => [
      baseName(path),
      { text: count(photos), value: photos },
      [pack, pack_version].filter((part) => part !== null).join(' '),
      device ?? '',
      program_version ?? '',
    ]),
  }
}
