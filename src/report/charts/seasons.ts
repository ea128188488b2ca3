import type { Analysis, GroupShares } from '../../analysis/analysis.ts'
import { count, interval, percent } from '../numbers.ts'
import { colour } from '../theme.ts'
import type { Words } from '../words.ts'
import { as, canvasSpec, place } from './canvas.ts'
import type { Chart, Row } from './chart.ts'
import { groupTable, leadingConcepts, overallShare, rowsOf } from './groups.ts'
import { letter, letterLayers } from './lettering.ts'

type GroupRow = GroupShares['rows'][number]

/** The year as a clock: winter at the top, then clockwise. */
const cycles = [
  ['winter', 'spring', 'summer', 'autumn'],
  ['q1', 'q2', 'q3', 'q4'],
  ['wet', 'dry'],
] as const

const shapes = {
  wide: { columns: 4, radius: 74, width: 280, height: 240 },
  tall: { columns: 2, radius: 40, width: 182, height: 172 },
} as const

/** Seasons as a cycle: one rosette a garment, a petal's area is the season's share, the ring is the whole year's. */
export function seasonChart(analysis: Analysis, words: Words, shape: 'wide' | 'tall'): Chart {
  const rows = rowsOf(analysis, 'season').filter(({ value }) => value !== 'unknown')
  const panel = shapes[shape]
  const { columns } = panel
  const concepts = leadingConcepts(rows, 8)
  const size = {
    width: columns * panel.width,
    height: Math.max(1, Math.ceil(concepts.length / columns)) * panel.height,
  }
  const rosettes = concepts.map((concept, i) => {
    const centre = {
      x: (i % columns) * panel.width + panel.width / 2,
      y: Math.floor(i / columns) * panel.height + panel.height / 2 + 12,
      radius: panel.radius,
    }
    return rosette(rows, concept, centre, words)
  })
  return {
    id: `season-cycles-${shape}`,
    size,
    spec: canvasSpec(size, words.t.seasons.title, [
      {
        data: { name: 'petals' },
        mark: {
          type: 'point',
          filled: true,
          opacity: 1,
          size: 4,
          aria: false,
          stroke: colour('paper'),
          strokeWidth: 1,
        },
        encoding: { ...place('x', 'y'), shape: as('path'), fill: as('fill') },
      },
      {
        data: { name: 'rules' },
        mark: { type: 'rule', aria: false, strokeWidth: 1.5, stroke: colour('ink'), strokeOpacity: 0.7 },
        encoding: place('x', 'y', 'x2', 'y2'),
      },
      {
        data: { name: 'rings' },
        mark: {
          type: 'point',
          shape: 'circle',
          filled: false,
          opacity: 1,
          aria: false,
          strokeWidth: 1,
          strokeDash: [3, 2],
          stroke: colour('soft'),
        },
        encoding: { ...place('x', 'y'), size: as('area', 'quantitative') },
      },
      ...letterLayers(),
    ]),
    data: {
      petals: rosettes.flatMap(({ petals }) => petals),
      rules: rosettes.flatMap(({ rules }) => rules),
      rings: rosettes.flatMap(({ rings }) => rings),
      letters: rosettes.flatMap(({ letters }) => letters),
    },
    table: groupTable(rows, 'season', words),
    tip: (row) =>
      row.season === undefined ? [] : [String(row.season), `${row.concept}: ${row.share}`, String(row.note)],
  }
}

function rosette(
  all: readonly GroupRow[],
  concept: string,
  centre: { x: number; y: number; radius: number },
  words: Words,
) {
  const rows = all.filter((row) => row.concept === concept)
  const order =
    cycles.find((cycle) => rows.some(({ value }) => (cycle as readonly string[]).includes(value))) ?? cycles[0]
  const mean = overallShare(all, concept)
  const top = Math.max(1e-9, mean ?? 0, ...rows.map(({ share, high }) => high ?? share ?? 0))
  const radius = (share: number) => centre.radius * Math.sqrt(share / top)
  const strongest = Math.max(0, ...rows.map(({ share }) => share ?? 0))
  const title = words.capital(words.concept(concept))
  const petals: Row[] = []
  const rules: Row[] = []
  const letters: Row[] = [
    letter({
      text: title,
      x: centre.x,
      y: centre.y - centre.radius - 40,
      align: 'center',
      bold: true,
      size: 12.5,
      ink: 'ink',
    }),
  ]
  order.forEach((season, i) => {
    const row = rows.find(({ value }) => value === season)
    const middle = (i / order.length) * 2 * Math.PI
    const half = Math.PI / order.length
    const name = words.capital(words.name(season))
    const at = (r: number) => ({ x: centre.x + r * Math.sin(middle), y: centre.y - r * Math.cos(middle) })
    const outside = at(centre.radius + 12)
    const align = Math.abs(Math.sin(middle)) < 0.3 ? 'center' : Math.sin(middle) > 0 ? 'left' : 'right'
    const share = row?.share ?? null
    const label = { align, size: 10 } as const
    letters.push(
      letter({ ...label, text: name, x: outside.x - Math.sign(Math.round(Math.sin(middle))) * 6, y: outside.y - 5 }),
    )
    letters.push(
      letter({
        ...label,
        text: percent(share),
        x: outside.x - Math.sign(Math.round(Math.sin(middle))) * 6,
        y: outside.y + 7,
        bold: true,
        ink: 'ink',
      }),
    )
    if (row === undefined || share === null) return
    petals.push({
      x: centre.x,
      y: centre.y,
      path: wedge(radius(share), middle - half, middle + half),
      fill: colour(share === strongest ? 'seq-5' : 'seq-2'),
      season: name,
      concept: title,
      share: percent(share),
      note: `${words.t.interval} ${interval(row.low, row.high, percent)} · ${words.t.popularity.of(count(row.count))}`,
    })
    if (row.low === null || row.high === null) return
    const [inner, outer] = [at(radius(row.low)), at(radius(row.high))]
    rules.push({ x: inner.x, y: inner.y, x2: outer.x, y2: outer.y })
  })
  const rings = mean === null ? [] : [{ x: centre.x, y: centre.y, area: Math.PI * radius(mean) ** 2 }]
  return { petals, rules, rings, letters }
}

/** A slice of a disc about the origin as a path, angles clockwise from the top. */
function wedge(r: number, from: number, to: number): string {
  const point = (angle: number) => `${(r * Math.sin(angle)).toFixed(2)},${(-r * Math.cos(angle)).toFixed(2)}`
  return `M0,0L${point(from)}A${r.toFixed(2)},${r.toFixed(2)},0,${to - from > Math.PI ? 1 : 0},1,${point(to)}Z`
}
