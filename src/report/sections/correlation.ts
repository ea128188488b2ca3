import type { Analysis, Graph } from '../../analysis/analysis.ts'
import { graphKey } from '../charts/graph.ts'
import { figure, type Page } from '../figure.ts'
import { type Html, html } from '../html.ts'
import { count } from '../numbers.ts'
import { chartTitles } from '../titles.ts'

/** What goes with what, by category and in detail. */
export function correlationSection(analysis: Analysis, page: Page): Html {
  const { words } = page
  const { t } = words
  const titles = chartTitles(analysis, words, null)
  const key = html`<ul class="key">${graphKey(words).map(({ label, fill }) => html`<li><i style="background:${fill}"></i>${label}</li>`)}</ul>`
  const shown = (id: 'categories' | 'attributes', graph: Graph) => {
    const title = titles.get(id)
    if (title === undefined) return html`<p class="intro">${t.correlation.none}</p>`
    return figure(page, id, { title, subtitle: t.correlation.of(count(graph.persons)), above: key })
  }
  return html`<section id="correlation"><h2>${t.correlation.heading}</h2><p class="intro">${t.correlation.intro} ${t.correlation.caution}</p>${shown('categories', analysis.correlation.categories)}${shown('attributes', analysis.correlation.attributes)}</section>`
}
