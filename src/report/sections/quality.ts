import type { Analysis } from '../../analysis/analysis.ts'
import { figure, type Page } from '../figure.ts'
import { type Html, html } from '../html.ts'
import { count, percent } from '../numbers.ts'
import { renderTable, type Table } from '../table.ts'
import type { Words } from '../words.ts'

/** What was read, refused and missing, how sure the model is, and what its mistakes change. */
export function qualitySection(analysis: Analysis, page: Page): Html {
  const { words } = page
  const { t } = words
  const { quality } = analysis
  const sources = sourceTable(analysis, words)
  return html`<section id="quality"><h2>${t.quality.heading}</h2>${
    quality.largest_account_share !== null &&
    html`<p class="intro">${t.quality.largest(percent(quality.largest_account_share))}</p>`
  }<div class="two">${
    quality.photos.ok + quality.photos.failed > 0 &&
    html`<div><h3>${t.quality.read}</h3>${renderTable(readTable(analysis, words))}</div>`
  }${sources.rows.length > 0 && html`<div><h3>${t.quality.sources}</h3>${renderTable(sources)}</div>`}</div>${
    quality.families.length > 0 &&
    html`<h3 class="gap">${t.quality.families}</h3><p class="note">${t.quality.familiesSub}</p>${renderTable(familyTable(analysis, words))}`
  }${figure(page, 'corrections', { title: t.corrections.title, subtitle: t.corrections.sub })}</section>`
}

function readTable({ quality }: Analysis, words: Words): Table {
  const { t } = words
  const all = quality.photos.ok + quality.photos.failed
  const line = (text: string, n: number) => [
    words.capital(text),
    { text: count(n), value: n },
    { text: percent(all === 0 ? null : n / all), value: all === 0 ? null : n / all },
  ]
  return {
    caption: t.quality.read,
    columns: [
      { label: t.quality.readTable.what },
      { label: t.quality.readTable.n, numeric: true },
      { label: t.quality.readTable.share, numeric: true },
    ],
    rows: [
      ...(['ok', 'failed', 'without_people', 'without_garments'] as const).map((key) =>
        line(t.quality[key], quality.photos[key]),
      ),
      line(t.quality.duplicates, quality.duplicates),
      ...quality.errors.map(({ code, count: n }) => line(`${t.quality.failed}: ${words.name(code)}`, n)),
      ...Object.entries(t.quality.missingOf).map(([key, label]) =>
        line(label, quality.missing[key as keyof typeof quality.missing]),
      ),
    ],
  }
}

function sourceTable({ quality }: Analysis, words: Words): Table {
  const { t } = words
  const names: { readonly [source: string]: string } = t.quality.sourceNames
  const lines = (what: string, counts: { readonly [source: string]: number }) =>
    Object.entries(counts).map(([source, n]) => [
      words.capital(`${what} ${Object.hasOwn(names, source) ? names[source] : words.name(source)}`),
      { text: count(n), value: n },
    ])
  return {
    caption: t.quality.sources,
    columns: [{ label: t.quality.source }, { label: t.quality.readTable.n, numeric: true }],
    rows: [...lines(t.quality.dateFrom, quality.date_sources), ...lines(t.quality.placeFrom, quality.place_sources)],
  }
}

function familyTable({ quality }: Analysis, words: Words): Table {
  const { familyTable: names } = words.t.quality
  return {
    caption: words.t.quality.families,
    columns: [
      { label: names.family },
      { label: names.score, numeric: true },
      { label: names.accuracy, numeric: true },
      { label: names.n, numeric: true },
      { label: names.data },
    ],
    rows: quality.families.map(({ family, mean_score, accuracy, n, data }) => [
      words.capital(words.name(family)),
      { text: percent(mean_score), value: mean_score },
      { text: percent(accuracy), value: accuracy },
      { text: count(n), value: n },
      data ?? '',
    ]),
  }
}
