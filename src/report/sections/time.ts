import { figure, type Page } from '../figure.ts'
import { type Html, html } from '../html.ts'

/** Seasons as cycles, and ages. */
export function seasonsSection(page: Page): Html {
  const { t } = page.words
  const seasons = figure(page, 'season-cycles', { title: t.seasons.title, subtitle: t.seasons.sub })
  const ages = figure(page, 'ages', { title: t.ages.title, subtitle: t.ages.sub })
  return html`${seasons.markup && html`<section id="seasons" class="full"><h2>${t.seasons.heading}</h2>${seasons}</section>`}${
    ages.markup && html`<section id="ages-section"><h2>${t.ages.heading}</h2>${ages}</section>`
  }`
}

/** Months as lines. */
export function trendsSection(page: Page): Html {
  const { t } = page.words
  if (!page.charts.has('months-wide')) return html``
  return html`<section id="trends" class="full"><h2>${t.trends.heading}</h2>${figure(page, 'months', { title: t.trends.title, subtitle: t.trends.sub })}</section>`
}
