import * as vega from 'vega'
import type { Analysis } from '../../analysis/analysis.ts'
import { allCharts, hasMarks } from '../charts/all.ts'
import type { Chart } from '../charts/chart.ts'
import { leadingConcepts, rowsOf } from '../charts/groups.ts'
import { mostVaried } from '../charts/map.ts'
import { applyFilter, conditionalGraphs } from '../filter/apply.ts'
import { isFiltered } from '../filter/filter.ts'
import { count } from '../numbers.ts'
import { renderTable } from '../table.ts'
import { measureTextItem } from '../text_width.ts'
import { chartTitles, UNFILTERED } from '../titles.ts'
import { wordsOf } from '../words.ts'
import { readData } from './data.ts'
import { choice, element } from './dom.ts'
import { FilterBar } from './filters.ts'
import { LiveChart } from './live.ts'
import { saveMenu } from './save.ts'
import { readState, type State, writeState } from './state.ts'
import { Tooltip } from './tooltip.ts'
import { TripletTable } from './triplets.ts'

/** Brings the page to life: charts as they come into view, the filter bar, menus, the triplet table. */
function start(): void {
  ;(vega as unknown as { textMetrics: { width: unknown } }).textMetrics.width = measureTextItem
  const data = readData()
  const words = wordsOf(data.lang)
  const tooltip = new Tooltip()
  const live = new Map<string, LiveChart>()
  const stale = new Set<string>()
  const inView = new Set<string>()
  let state: State = readState(data.analysis.cube)
  let analysis: Analysis = data.analysis
  let charts = chartsOf()

  function chartsOf(): ReadonlyMap<string, () => Chart> {
    const made = new Map<string, Chart>()
    const choices = { mapConcept: state.mapConcept ?? mostVaried(data.analysis) }
    const makers = allCharts(analysis, data.world, words, choices)
    return new Map(
      [...makers].map(([id, make]) => [
        id,
        () => {
          const chart = made.get(id) ?? make()
          made.set(id, chart)
          return chart
        },
      ]),
    )
  }

  const plots = new Map(
    [...document.querySelectorAll<HTMLElement>('[data-chart]')].map((plot) => [plot.dataset.chart ?? '', plot]),
  )

  function refresh(id: string): void {
    const plot = plots.get(id)
    const spec = data.specs[data.specOf[id] ?? -1]
    if (plot === undefined || spec === undefined) return
    stale.delete(id)
    const chart = charts.get(id)?.()
    const empty = chart === undefined || !hasMarks(chart)
    plot.classList.toggle('empty', empty)
    plot.dataset.empty = words.t.filters.none
    if (empty) return
    const alive = live.get(id) ?? new LiveChart(plot, chart, spec, tooltip)
    live.set(id, alive)
    plot.setAttribute('aria-label', words.t.menu.walk)
    void alive.update(chart)
  }

  const observer = new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) {
        const id = (target as HTMLElement).dataset.chart ?? ''
        if (!isIntersecting) inView.delete(id)
        else {
          inView.add(id)
          if (stale.has(id) || !live.has(id)) refresh(id)
        }
      }
    },
    { rootMargin: '160px' },
  )

  const bar = new FilterBar(document.getElementById('filters') as HTMLElement, data.analysis, words, (filter) =>
    change({ ...state, filter }),
  )
  const tripletSection = document.getElementById('triplets')
  const triplets = tripletSection?.querySelector('tbody') ? new TripletTable(tripletSection, words) : null

  function change(next: State): void {
    state = next
    writeState(state)
    show()
  }

  /** Recounts, and redraws what is in view; the rest follows when it comes into view. */
  function show(): void {
    analysis = applyFilter(data.analysis, state.filter)
    charts = chartsOf()
    bar.show(state.filter)
    showTriplets()
    for (const id of live.keys()) stale.add(id)
    if (isFiltered(state.filter)) for (const id of plots.keys()) stale.add(id)
    for (const id of inView) refresh(id)
    showTitles()
    for (const details of document.querySelectorAll<HTMLDetailsElement>('details.numbers[open]')) showTable(details)
  }

  let tripletsInView = false
  function showTriplets(): void {
    if (tripletsInView) triplets?.show(analysis.triplets)
  }
  if (tripletSection !== null) {
    const watch = ([entry]: readonly IntersectionObserverEntry[]) => {
      tripletsInView = entry?.isIntersecting ?? false
      showTriplets()
    }
    new IntersectionObserver(watch, { rootMargin: '160px' }).observe(tripletSection)
  }

  function showTitles(): void {
    const titles = chartTitles(analysis, words, state.mapConcept ?? mostVaried(data.analysis))
    const filtered = isFiltered(state.filter)
    for (const figure of document.querySelectorAll<HTMLElement>('figure.chart')) {
      const title = titles.get(figure.id)
      const heading = figure.querySelector('h3')
      if (title !== undefined && heading !== null) heading.textContent = title
      const graph = figure.id === 'categories' || figure.id === 'attributes' ? figure.id : null
      const fixed = UNFILTERED.has(figure.id) || (graph && conditionalGraphs(data.analysis, state.filter) === undefined)
      const subtitle = figure.querySelector('.sub')
      if (graph !== null && subtitle !== null) {
        subtitle.textContent = words.t.correlation.of(count(analysis.correlation[graph].persons))
      }
      figure.querySelector('.unfiltered')?.remove()
      if (filtered && fixed)
        figure.querySelector('figcaption')?.append(element('p', { class: 'unfiltered' }, words.t.filters.unfiltered))
    }
  }

  function showTable(details: HTMLDetailsElement): void {
    const id = details.closest('figure')?.id ?? ''
    const chart = charts.get(`${id}-wide`)?.()
    const old = details.querySelector('.scroll')
    if (chart === undefined || old === null) return
    old.outerHTML = renderTable(chart.table).markup
  }

  for (const figure of document.querySelectorAll<HTMLElement>('figure.chart')) {
    const shownId = () =>
      [...figure.querySelectorAll<HTMLElement>('[data-chart]')].find((plot) => plot.offsetParent !== null)?.dataset
        .chart ?? ''
    const chartOf = () => charts.get(shownId())?.()
    const svgOf = () => plots.get(shownId())?.querySelector('svg') ?? null
    figure.querySelector('figcaption')?.before(saveMenu(words, chartOf, svgOf))
    const details = figure.querySelector<HTMLDetailsElement>('details.numbers')
    details?.addEventListener('toggle', () => details.open && showTable(details))
  }
  document.addEventListener('click', ({ target }) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')) {
      if (!menu.contains(target as Node)) menu.open = false
    }
  })

  const map = document.getElementById('map')
  const shown = state.mapConcept ?? mostVaried(data.analysis)
  if (map !== null && shown !== null) {
    const options = leadingConcepts(rowsOf(data.analysis, 'country'), 30).map(
      (concept) => [concept, words.capital(words.concept(concept))] as const,
    )
    const field = choice(words.t.countries.choose, null, options, shown, (mapConcept) =>
      change({ ...state, mapConcept }),
    )
    map.querySelector('figcaption')?.after(field)
  }

  for (const input of document.querySelectorAll<HTMLInputElement>('input[name="reading"]')) {
    if (input.value === state.reading) input.checked = true
    input.addEventListener('change', () => change({ ...state, reading: input.value }))
  }
  addEventListener('hashchange', () => {
    // a plain anchor is a place in the page: what is set stays set
    if (!location.hash.includes('=')) return
    const next = readState(data.analysis.cube)
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    show()
  })
  addEventListener('beforeprint', () => {
    for (const id of stale) refresh(id)
  })
  for (const plot of plots.values()) observer.observe(plot)
  show()
  document.documentElement.dataset.live = 'yes'
  document.documentElement.dataset.liveAfter = String(Math.round(performance.now()))
}

start()
