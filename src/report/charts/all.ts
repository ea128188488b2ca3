import type { Analysis } from '../../analysis/analysis.ts'
import type { Words } from '../words.ts'
import type { Chart } from './chart.ts'
import { comparisonChart, correctionChart } from './corrections.ts'
import { graphChart } from './graph.ts'
import { ageChart, countryChart, distinctiveChart } from './groups.ts'
import { heatmapChart, READINGS } from './heatmap.ts'
import { mapChart, mostVaried } from './map.ts'
import { monthChart } from './months.ts'
import { seasonChart } from './seasons.ts'
import type { World } from './world.ts'

/** What the charts leave open: which garment the map shows. */
export interface Choices {
  readonly mapConcept?: string | null
}

/**
 * Every chart of the page in reading order, by id, each made when it is asked for: the page draws all, the browser
 * only those in view and again for each filter.
 */
export function allCharts(
  analysis: Analysis,
  world: World,
  words: Words,
  choices: Choices = {},
): ReadonlyMap<string, () => Chart> {
  const { popularity, correlation, comparison } = analysis
  const { t } = words
  const charts = new Map<string, () => Chart>()
  for (const shape of ['wide', 'tall'] as const) {
    const add = (id: string, make: () => Chart) => charts.set(`${id}-${shape}`, make)
    for (const reading of READINGS) add(`popularity-${reading}`, () => heatmapChart(popularity, words, reading, shape))
    for (const graph of ['categories', 'attributes'] as const) {
      if (correlation[graph].edges.length === 0) continue
      add(graph, () => graphChart(graph, correlation[graph], t.correlation[graph], words, shape))
    }
    const concept = choices.mapConcept ?? mostVaried(analysis)
    if (concept !== null) add('map', () => mapChart(analysis, concept, world, words, shape))
    if (has(analysis, 'country')) add('countries', () => countryChart(analysis, words, shape))
    for (const dimension of ['occasion', 'country'] as const) {
      if (!analysis.distinctive.some((row) => row.dimension === dimension && row.low > 0)) continue
      add(`distinctive-${dimension}`, () => distinctiveChart(analysis, dimension, words, shape))
    }
    if (has(analysis, 'season')) add('seasons', () => seasonChart(analysis, words, shape))
    if (has(analysis, 'age')) add('ages', () => ageChart(analysis, words, shape))
    if (analysis.trends.length > 0) add('months', () => monthChart(analysis, words, shape))
    if (analysis.corrections.some(({ corrected }) => corrected !== null)) {
      add('corrections', () => correctionChart(analysis, words, shape))
    }
    if (comparison !== null) add('comparison', () => comparisonChart(comparison, words, shape))
  }
  return charts
}

function has(analysis: Analysis, dimension: 'country' | 'season' | 'age'): boolean {
  const group = analysis.groups.find((each) => each.dimension === dimension)
  return group?.rows.some(({ share, value }) => share !== null && value !== 'unknown') ?? false
}
