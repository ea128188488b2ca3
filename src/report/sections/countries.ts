import type { Analysis } from '../../analysis/analysis.ts'
import { mostVaried } from '../charts/map.ts'
import { figure, type Page } from '../figure.ts'
import { type Html, html } from '../html.ts'

/** Where: a map of one garment, rankings of the leading ones, and what sets countries apart. */
export function countriesSection(analysis: Analysis, page: Page): Html {
  const { words } = page
  const { t } = words
  const concept = mostVaried(analysis)
  if (concept === null && !page.charts.has('country-ranks-wide')) return html``
  return html`<section id="countries" class="full"><h2>${t.countries.heading}</h2><p class="intro">${t.countries.intro}</p><div class="column">${
    concept !== null &&
    figure(page, 'map', { title: t.countries.mapTitle(words.concept(concept)), subtitle: t.countries.mapSub })
  }</div>${figure(page, 'country-ranks', { title: t.countries.rankTitle, subtitle: t.countries.rankSub })}${figure(page, 'distinctive-country', { title: t.distinctive.title.country, subtitle: t.distinctive.sub })}</section>`
}

/** What sets occasions apart. */
export function occasionsSection(page: Page): Html {
  const { t } = page.words
  if (!page.charts.has('distinctive-occasion-wide')) return html``
  return html`<section id="occasions" class="full"><h2>${t.distinctive.heading}</h2><p class="intro">${t.distinctive.intro}</p>${figure(page, 'distinctive-occasion', { title: t.distinctive.title.occasion, subtitle: t.distinctive.sub })}</section>`
}
