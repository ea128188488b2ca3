import type { Analysis } from '../../analysis/analysis.ts'
import { countGarments } from '../filter/apply.ts'
import { choicesOf, FILTERS, type Filter, isFiltered } from '../filter/filter.ts'
import { count } from '../numbers.ts'
import type { Words } from '../words.ts'
import { choice, element } from './dom.ts'

/** The bar that narrows every chart; `onChange` gets the whole new filter. */
export class FilterBar {
  readonly #bar: HTMLElement
  readonly #words: Words
  readonly #analysis: Analysis
  readonly #status = element('output', { class: 'status', 'aria-live': 'polite' })
  readonly #onChange: (filter: Filter) => void
  #filter: Filter = {}

  constructor(bar: HTMLElement, analysis: Analysis, words: Words, onChange: (filter: Filter) => void) {
    this.#bar = bar
    this.#words = words
    this.#analysis = analysis
    this.#onChange = onChange
    bar.hidden = false
  }

  show(filter: Filter): void {
    this.#filter = filter
    const { t } = this.#words
    const focused = document.activeElement?.closest('label')?.dataset.filter
    const fields = FILTERS.flatMap((dimension) => {
      const values = choicesOf(this.#analysis.cube, dimension)
      if (values.length < 2) return []
      const options = values
        .map((value) => [value, this.#words.capital(this.#words.member(dimension, value))] as const)
        .sort((a, b) => (dimension === 'country' ? a[1].localeCompare(b[1]) : 0))
      const label = this.#words.capital(t.dimension[dimension])
      const field = choice(label, t.all, options, filter[dimension] ?? '', (value) => this.#set(dimension, value))
      field.dataset.filter = dimension
      field.classList.toggle('set', filter[dimension] !== undefined)
      return [field]
    })
    const reset = element(
      'button',
      { type: 'button', class: 'reset', onclick: () => this.#onChange({}) },
      t.filters.reset,
    )
    reset.hidden = !isFiltered(filter)
    this.#status.textContent = this.#statusText()
    this.#bar.replaceChildren(element('span', { class: 'name' }, t.filters.label), ...fields, reset, this.#status)
    if (focused) this.#bar.querySelector<HTMLElement>(`[data-filter="${focused}"] select`)?.focus()
  }

  #set(dimension: string, value: string): void {
    const { [dimension]: _, ...rest } = this.#filter as { readonly [name: string]: string }
    this.#onChange(value === '' ? rest : { ...rest, [dimension]: value })
  }

  #statusText(): string {
    const { filters } = this.#words.t
    if (!isFiltered(this.#filter)) return filters.statusAll(count(this.#analysis.counts.garments))
    const { count: sure, unsure } = countGarments(this.#analysis, this.#filter)
    const named = FILTERS.flatMap((dimension) => {
      const value = this.#filter[dimension]
      return value === undefined ? [] : [this.#words.member(dimension, value)]
    })
    const status = filters.status(count(sure), named.join(', '))
    return unsure === 0 ? status : `${status} (${filters.less(count(unsure))})`
  }
}
