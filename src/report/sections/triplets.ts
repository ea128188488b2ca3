import type { Triplet } from '../../analysis/analysis.ts'
import { type Html, html } from '../html.ts'
import { count, interval, percent, times } from '../numbers.ts'
import type { Words } from '../words.ts'

/** Ranked triplets as a table; the browser adds search, sorting and filters to the same rows. */
export function tripletsSection(triplets: readonly Triplet[], words: Words): Html {
  const { t } = words
  const { columns } = t.triplets
  const heading = html`<h2>${t.triplets.heading}</h2><p class="intro">${t.triplets.intro}</p>`
  if (triplets.length === 0)
    return html`<section id="triplets">${heading}<p class="intro">${t.triplets.none}</p></section>`
  const head = [columns.who, columns.what, columns.where]
  const numbers = [columns.count, columns.lift, t.interval, columns.confidence]
  return html`<section id="triplets">${heading}<div class="tools" hidden></div><div class="scroll tallest" tabindex="0" role="region" aria-label="${t.triplets.heading}"><table id="triplet-table"><caption class="away">${t.triplets.heading}</caption><thead><tr>${head.map((label) => html`<th scope="col">${label}</th>`)}${numbers.map((label) => html`<th scope="col" class="n">${label}</th>`)}</tr></thead><tbody>${triplets.map((triplet) => tripletRow(triplet, words))}</tbody></table></div></section>`
}

/** One triplet; the bar behind the count is the share of the largest. */
export function tripletRow(triplet: Triplet, words: Words): Html {
  const { t } = words
  const who = [t.gender[triplet.gender], triplet.age === null ? null : words.name(triplet.age)]
    .filter(Boolean)
    .join(', ')
  return html`<tr${triplet.redundant && html` class="explained" title="${t.triplets.explained}"`}><th scope="row">${words.capital(who)}</th><td>${words.concept(triplet.concept)}</td><td><a href="#popularity">${words.name(triplet.occasion)}</a></td><td class="n">${count(triplet.count)}</td><td class="n"><b>${times(triplet.lift)}</b></td><td class="n">${interval(triplet.low, triplet.high, times)}</td><td class="n">${percent(triplet.confidence)}</td></tr>`
}
