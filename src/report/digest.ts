import type { Analysis, Graph, Trend } from '../analysis/analysis.ts'
import { CATEGORIES } from '../vocabulary/vocabulary.ts'

/** What a page can show and people can read; `analysis.json` has the rest. */
const MOST = { concepts: 64, edges: 150, conditionalEdges: 60, alike: 8, trends: 6, triplets: 200 } as const

/** The part of an analysis that goes into a page: the leading concepts, bonds, trends and triplets. */
export function digest(analysis: Analysis): Analysis {
  const { correlation } = analysis
  return {
    ...analysis,
    popularity: leadingConcepts(analysis),
    correlation: {
      categories: strongest(correlation.categories, MOST.edges),
      attributes: strongest(correlation.attributes, MOST.edges),
      conditional: correlation.conditional.map((graphs) => ({
        ...graphs,
        categories: strongest(graphs.categories, MOST.conditionalEdges),
        attributes: strongest(graphs.attributes, MOST.conditionalEdges),
      })),
    },
    groups: analysis.groups.map((group) => ({
      ...group,
      rows: group.rows.filter(({ concept }) => !concept.includes(':')),
    })),
    trends: tellingTrends(analysis.trends),
    triplets: analysis.triplets.slice(0, MOST.triplets),
    quality: {
      ...analysis.quality,
      families: analysis.quality.families.filter(
        ({ mean_score, accuracy }) => mean_score !== null || accuracy !== null,
      ),
    },
  }
}

/** Columns of the heatmap: the most frequent, blocks by category in the vocabulary's order, largest first in each. */
function leadingConcepts({ popularity, settings }: Analysis): Analysis['popularity'] {
  const counts = new Map<string, number>()
  for (const { concept, count } of popularity.cells) counts.set(concept, (counts.get(concept) ?? 0) + (count ?? 0))
  const telling = popularity.concepts.filter((concept) => settings.paper || !/:(?:na|other)$/.test(concept))
  const byCount = (a: string, b: string) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0)
  const block = (concept: string) => {
    const at = (CATEGORIES as readonly string[]).indexOf(concept.split(':')[0] as string)
    return at < 0 ? CATEGORIES.length : at
  }
  const leading = [...telling]
    .sort(byCount)
    .slice(0, MOST.concepts)
    .filter((concept) => (counts.get(concept) ?? 0) > 0)
  const concepts = leading.sort(
    (a, b) => block(a) - block(b) || Number(a.includes(':')) - Number(b.includes(':')) || byCount(a, b),
  )
  const kept = new Set(concepts)
  return { ...popularity, concepts, cells: popularity.cells.filter(({ concept }) => kept.has(concept)) }
}

function strongest(graph: Graph, most: number): Graph {
  const alike = new Map<string, number>()
  const edges = [...graph.edges]
    .sort((a, b) => b.phi - a.phi)
    .filter(({ a, b }) => {
      const pair = [a, b]
        .map((concept) => concept.split(':')[0])
        .sort()
        .join()
      alike.set(pair, (alike.get(pair) ?? 0) + 1)
      return (alike.get(pair) ?? 0) <= MOST.alike
    })
    .slice(0, most)
  const linked = new Set(edges.flatMap(({ a, b }) => [a, b]))
  return { ...graph, edges, nodes: graph.nodes.filter(({ concept }) => linked.has(concept)) }
}

/** Months, those first in which something was found; the analysis marks the events of the weeks in them too. */
function tellingTrends(trends: readonly Trend[]): Trend[] {
  const total = ({ points }: Trend) => points.reduce((sum, { count }) => sum + (count ?? 0), 0)
  const found = ({ slope_q, cycle, events }: Trend) =>
    (slope_q !== null && slope_q < 0.05 ? 2 : 0) + (cycle === null ? 0 : 1) + (events.length > 0 ? 1 : 0)
  return trends
    .filter(({ unit, points }) => unit === 'month' && points.filter(({ share }) => share !== null).length > 2)
    .sort((a, b) => found(b) - found(a) || total(b) - total(a))
    .slice(0, MOST.trends)
}
