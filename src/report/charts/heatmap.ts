import type { Popularity, PopularityCell } from '../../analysis/analysis.ts'
import { count, interval, percent, times } from '../numbers.ts'
import type { Table, TableCell } from '../table.ts'
import { colour, scale } from '../theme.ts'
import type { Words } from '../words.ts'
import { as, canvasSpec, place } from './canvas.ts'
import type { Chart, Row } from './chart.ts'
import { type HeatmapLayout, heatmapLayout, type Shape } from './heatmap-layout.ts'
import { letter, letterLayers, UPRIGHT } from './lettering.ts'

export const READINGS = ['lift', 'context', 'concept'] as const
export type Reading = (typeof READINGS)[number]

/** Lower ends of the classes but the first; fixed, so that two reports can be laid side by side. */
const steps: { readonly [reading in Reading]: readonly number[] } = {
  lift: [0.5, 0.8, 1.25, 2, 3, 5],
  context: [0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.45],
  concept: [0.01, 0.02, 0.04, 0.08, 0.12, 0.2, 0.35],
}

const HATCH = 'url(#hatch)'

/**
 * Popularity of concepts by gender and occasion. Classed colours, because people read classes off a heatmap and not
 * shades; suppressed cells are hatched.
 */
export function heatmapChart(popularity: Popularity, words: Words, reading: Reading, shape: Shape): Chart {
  const layout = heatmapLayout(popularity, words, shape)
  const slanted = { align: 'left' as const, angle: shape === 'wide' ? -45 : -60, bold: shape === 'wide' }
  const upward = { align: 'right' as const, angle: -90, bold: false }
  const rect = { type: 'rect', aria: false, strokeWidth: 1, stroke: colour('paper') }
  return {
    id: `popularity-${reading}-${shape}`,
    size: layout.size,
    spec: canvasSpec(layout.size, words.t.popularity.titles[reading], [
      {
        data: { name: 'cells' },
        mark: rect,
        encoding: { ...place('x', 'y', 'x2', 'y2'), fill: as('fill') },
      },
      {
        data: { name: 'boxes' },
        mark: { type: 'rect', aria: false },
        encoding: { ...place('x', 'y', 'x2', 'y2'), fill: as('fill') },
      },
      ...letterLayers([...UPRIGHT, slanted, ...(shape === 'wide' ? [upward] : [])]),
    ]),
    data: {
      cells: cellRows(popularity, words, reading, layout),
      boxes: [...layout.bars, ...legendBoxes(reading, layout)],
      letters: [...layout.letters, ...legendLetters(reading, layout, words)],
    },
    table: heatmapTable(popularity, words, reading),
    tip: (row) => heatmapTip(row, words),
  }
}

function readingOf(cell: PopularityCell, reading: Reading): number | null {
  if (reading === 'lift') return cell.lift
  return reading === 'context' ? cell.p_context_given_concept : cell.p_concept_given_context
}

function cellRows(popularity: Popularity, words: Words, reading: Reading, layout: HeatmapLayout): Row[] {
  return popularity.cells.map((cell) => {
    const { x, y } = layout.at(cell.gender, cell.occasion, cell.concept)
    return {
      gender: words.t.genderTitle[cell.gender],
      occasion: words.name(cell.occasion),
      concept: words.concept(cell.concept),
      x,
      y,
      x2: x + layout.cell.width,
      y2: y + layout.cell.height,
      fill: fillOf(cell, reading),
      count: cell.count,
      lift: cell.lift,
      low: cell.low,
      high: cell.high,
      context: cell.p_context_given_concept,
      within: cell.p_concept_given_context,
    }
  })
}

function fillOf(cell: PopularityCell, reading: Reading): string {
  const value = readingOf(cell, reading)
  if (cell.suppressed || value === null) return HATCH
  return scale(reading === 'lift' ? 'lift' : 'seq')[steps[reading].filter((step) => value >= step).length] as string
}

const SWATCH = 32

function legendBoxes(reading: Reading, { legend }: HeatmapLayout): Row[] {
  const ramp = scale(reading === 'lift' ? 'lift' : 'seq').slice(0, steps[reading].length + 1)
  const boxes = [...ramp, HATCH].map((fill, i) => ({ fill, at: legend.x + i * SWATCH + (fill === HATCH ? 18 : 0) }))
  return boxes.map(({ fill, at }) => ({ fill, x: at, x2: at + SWATCH, y: legend.y, y2: legend.y + 9 }))
}

function legendLetters(reading: Reading, { legend }: HeatmapLayout, words: Words): Row[] {
  const base = { size: 10, y: legend.y + 18 }
  const end = legend.x + (steps[reading].length + 1) * SWATCH
  const form = (step: number) => (reading === 'lift' ? `${step}×` : `${Math.round(step * 100)}`)
  return [
    ...steps[reading].map((step, i) =>
      letter({ ...base, text: form(step), x: legend.x + (i + 1) * SWATCH, align: 'center' }),
    ),
    ...(reading === 'lift' ? [] : [letter({ ...base, text: '%', x: legend.x })]),
    letter({ ...base, text: words.t.popularity.hidden, x: end + 18 }),
  ]
}

function heatmapTable(popularity: Popularity, words: Words, reading: Reading): Table {
  const { t } = words
  const cells = new Map(popularity.cells.map((cell) => [`${cell.gender} ${cell.occasion} ${cell.concept}`, cell]))
  const form = reading === 'lift' ? times : percent
  const contexts = popularity.genders.flatMap((gender) =>
    popularity.occasions.map((occasion) => ({ gender, occasion })),
  )
  return {
    caption: t.popularity.titles[reading],
    columns: [
      { label: t.garment },
      ...contexts.map(({ gender, occasion }) => ({
        label: `${t.genderTitle[gender]}, ${words.name(occasion)}`,
        numeric: true,
      })),
    ],
    rows: popularity.concepts.map((concept) => [
      words.capital(words.concept(concept)),
      ...contexts.map(({ gender, occasion }): TableCell => {
        const cell = cells.get(`${gender} ${occasion} ${concept}`)
        const value = cell === undefined ? null : readingOf(cell, reading)
        return { text: form(value), value }
      }),
    ]),
  }
}

function heatmapTip(row: Row, words: Words): string[] {
  const { t } = words
  const title = words.capital(String(row.concept))
  const where = `${row.gender}, ${row.occasion}`
  if (row.count === null) return [title, where, t.popularity.hidden]
  return [
    title,
    where,
    t.popularity.of(count(row.count as number)),
    `${t.popularity.readings.lift}: ${times(row.lift as number)} (${interval(row.low as number | null, row.high as number | null, times)})`,
    `${t.popularity.readings.context}: ${percent(row.context as number)}`,
    `${t.popularity.readings.concept}: ${percent(row.within as number)}`,
  ]
}
