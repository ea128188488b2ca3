import type { Analysis } from '../../analysis/analysis.ts'
import type { Words } from '../words.ts'
import type { Chart } from './chart.ts'
import { graphChart } from './graph.ts'
import { heatmapChart, READINGS } from './heatmap.ts'

/** Every chart of the page, wide and tall, in reading order. The browser calls it again for each filter. */
export function allCharts(analysis: Analysis, words: Words): Chart[] {
  const { popularity, correlation } = analysis
  const { t } = words
  return (['wide', 'tall'] as const).flatMap((shape) => [
    ...READINGS.map((reading) => heatmapChart(popularity, words, reading, shape)),
    graphChart('categories', correlation.categories, t.correlation.categories, words, shape),
    graphChart('attributes', correlation.attributes, t.correlation.attributes, words, shape),
  ])
}
