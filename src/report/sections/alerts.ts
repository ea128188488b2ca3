import type { Analysis } from '../../analysis/analysis.ts'
import { type Html, html } from '../html.ts'
import { zhSentence } from '../messages/zh-sentences.ts'
import type { Words } from '../words.ts'

/** What a reader must know before relying on the page; nothing where there is nothing to warn of. */
export function alertsSection(analysis: Analysis, words: Words): Html {
  const { t } = words
  if (analysis.alerts.length === 0) return html``
  const items = analysis.alerts.map((alert) => {
    const own = words.lang === 'zh' ? zhSentence(alert, words) : alert.message
    return html`<li class="${alert.severity}"><b>${t.alerts.severity[alert.severity]}</b> <span${own === undefined && html` lang="en"`}>${own ?? alert.message}</span></li>`
  })
  return html`<section id="alerts" class="alerts"><h2>${t.alerts.heading}</h2><ul>${items}</ul></section>`
}
