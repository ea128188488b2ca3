import type { Analysis } from '../../analysis/analysis.ts'
import { READINGS } from '../charts/heatmap.ts'
import { type Page, plot } from '../figure.ts'
import { type Html, html } from '../html.ts'
import { count } from '../numbers.ts'
import { renderTable } from '../table.ts'

/** The heatmap in its three readings: radio buttons and style sheets switch them, so no script is needed; a sentence where none is shown. */
export function popularitySection({ popularity, settings }: Analysis, page: Page): Html {
  const { t } = page.words
  if (popularity.cells.every(({ suppressed }) => suppressed)) {
    const why =
      popularity.contexts.length === 0
        ? t.popularity.nowhere
        : t.popularity.tooFew(count(settings.min_count), t.clusters[settings.cluster])
    return html`<section id="popularity" class="full"><h2>${t.popularity.heading}</h2><p class="intro">${why}</p></section>`
  }
  const tabs = READINGS.map(
    (reading, i) =>
      html`<input type="radio" name="reading" id="reading-${reading}" value="${reading}"${i === 0 && html` checked`}><label for="reading-${reading}">${t.popularity.readings[reading]}</label>`,
  )
  const panels = READINGS.map((reading) => {
    const chart = page.charts.get(`popularity-${reading}-wide`)
    return html`<figure class="chart panel-${reading}" id="popularity-${reading}"><figcaption><h3>${t.popularity.titles[reading]}</h3><p class="sub">${t.popularity.explain[reading]}</p></figcaption>${plot(page, `popularity-${reading}-wide`, 'wide')}${plot(page, `popularity-${reading}-tall`, 'tall')}${
      chart && html`<details class="numbers"><summary>${t.asTable}</summary>${renderTable(chart.table)}</details>`
    }</figure>`
  })
  return html`<section id="popularity" class="full"><h2>${t.popularity.heading}</h2><p class="intro">${t.popularity.intro}</p><div class="tabs"><fieldset class="switch"><legend class="away">${t.popularity.intro}</legend>${tabs}</fieldset>${panels}</div></section>`
}
