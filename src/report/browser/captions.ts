import type { Analysis } from '../../analysis/analysis.ts'
import { conditionalGraphs } from '../filter/apply.ts'
import { isFiltered } from '../filter/filter.ts'
import { count } from '../numbers.ts'
import { chartTitles, UNFILTERED } from '../titles.ts'
import type { Words } from '../words.ts'
import { element } from './dom.ts'
import type { State } from './state.ts'

/** Titles that say what was found, and a word where a chart does not follow the filter. */
export function showCaptions(whole: Analysis, analysis: Analysis, { filter, mapConcept }: State, words: Words): void {
  const titles = chartTitles(analysis, words, mapConcept)
  for (const figure of document.querySelectorAll<HTMLElement>('figure.chart')) {
    const { id } = figure
    const title = titles.get(id)
    const heading = figure.querySelector('h3')
    if (title !== undefined && heading !== null) heading.textContent = title
    const isGraph = id === 'categories' || id === 'attributes'
    const subtitle = figure.querySelector('.sub')
    if (isGraph && subtitle !== null) {
      subtitle.textContent = words.t.correlation.of(count(analysis.correlation[id].persons))
    }
    const fixed = UNFILTERED.has(id) || (isGraph && conditionalGraphs(whole, filter) === undefined)
    figure.querySelector('.unfiltered')?.remove()
    if (!isFiltered(filter) || !fixed) continue
    figure.querySelector('figcaption')?.append(element('p', { class: 'unfiltered' }, words.t.filters.unfiltered))
  }
}
