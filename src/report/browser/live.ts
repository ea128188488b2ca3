import { parse, type Spec, View } from 'vega'
import { expressionInterpreter } from 'vega-interpreter'
import type { Chart, Row } from '../charts/chart.ts'
import type { Tooltip } from './tooltip.ts'

/** A mark one can point at: its row and where it is, in the chart's pixels. */
interface Target {
  readonly row: Row
  readonly x: number
  readonly y: number
}

/** A chart that came alive: the same spec and rows as the drawing it replaces, run by Vega's interpreter. */
export class LiveChart {
  readonly container: HTMLElement
  readonly #view: View
  readonly #tooltip: Tooltip
  #chart: Chart
  #shown: Chart['data'] | null = null
  #at = -1

  constructor(container: HTMLElement, chart: Chart, spec: Spec, tooltip: Tooltip) {
    this.container = container
    this.#chart = chart
    this.#tooltip = tooltip
    container.replaceChildren()
    this.#view = new View(parse(spec, undefined, { ast: true }), {
      expr: expressionInterpreter,
      renderer: 'svg',
      container,
      hover: false,
    })
    container.tabIndex = 0
    container.setAttribute('role', 'group')
    this.#view.addEventListener('mousemove', (event, item) => {
      const lines = this.#linesOf(item?.datum as Row | undefined)
      const pointer = event as unknown as MouseEvent
      if (lines.length > 0) tooltip.show(lines, pointer.clientX, pointer.clientY)
      else tooltip.hide()
    })
    container.addEventListener('mouseleave', () => tooltip.hide())
    container.addEventListener('blur', () => tooltip.hide())
    container.addEventListener('keydown', (event) => this.#walk(event))
  }

  /** Shows other rows of the same chart. */
  async update(chart: Chart): Promise<void> {
    if (this.#shown === chart.data) return
    this.#shown = chart.data
    this.#chart = chart
    this.#at = -1
    for (const [name, rows] of Object.entries(chart.data)) this.#view.data(name, rows as unknown as object[])
    this.#view.width(chart.size.width).height(chart.size.height)
    await this.#view.resize().runAsync()
    const svg = this.container.querySelector('svg')
    svg?.setAttribute('role', 'img')
    svg?.setAttribute('aria-label', chart.spec.description ?? '')
    svg?.setAttribute('viewBox', `0 0 ${chart.size.width} ${chart.size.height}`)
    for (const part of svg?.querySelectorAll('[role^="graphics"]') ?? []) part.removeAttribute('role')
    for (const part of svg?.querySelectorAll('[aria-roledescription]') ?? [])
      part.removeAttribute('aria-roledescription')
  }

  get svg(): SVGSVGElement | null {
    return this.container.querySelector('svg')
  }

  #linesOf(row: Row | undefined): readonly string[] {
    return row === undefined || row === null ? [] : (this.#chart.tip?.(row) ?? [])
  }

  /** Arrow keys go from mark to mark, Escape lets go. */
  #walk(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key]
    if (event.key === 'Escape') this.#tooltip.hide()
    if (step === undefined) return
    const targets = this.#targets()
    if (targets.length === 0) return
    event.preventDefault()
    this.#at = (Math.max(this.#at, step > 0 ? -1 : 0) + step + targets.length) % targets.length
    const target = targets[this.#at] as Target
    const box = this.svg?.getBoundingClientRect()
    if (box === undefined) return
    const scale = box.width / this.#chart.size.width
    const y = box.top + target.y * scale
    if (y < 80 || y > innerHeight - 80) scrollBy({ top: y - innerHeight / 2 })
    const now = this.svg?.getBoundingClientRect() ?? box
    this.#tooltip.show(this.#linesOf(target.row), now.left + target.x * scale, now.top + target.y * scale, true)
  }

  #targets(): Target[] {
    return Object.values(this.#chart.data)
      .flat()
      .filter((row) => typeof row.x === 'number' && typeof row.y === 'number' && this.#linesOf(row).length > 0)
      .map((row) => ({ row, x: Number(row.x), y: Number(row.y) }))
  }
}
