import * as vega from 'vega'
import type { Analysis } from '../../analysis/analysis.ts'
import { allCharts } from '../charts/all.ts'
import type { Chart } from '../charts/chart.ts'
import { leadingConcepts, rowsOf } from '../charts/groups.ts'
import { mostVaried } from '../charts/map.ts'
import { applyFilter } from '../filter/apply.ts'
import { isFiltered } from '../filter/filter.ts'
import { renderTable } from '../table.ts'
import { measureTextItem } from '../text-width.ts'
import { wordsOf } from '../words.ts'
import { showCaptions } from './captions.ts'
import { type PageData, readData } from './data.ts'
import { choice } from './dom.ts'
import { type Charts, Figures } from './figures.ts'
import { FilterBar } from './filters.ts'
import { saveMenu } from './save.ts'
import { readState, type State, writeState } from './state.ts'
import { TripletTable } from './triplets.ts'

/** Brings the page to life: what a reader sets is one state, and everything follows from it. */
function start(data: PageData): void {
  const words = wordsOf(data.lang)
  const figures = new Figures(data, words)
  const triplets = TripletTable.find(words)
  const bar = new FilterBar(document.getElementById('filters') as HTMLElement, data.analysis, words, (filter) =>
    change({ ...state, filter }),
  )
  let state = stateOf()
  let charts: Charts = new Map()

  function stateOf(): State {
    const found = readState(data.analysis.cube)
    return { ...found, mapConcept: found.mapConcept ?? mostVaried(data.analysis) }
  }

  function change(next: State): void {
    state = next
    writeState(state, mostVaried(data.analysis))
    show()
  }

  /** Recounts, and redraws what is in view; the rest follows when it comes into view. */
  function show(): void {
    const analysis = applyFilter(data.analysis, state.filter)
    charts = once(allCharts(analysis, data.world, words, { mapConcept: state.mapConcept }))
    bar.show(state.filter)
    triplets?.show(() => analysis.triplets)
    figures.use(charts, isFiltered(state.filter) || state.mapConcept !== mostVaried(data.analysis))
    showCaptions(data.analysis, analysis, state, words)
    for (const details of document.querySelectorAll<HTMLDetailsElement>('details.numbers[open]')) showTable(details)
  }

  function showTable(details: HTMLDetailsElement): void {
    const chart = charts.get(`${details.closest('figure')?.id}-wide`)?.()
    const old = details.querySelector('.scroll')
    if (chart !== undefined && old !== null) old.outerHTML = renderTable(chart.table).markup
  }

  for (const figure of document.querySelectorAll<HTMLElement>('figure.chart')) {
    const menu = saveMenu(
      words,
      () => figures.chartOf(figure),
      () => figures.svgOf(figure),
    )
    figure.querySelector('figcaption')?.before(menu)
    const details = figure.querySelector<HTMLDetailsElement>('details.numbers')
    details?.addEventListener('toggle', () => details.open && showTable(details))
  }
  addMapChoice(
    data.analysis,
    words.t.countries.choose,
    state.mapConcept,
    (concept) => words.capital(words.concept(concept)),
    (mapConcept) => change({ ...state, mapConcept }),
  )
  for (const input of document.querySelectorAll<HTMLInputElement>('input[name="reading"]')) {
    if (input.value === state.reading) input.checked = true
    input.addEventListener('change', () => change({ ...state, reading: input.value }))
  }
  document.addEventListener('click', ({ target }) => {
    for (const menu of document.querySelectorAll<HTMLDetailsElement>('details.menu[open]')) {
      if (!menu.contains(target as Node)) menu.open = false
    }
  })
  addEventListener('hashchange', () => {
    // a plain anchor is a place in the page: what is set stays set
    if (!location.hash.includes('=')) return
    const next = stateOf()
    if (JSON.stringify(next) === JSON.stringify(state)) return
    state = next
    show()
  })
  show()
  document.documentElement.dataset.live = 'yes'
  document.documentElement.dataset.liveAfter = String(Math.round(performance.now()))
}

/** Each chart is made once, when it is first asked for. */
function once(makers: Charts): Charts {
  const made = new Map<string, Chart>()
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

/** Which garment the map shows. */
function addMapChoice(
  analysis: Analysis,
  label: string,
  shown: string | null,
  nameOf: (concept: string) => string,
  onChange: (concept: string) => void,
): void {
  const caption = document.querySelector('#map figcaption')
  if (caption === null || shown === null) return
  const options = leadingConcepts(rowsOf(analysis, 'country'), 30).map((concept) => [concept, nameOf(concept)] as const)
  caption.after(choice(label, null, options, shown, onChange))
}

const { textMetrics } = vega as unknown as { textMetrics: { width: typeof measureTextItem } }
textMetrics.width = measureTextItem
start(readData())
