import type { Analysis } from '../analysis/analysis.ts'
import type { Words } from './words.ts'

/** Charts that no filter changes. */
export const UNFILTERED: ReadonlySet<string> = new Set(['corrections', 'comparison'])

/** Titles that say what a chart found, by the chart's id; the others are fixed. */
export function chartTitles(analysis: Analysis, words: Words, mapConcept: string | null): ReadonlyMap<string, string> {
  const { t } = words
  const titles = new Map<string, string>()
  for (const graph of ['categories', 'attributes'] as const) {
    const [first] = [...analysis.correlation[graph].edges].sort((a, b) => b.phi - a.phi)
    if (first === undefined) continue
    titles.set(graph, t.correlation[`${graph}Title`](words.concept(first.a), words.concept(first.b)))
  }
  if (mapConcept !== null) titles.set('map', t.countries.mapTitle(words.concept(mapConcept)))
  return titles
}
