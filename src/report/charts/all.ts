import type { Analysis } from '../../analysis/analysis.ts'
import type { Words } from '../words.ts'
import type { Chart } from './chart.ts'
import { comparisonChart, correctionChart } from './corrections.ts'
import { graphChart } from './graph.ts'
import { ageChart, countryChart, distinctiveChart } from './groups.ts'
import { heatmapChart, READINGS } from './heatmap.ts'
import { mapChart } from './map.ts'
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
  const { t } = words
  const charts = new Map<string, () => Chart>()
  for (const shape of ['wide', 'tall'] as const) {
    const add = (id: string, make: () => Chart) => charts.set(`${id}-${shape}`, make)
    for (const reading of READINGS) {
      add(`popularity-${reading}`, () => heatmapChart(analysis.popularity, words, reading, shape))
    }
    for (const graph of ['categories', 'attributes'] as const) {
      add(graph, () => graphChart(graph, analysis.correlation[graph], t.correlation[graph], words, shape))
    }
    const { mapConcept } = choices
    if (mapConcept) add('map', () => mapChart(analysis, mapConcept, world, words, shape))
    add('country-ranks', () => countryChart(analysis, words, shape))
    for (const dimension of ['occasion', 'country'] as const) {
      add(`distinctive-${dimension}`, () => distinctiveChart(analysis, dimension, words, shape))
    }
    add('season-cycles', () => seasonChart(analysis, words, shape))
    add('ages', () => ageChart(analysis, words, shape))
    add('months', () => monthChart(analysis, words, shape))
    add('corrections', () => correctionChart(analysis, words, shape))
    const { comparison } = analysis
    if (comparison !== null) add('comparison', () => comparisonChart(comparison, words, shape))
  }
  return charts
}

/** What is drawn even where there is nothing to say. */
const furniture = new Set(['letters', 'boxes', 'legend', 'grid'])

/** Does the chart show anything? */
export function hasMarks({ data }: Chart): boolean {
  return Object.entries(data).some(([name, rows]) => !furniture.has(name) && rows.length > 0)
}
