import type { Analysis } from '../../analysis/analysis.ts'
import { type Html, html } from '../html.ts'
import type { Words } from '../words.ts'

/** What a reader must know before relying on the page; nothing where there is nothing to warn of. */
export function alertsSection(analysis: Analysis, words: Words): Html {
  const { t } = words
  if (analysis.alerts.length === 0) return html``
  const items = analysis.alerts.map(
    ({ severity, message }) =>
      html`<li class="${severity}"><b>${t.alerts.severity[severity]}</b> <span${words.lang !== 'en' && html` lang="en"`}>${message}</span></li>`,
  )
  return html`<section id="alerts" class="alerts"><h2>${t.alerts.heading}</h2><ul>${items}</ul></section>`
}
