import type { Spec } from 'vega'
import { hasMarks } from '../charts/all.ts'
import type { Chart } from '../charts/chart.ts'
import type { Words } from '../words.ts'
import type { PageData } from './data.ts'
import { LiveChart } from './live.ts'
import { Tooltip } from './tooltip.ts'

export type Charts = ReadonlyMap<string, () => Chart>

/** The drawings of the page: each comes alive when it comes into view, and is drawn anew there when charts change. */
export class Figures {
  readonly #plots: ReadonlyMap<string, HTMLElement>
  readonly #live = new Map<string, LiveChart>()
  readonly #stale = new Set<string>()
  readonly #inView = new Set<string>()
  readonly #tooltip = new Tooltip()
  readonly #data: PageData
  readonly #words: Words
  #charts: Charts = new Map()

  constructor(data: PageData, words: Words) {
    this.#data = data
    this.#words = words
    const plots = [...document.querySelectorAll<HTMLElement>('[data-chart]')]
    this.#plots = new Map(plots.map((plot) => [plot.dataset.chart ?? '', plot]))
    const observer = new IntersectionObserver((entries) => this.#seen(entries), { rootMargin: '160px' })
    for (const plot of plots) observer.observe(plot)
    addEventListener('beforeprint', () => {
      for (const id of this.#stale) this.#refresh(id)
    })
  }

  /** Shows these charts from now on; `all` where also drawings that no one has seen yet no longer hold. */
  use(charts: Charts, all: boolean): void {
    this.#charts = charts
    for (const id of all ? this.#plots.keys() : this.#live.keys()) this.#stale.add(id)
    for (const id of this.#inView) this.#refresh(id)
  }

  /** The chart that a figure shows on this screen. */
  chartOf(figure: HTMLElement): Chart | undefined {
    return this.#charts.get(this.#shownIn(figure))?.()
  }

  svgOf(figure: HTMLElement): SVGSVGElement | null {
    return this.#plots.get(this.#shownIn(figure))?.querySelector('svg') ?? null
  }

  #shownIn(figure: HTMLElement): string {
    const plots = [...figure.querySelectorAll<HTMLElement>('[data-chart]')]
    return plots.find((plot) => plot.offsetParent !== null)?.dataset.chart ?? ''
  }

  #seen(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting } of entries) {
      const id = (target as HTMLElement).dataset.chart ?? ''
      if (!isIntersecting) this.#inView.delete(id)
      else {
        this.#inView.add(id)
        if (this.#stale.has(id) || !this.#live.has(id)) this.#refresh(id)
      }
    }
  }

  #refresh(id: string): void {
    const plot = this.#plots.get(id)
    const spec = this.#specOf(id)
    if (plot === undefined || spec === undefined) return
    this.#stale.delete(id)
    const chart = this.#charts.get(id)?.()
    const empty = chart === undefined || !hasMarks(chart)
    plot.classList.toggle('empty', empty)
    plot.dataset.empty = this.#words.t.filters.none
    if (empty) return
    const alive = this.#live.get(id) ?? new LiveChart(plot, chart, spec, this.#tooltip)
    this.#live.set(id, alive)
    plot.setAttribute('aria-label', this.#words.t.menu.walk)
    void alive.update(chart)
  }

  #specOf(id: string): Spec | undefined {
    return this.#data.specs[this.#data.specOf[id] ?? -1]
  }
}
