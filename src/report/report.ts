import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Analysis } from '../analysis/analysis.ts'
import { allCharts, hasMarks } from './charts/all.ts'
import type { Chart } from './charts/chart.ts'
import { mostVaried } from './charts/map.ts'
import type { World } from './charts/world.ts'
import { digest } from './digest.ts'
import { type Drawing, draw } from './draw.ts'
import type { Example } from './examples/examples.ts'
import type { Page } from './figure.ts'
import { type Html, html, scriptJson, trusted } from './html.ts'
import { pack } from './pack.ts'
import { alertsSection } from './sections/alerts.ts'
import { comparisonSection } from './sections/comparison.ts'
import { correlationSection } from './sections/correlation.ts'
import { countriesSection, occasionsSection } from './sections/countries.ts'
import { examplesSection } from './sections/examples.ts'
import { findingsSection } from './sections/findings.ts'
import { headerSection } from './sections/header.ts'
import { methodSections } from './sections/method.ts'
import { popularitySection } from './sections/popularity.ts'
import { qualitySection } from './sections/quality.ts'
import { seasonsSection, trendsSection } from './sections/time.ts'
import { tripletsSection } from './sections/triplets.ts'
import { type Theme, themeCss } from './theme.ts'
import { type Lang, type Words, wordsOf } from './words.ts'
import { loadWorld } from './world.ts'

export interface ReportOptions {
  /** In place of the analysis's own title. */
  readonly title?: string
  readonly theme?: Theme
  readonly lang?: Lang
  /** Thumbnails, from `prepareExamples`. */
  readonly examples?: readonly Example[]
  /** No script at all: drawings and tables only. */
  readonly static?: boolean
}

/**
 * One self-contained HTML page: no request leaves it, nothing the data say becomes markup or code.
 * Reads nothing but its own style sheet and program.
 */
export async function renderReport(whole: Analysis, options: ReportOptions = {}): Promise<string> {
  const analysis = digest(whole)
  const words = wordsOf(options.lang ?? 'en')
  const charts = new Map<string, Chart>()
  const drawings = new Map<string, Drawing>()
  const world = await loadWorld()
  for (const [id, make] of allCharts(analysis, world, words, { mapConcept: mostVaried(analysis) })) {
    const chart = make()
    if (!hasMarks(chart)) continue
    charts.set(id, chart)
    drawings.set(id, await draw(chart))
  }
  const page: Page = { words, charts, drawings }
  const title = options.title ?? analysis.title
  const css = themeCss(options.theme ?? 'auto') + (await readFile(new URL('page.css', import.meta.url), 'utf8'))
  const sections = [
    findingsSection(analysis, words),
    alertsSection(analysis, words),
    popularitySection(analysis, page),
    correlationSection(analysis, page),
    countriesSection(analysis, page),
    occasionsSection(page),
    seasonsSection(page),
    trendsSection(page),
    comparisonSection(analysis, page),
    tripletsSection(analysis.triplets, words),
    examplesSection(options.examples ?? [], words),
    qualitySection(analysis, page),
    methodSections(analysis, words, (options.examples ?? []).length > 0),
  ]
  const body = html`<a class="skip" href="#findings">${words.t.skip}</a>${headerSection(analysis, title, words)}${contents(sections, words)}<div id="filters" class="filters" role="search" aria-label="${words.t.filters.label}" hidden></div><main>${sections}</main>`
  if (options.static) return document({ lang: words.lang, title, css, body }).markup
  const script = await readFile(new URL('page.js', import.meta.url), 'utf8')
  const data = pageData(analysis, world, words.lang, drawings)
  return document({ lang: words.lang, title, css, body, data, script }).markup
}

/** Links to the sections there are. */
function contents(sections: readonly Html[], { t }: Words): Html {
  const markup = sections.map((section) => section.markup).join('')
  const entries = (
    [
      ['popularity', t.popularity.nav],
      ['correlation', t.correlation.nav],
      ['countries', t.countries.nav],
      ['occasions', t.distinctive.nav],
      ['seasons', t.seasons.nav],
      ['ages-section', t.ages.nav],
      ['trends', t.trends.nav],
      ['triplets', t.triplets.nav],
      ['quality', t.quality.nav],
      ['method', t.method.nav],
    ] as const
  ).filter(([id]) => markup.includes(`<section id="${id}"`))
  return html`<nav class="contents" aria-label="${t.contents}">${entries.map(([id, label]) => html`<a href="#${id}">${label}</a>`)}</nav>`
}

/** What the page's program needs; compiled charts that are the same are written once. */
function pageData(analysis: Analysis, world: World, lang: Lang, drawings: ReadonlyMap<string, Drawing>): Html {
  const specs: string[] = []
  const specOf: { [chart: string]: number } = {}
  for (const [id, { vega }] of drawings) {
    const text = JSON.stringify({ ...vega, width: 0, height: 0 })
    if (!specs.includes(text)) specs.push(text)
    specOf[id] = specs.indexOf(text)
  }
  const { alerts: _, findings: __, sources: ___, ...counted } = analysis
  return scriptJson({ lang, analysis: pack(counted), world, specs: specs.map((text) => JSON.parse(text)), specOf })
}

/** Hatching for suppressed cells, shared by all drawings. */
const patterns = trusted(
  '<svg width="0" height="0" style="position:absolute" aria-hidden="true" focusable="false"><defs><pattern id="hatch" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path d="M0 0V5" stroke="var(--hatch)" stroke-width="1.6"/></pattern></defs></svg>',
)

interface DocumentParts {
  readonly lang: Lang
  readonly title: string
  readonly css: string
  readonly body: Html
  readonly data?: Html
  readonly script?: string
}

function document({ lang, title, css, body, data, script }: DocumentParts): Html {
  const hash = script === undefined ? undefined : createHash('sha256').update(script).digest('base64')
  const policy = `default-src 'none'; img-src data: blob:; style-src 'unsafe-inline'${hash ? `; script-src 'sha256-${hash}'` : ''}; base-uri 'none'; form-action 'none'`
  return html`<!doctype html>
<html lang="${lang === 'zh' ? 'zh-Hans' : 'en'}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="generator" content="wearabouts"><title>${title}</title><link rel="icon" href="data:,"><style>${trusted(css)}</style></head><body>${patterns}${body}${data && html`<script type="application/json" id="data">${data}</script>`}${script && html`<script>${trusted(script)}</script>`}</body></html>
`
}
