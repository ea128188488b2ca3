import type { Analysis } from '../../analysis/analysis.ts'
import { type Html, html } from '../html.ts'
import { bigCount, count } from '../numbers.ts'
import type { Words } from '../words.ts'

/** What this is and how much there is. */
export function headerSection(analysis: Analysis, title: string, words: Words): Html {
  const { t } = words
  const { counts } = analysis
  const lead = counts.accounts > 0 ? t.about.lead : t.about.leadPosts
  const countries = countriesOf(analysis)
  const facts: [number, string][] = [
    [counts.photos, t.about.facts.photos],
    [counts.people, t.about.facts.people],
    [counts.garments, t.about.facts.garments],
    counts.accounts > 0 ? [counts.accounts, t.about.facts.accounts] : [counts.posts, t.about.facts.posts],
    [countries, t.about.facts.countries],
  ]
  return html`<header class="top"><p class="kicker">${t.kicker}</p><h1>${title}</h1><p class="lead">${lead(
    count(counts.garments),
    count(counts.people),
    count(counts.photos),
    count(counts.accounts > 0 ? counts.accounts : counts.posts),
  )} ${analysis.settings.where && t.about.only(analysis.settings.where)}</p><dl class="facts">${facts
    .filter(([n]) => n > 0)
    .map(
      ([n, label]) => html`<div><dt>${label}</dt><dd>${bigCount(n, t.units)}</dd></div>`,
    )}${period(analysis, words)}</dl></header>`
}

function period(analysis: Analysis, words: Words): Html {
  const months = analysis.cube.values.month.filter((month) => month !== 'unknown').toSorted()
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) return html``
  const { from, to } = words.t.about.facts
  return html`<div class="period"><dt>${from} ${words.month(first)}</dt><dd>${to} ${words.month(last)}</dd></div>`
}

function countriesOf({ groups }: Analysis): number {
  const rows = groups.find(({ dimension }) => dimension === 'country')?.rows ?? []
  return new Set(rows.map(({ value }) => value).filter((value) => value !== 'unknown')).size
}
