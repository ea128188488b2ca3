import type { Triplet } from '../../analysis/analysis.ts'
import { count } from '../numbers.ts'
import { tripletRow } from '../sections/triplets.ts'
import type { Words } from '../words.ts'
import { element } from './dom.ts'

type Key = 'count' | 'lift' | 'low' | 'confidence'
/** What a column sorts by; the first three are words. */
const keys: readonly (Key | null)[] = [null, null, null, 'count', 'lift', 'low', 'confidence']

/** Search, sorting and the choice to hide what is explained, over the table the page came with. */
export class TripletTable {
  readonly #words: Words
  readonly #body: HTMLTableSectionElement
  readonly #status = element('output', { class: 'status', 'aria-live': 'polite' })
  #triplets: readonly Triplet[] = []
  #counted: () => readonly Triplet[] = () => []
  #inView = false
  #sort: { column: number; down: boolean } = { column: 3, down: true }
  #query = ''
  #hideExplained = false

  /** The table of this page; null where there is none. */
  static find(words: Words): TripletTable | null {
    const section = document.getElementById('triplets')
    return section?.querySelector('tbody') ? new TripletTable(section, words) : null
  }

  constructor(section: HTMLElement, words: Words) {
    this.#words = words
    const watch = ([entry]: readonly IntersectionObserverEntry[]) => {
      this.#inView = entry?.isIntersecting ?? false
      if (this.#inView) this.show(this.#counted)
    }
    new IntersectionObserver(watch, { rootMargin: '160px' }).observe(section)
    this.#body = section.querySelector('tbody') as HTMLTableSectionElement
    const { t } = words
    const search = element('input', {
      type: 'search',
      'aria-label': t.triplets.search,
      placeholder: t.triplets.search,
      oninput: () => {
        this.#query = search.value.toLowerCase()
        this.#draw()
      },
    })
    const hide = element('input', {
      type: 'checkbox',
      onchange: () => {
        this.#hideExplained = hide.checked
        this.#draw()
      },
    })
    const tools = section.querySelector('.tools') as HTMLElement
    tools.hidden = false
    tools.append(search, element('label', {}, hide, ` ${t.triplets.hideExplained}`), this.#status)
    section.querySelectorAll('thead th').forEach((head, column) => {
      const label = head.textContent ?? ''
      head.replaceChildren(element('button', { type: 'button', onclick: () => this.#sortBy(column) }, label))
    })
  }

  /** Counts and shows them when the table is in view. */
  show(counted: () => readonly Triplet[]): void {
    this.#counted = counted
    if (!this.#inView) return
    this.#triplets = counted()
    this.#draw()
  }

  #sortBy(column: number): void {
    const numeric = keys[column] !== null
    this.#sort = { column, down: this.#sort.column === column ? !this.#sort.down : numeric }
    this.#draw()
  }

  #draw(): void {
    const rows = this.#triplets
      .filter((triplet) => !(this.#hideExplained && triplet.redundant))
      .map((triplet) => ({ triplet, words: this.#wordsOf(triplet) }))
      .filter(({ words }) => words.join(' ').toLowerCase().includes(this.#query))
    const { column, down } = this.#sort
    const key = keys[column]
    rows.sort((a, b) => {
      const order = key ? a.triplet[key] - b.triplet[key] : (a.words[column] ?? '').localeCompare(b.words[column] ?? '')
      return down ? -order : order
    })
    this.#body.innerHTML = rows.map(({ triplet }) => tripletRow(triplet, this.#words).markup).join('')
    this.#body.parentElement?.querySelectorAll('thead th').forEach((head, index) => {
      if (index === column) head.setAttribute('aria-sort', down ? 'descending' : 'ascending')
      else head.removeAttribute('aria-sort')
    })
    const shown = rows.length
    this.#status.textContent = this.#words.t.triplets.shown(count(shown), count(this.#triplets.length))
  }

  #wordsOf({ gender, age, concept, occasion }: Triplet): string[] {
    const who = [this.#words.t.gender[gender], age === null ? '' : this.#words.name(age)].join(' ')
    return [who, this.#words.concept(concept), this.#words.name(occasion)]
  }
}
