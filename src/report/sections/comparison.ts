import type { Analysis } from '../../analysis/analysis.ts'
import { figure, type Page } from '../figure.ts'
import { type Html, html } from '../html.ts'

/** Two sets of posts side by side, where there are two. */
export function comparisonSection({ comparison }: Analysis, page: Page): Html {
  const { t } = page.words
  if (comparison === null) return html``
  return html`<section id="comparison-section"><h2>${t.comparison.heading(comparison.a, comparison.b)}</h2>${figure(page, 'comparison', { title: t.comparison.title, subtitle: t.comparison.sub })}</section>`
}
