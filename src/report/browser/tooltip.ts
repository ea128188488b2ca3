import { element } from './dom.ts'

/** One box of words that follows the pointer or the keyboard; read out when the keyboard moved it. */
export class Tooltip {
  readonly #box = element('div', { class: 'tip', role: 'tooltip', hidden: true })
  readonly #spoken = element('div', { class: 'away', 'aria-live': 'polite' })

  constructor() {
    document.body.append(this.#box, this.#spoken)
  }

  show(lines: readonly string[], x: number, y: number, speak = false): void {
    const [title = '', ...rest] = lines
    this.#box.replaceChildren(element('b', {}, title), ...rest.map((line) => element('span', {}, line)))
    this.#box.hidden = false
    if (speak) this.#spoken.textContent = lines.join('. ')
    const { width, height } = this.#box.getBoundingClientRect()
    const right = x + 14 + width < innerWidth ? x + 14 : Math.max(4, x - 14 - width)
    const below = y + 14 + height < innerHeight ? y + 14 : Math.max(4, y - 14 - height)
    this.#box.style.transform = `translate(${Math.round(right)}px, ${Math.round(below)}px)`
  }

  hide(): void {
    this.#box.hidden = true
  }
}
