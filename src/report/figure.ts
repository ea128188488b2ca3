import type { Chart } from './charts/chart.ts'
import type { Drawing } from './draw.ts'
import { type Html, html, trusted } from './html.ts'
import { renderTable } from './table.ts'
import type { Words } from './words.ts'

/** What a section needs to show its charts. */
export interface Page {
  readonly words: Words
  readonly charts: ReadonlyMap<string, Chart>
  readonly drawings: ReadonlyMap<string, Drawing>
}

export interface FigureText {
  readonly title: string
  readonly subtitle?: string
  readonly note?: string
  /** Between caption and drawing: a key, a switch. */
  readonly above?: Html
}

/** A chart in both its shapes, with its words above and its numbers behind a disclosure. */
export function figure(page: Page, id: string, text: FigureText): Html {
  const chart = page.charts.get(`${id}-wide`)
  if (chart === undefined) return html``
  return html`<figure class="chart" id="${id}"><figcaption><h3>${text.title}</h3>${text.subtitle && html`<p class="sub">${text.subtitle}</p>`}</figcaption>${text.above}${plot(page, `${id}-wide`, 'wide')}${plot(page, `${id}-tall`, 'tall')}${text.note && html`<p class="note">${text.note}</p>`}<details class="numbers"><summary>${page.words.t.asTable}</summary>${renderTable(chart.table)}</details></figure>`
}

/** One drawing, shown on wide or on narrow screens. */
export function plot(page: Page, id: string, shape: 'wide' | 'tall'): Html {
  const drawing = page.drawings.get(id)
  return html`${drawing && html`<div class="plot ${shape}" data-chart="${id}">${trusted(drawing.svg)}</div>`}`
}
