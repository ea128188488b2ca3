import type { Graph } from '../../analysis/analysis.ts'
import { type Category, GROUPS, groupOf, isCategory } from '../../vocabulary/vocabulary.ts'
import { layoutGraph } from '../layout/force.ts'
import { placeLabels } from '../layout/labels.ts'
import { count, measure, times } from '../numbers.ts'
import type { Table } from '../table.ts'
import { textWidth } from '../text-width.ts'
import { colour, groupColour, onGroupColour } from '../theme.ts'
import type { Words } from '../words.ts'
import { as, canvasSpec, place, type Size } from './canvas.ts'
import type { Chart, Row } from './chart.ts'

const sizes = { wide: { width: 760, height: 540 }, tall: { width: 364, height: 520 } } as const
const LABEL = 11.5
/** More names than this cannot be told apart on the page; the table has them all. */
const MOST_NODES = { wide: 30, tall: 16 } as const

/** Who is worn with whom: discs by number of wearers, lines by phi. */
export function graphChart(id: string, graph: Graph, title: string, words: Words, shape: 'wide' | 'tall'): Chart {
  const size = sizes[shape]
  const { nodes, edges } = drawnPart(graph, shape)
  const placed = placedOnce(graph, `${words.lang} ${shape}`, () => placedRows(nodes, edges, size, words))
  const label = (align: string) => ({
    data: { name: 'nodes' },
    transform: [{ filter: { field: 'align', equal: align } }],
    mark: { type: 'text', align, baseline: 'middle', aria: false, fontSize: LABEL },
    encoding: { ...place('label_x', 'label_y'), text: { field: 'name', type: 'nominal' }, fill: as('label_ink') },
  })
  const halo = (align: string) => {
    const layer = label(align)
    const mark = { ...layer.mark, stroke: colour('paper'), strokeWidth: 3.5, strokeJoin: 'round', strokeOpacity: 0.85 }
    return { ...layer, transform: [...layer.transform, { filter: { field: 'inside', equal: false } }], mark }
  }
  return {
    id: `${id}-${shape}`,
    size,
    spec: canvasSpec(size, title, [
      {
        data: { name: 'edges' },
        mark: { type: 'rule', aria: false, strokeCap: 'round', stroke: colour('soft') },
        encoding: {
          ...place('x', 'y', 'x2', 'y2'),
          strokeWidth: as('width', 'quantitative'),
          strokeOpacity: as('opacity', 'quantitative'),
        },
      },
      {
        data: { name: 'nodes' },
        mark: {
          type: 'point',
          shape: 'circle',
          filled: true,
          opacity: 1,
          aria: false,
          stroke: colour('paper'),
          strokeWidth: 1.5,
        },
        encoding: { ...place('x', 'y'), size: as('area', 'quantitative'), fill: as('fill') },
      },
      halo('left'),
      halo('right'),
      halo('center'),
      label('left'),
      label('right'),
      label('center'),
    ]),
    data: placed,
    table: graphTable(graph, title, words),
    tip: (row) => graphTip(row, words),
  }
}

const placements = new WeakMap<Graph, Map<string, ReturnType<typeof placedRows>>>()

/** A layout takes 50 ms: a graph that a filter leaves as it is keeps the one it has. */
function placedOnce(graph: Graph, key: string, make: () => ReturnType<typeof placedRows>) {
  const known = placements.get(graph) ?? new Map<string, ReturnType<typeof placedRows>>()
  placements.set(graph, known)
  const placed = known.get(key) ?? make()
  known.set(key, placed)
  return placed
}

/** Bonds between the same two categories beyond this say nothing new. */
const MOST_ALIKE = 3
const MOST_EDGES = { wide: 48, tall: 22 } as const

/** The strongest edges, not too many between the same categories, and their nodes. */
function drawnPart(graph: Graph, shape: 'wide' | 'tall'): Graph {
  const kept = new Set<string>()
  const alike = new Map<string, number>()
  const edges = [...graph.edges]
    .sort((a, b) => b.phi - a.phi)
    .filter(({ a, b }) => {
      const pair = [a, b]
        .map((concept) => concept.split(':')[0])
        .sort()
        .join()
      const added = [a, b].filter((concept) => !kept.has(concept))
      const before = alike.get(pair) ?? 0
      if (before >= MOST_ALIKE || kept.size + added.length > MOST_NODES[shape]) return false
      alike.set(pair, before + 1)
      for (const concept of added) kept.add(concept)
      return true
    })
    .slice(0, MOST_EDGES[shape])
  const linked = new Set(edges.flatMap(({ a, b }) => [a, b]))
  return { ...graph, nodes: graph.nodes.filter(({ concept }) => linked.has(concept)), edges }
}

function placedRows(nodes: Graph['nodes'], edges: Graph['edges'], size: Size, words: Words) {
  const largest = Math.max(1, ...nodes.map(({ count: n }) => n))
  const strongest = Math.max(0.01, ...edges.map(({ phi }) => phi))
  const reach = Math.min(size.width, size.height) * (nodes.length > 24 ? 0.048 : 0.07)
  const names = new Map(nodes.map(({ concept }) => [concept, words.concept(concept)]))
  const knots = nodes.map(({ concept, count: n }) => ({
    id: concept,
    r: Math.max(3.5, reach * Math.sqrt(n / largest)),
    labelWidth: textWidth(names.get(concept) ?? '', LABEL),
  }))
  const bonds = edges.map(({ a, b, phi }) => ({ a, b, strength: phi / strongest }))
  const at = layoutGraph(knots, bonds, size.width, size.height)
  const where = (concept: string) => at.get(concept) ?? { x: 0, y: 0 }
  const discs = knots.map(({ id, r, labelWidth }) => ({ ...where(id), r, labelWidth, labelHeight: LABEL + 2 }))
  const labels = placeLabels(discs, size.width, size.height)
  return {
    edges: edges.map(({ a, b, phi, count: n }): Row => {
      const [from, to] = [where(a), where(b)]
      const share = phi / strongest
      return {
        a: names.get(a) ?? a,
        b: names.get(b) ?? b,
        phi,
        count: n,
        x: from.x,
        y: from.y,
        x2: to.x,
        y2: to.y,
        width: 0.7 + 6 * share,
        opacity: 0.2 + 0.4 * share,
      }
    }),
    nodes: nodes.map(({ concept, count: n }, i): Row => {
      const disc = discs[i]!
      const label = labels[i]!
      const inside = label.align === 'center' && label.y === disc.y
      return {
        name: names.get(concept) ?? concept,
        count: n,
        x: disc.x,
        y: disc.y,
        area: Math.PI * disc.r ** 2,
        fill: fillOf(concept),
        label_x: label.x,
        label_y: label.y,
        align: label.align,
        inside,
        label_ink: inside ? inkOn(concept) : colour('ink'),
      }
    }),
  }
}

function fillOf(concept: string): string {
  const category = concept.split(':')[0] as string
  return isCategory(category) ? groupColour(groupOf(category as Category)) : colour('soft')
}

function inkOn(concept: string): string {
  const category = concept.split(':')[0] as string
  return isCategory(category) ? onGroupColour(groupOf(category as Category)) : colour('paper')
}

/** Groups of garments and their colours, for a key above the graph. */
export function graphKey(words: Words): { label: string; fill: string }[] {
  return GROUPS.map((group) => ({ label: words.t.groups[group], fill: groupColour(group) }))
}

function graphTable(graph: Graph, caption: string, words: Words): Table {
  const { table } = words.t.correlation
  return {
    caption,
    columns: [
      { label: table.a },
      { label: table.b },
      { label: table.count, numeric: true },
      { label: table.phi, numeric: true },
      { label: table.npmi, numeric: true },
      { label: table.lift, numeric: true },
    ],
    rows: [...graph.edges]
      .sort((x, y) => y.phi - x.phi)
      .map(({ a, b, count: n, phi, npmi, lift }) => [
        words.capital(words.concept(a)),
        words.capital(words.concept(b)),
        { text: count(n), value: n },
        { text: measure(phi), value: phi },
        { text: measure(npmi), value: npmi },
        { text: times(lift), value: lift },
      ]),
  }
}

function graphTip(row: Row, words: Words): string[] {
  const { correlation, and } = words.t
  const people = correlation.people(count(row.count as number))
  if (row.a === undefined) return [words.capital(String(row.name)), people]
  return [
    `${words.capital(String(row.a))} ${and} ${row.b}`,
    people,
    `${correlation.table.phi} ${measure(row.phi as number)}`,
  ]
}
