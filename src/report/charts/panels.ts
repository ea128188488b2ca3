import { textWidth } from '../text-width.ts'
import { colour } from '../theme.ts'
import { as, canvasSpec, place, type Size } from './canvas.ts'
import type { Chart, Row } from './chart.ts'
import { letter, letterLayers } from './lettering.ts'

export interface PanelRow {
  readonly label: string
  /** Null where suppressed: the label stays, the dot is a hatched stub. */
  readonly value: number | null
  readonly low: number | null
  readonly high: number | null
  /** A second, hollow dot: the value before a correction. */
  readonly before?: number | null
  /** What the tip adds. */
  readonly note?: string
}

export interface Panel {
  readonly title: string
  /** A thin line to compare with, e.g. the share over all countries. */
  readonly reference: number | null
  readonly rows: readonly PanelRow[]
}

export interface PanelOptions {
  readonly description: string
  readonly width: number
  readonly columns: number
  /** Where a value lies: shares from zero, ratios by their logarithm. */
  readonly scale: 'linear' | 'log'
  readonly form: (value: number) => string
  /** A colour role for the dots. */
  readonly ink?: string
}

const ROW = 18
const HEAD = 30
const GUTTER = 34
const VALUE = 42

/**
 * Small multiples of dots with their intervals, one row a group: each number beside its dot, so no axis is needed.
 * Every panel has its own scale; linear ones start at zero.
 */
export function panelChart(id: string, panels: readonly Panel[], options: PanelOptions, table: Chart['table']): Chart {
  const { columns } = options
  const width = (options.width - GUTTER * (columns - 1)) / columns
  const rowsPerLine = chunk(panels, columns).map((line) => Math.max(0, ...line.map(({ rows }) => rows.length)))
  const tops = rowsPerLine.map((_, i) => rowsPerLine.slice(0, i).reduce((sum, n) => sum + n * ROW + HEAD + 22, 0))
  const size = {
    width: options.width,
    height: Math.ceil((tops.at(-1) ?? 0) + HEAD + (rowsPerLine.at(-1) ?? 0) * ROW + 4),
  }
  const longest = Math.max(0, ...panels.flatMap(({ rows }) => rows.map(({ label }) => textWidth(label, 11))))
  const labelWidth = Math.min(longest + 10, width * 0.5)
  const placed = panels.map((panel, i) => {
    const origin = { x: (i % columns) * (width + GUTTER), y: tops[Math.floor(i / columns)] ?? 0 }
    return placePanel(panel, { ...origin, labelWidth, width }, options)
  })
  return {
    id,
    size,
    spec: panelSpec(size, options),
    data: {
      rules: placed.flatMap(({ rules }) => rules),
      dots: placed.flatMap(({ dots }) => dots),
      letters: placed.flatMap(({ letters }) => letters),
    },
    table,
    tip: panelTip,
  }
}

function panelSpec(size: Size, { description, ink = 'accent' }: PanelOptions) {
  const point = { type: 'point', shape: 'circle', opacity: 1, aria: false }
  return canvasSpec(size, description, [
    {
      data: { name: 'rules' },
      mark: { type: 'rule', aria: false, strokeCap: 'round' },
      encoding: {
        ...place('x', 'y', 'x2', 'y2'),
        stroke: as('ink'),
        strokeWidth: as('width', 'quantitative'),
        strokeOpacity: as('opacity', 'quantitative'),
      },
    },
    {
      data: { name: 'dots' },
      transform: [{ filter: { field: 'before', equal: true } }],
      mark: { ...point, size: 42, stroke: colour('soft'), strokeWidth: 1.5, fill: colour('paper') },
      encoding: place('x', 'y'),
    },
    {
      data: { name: 'dots' },
      transform: [{ filter: { field: 'before', equal: false } }],
      mark: { ...point, filled: true, size: 62, fill: colour(ink) },
      encoding: place('x', 'y'),
    },
    ...letterLayers(),
  ])
}

interface Place {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly labelWidth: number
}

function placePanel(panel: Panel, at: Place, { scale, form, ink = 'accent' }: PanelOptions) {
  const from = at.x + at.labelWidth
  const span = at.width - at.labelWidth - VALUE
  const map = scaleOf(panel, scale)
  const x = (value: number) => from + Math.max(0, Math.min(1, map(value))) * span
  const y = (i: number) => at.y + HEAD + (i + 0.5) * ROW
  const base = { note: null, label: null, value: null }
  const rules: Row[] = []
  const dots: Row[] = []
  const letters: Row[] = [letter({ text: panel.title, x: at.x, y: at.y + 9, size: 12.5, bold: true, ink: 'ink' })]
  if (panel.reference !== null) {
    const line = { x: x(panel.reference), x2: x(panel.reference), y: at.y + HEAD - 4, y2: y(panel.rows.length - 0.5) }
    rules.push({ ...base, ...line, ink: colour('line'), width: 1.5, opacity: 1 })
  }
  panel.rows.forEach((row, i) => {
    const words = { label: row.label, title: panel.title, note: row.note ?? null }
    letters.push(letter({ text: row.label, x: at.x, y: y(i), ink: 'ink' }))
    if (row.value === null) {
      letters.push(letter({ text: '–', x: from, y: y(i) }))
      return
    }
    if (row.low !== null && row.high !== null) {
      const bounds = { x: x(row.low), x2: x(row.high), y: y(i), y2: y(i) }
      rules.push({ ...words, ...bounds, value: form(row.value), ink: colour(ink), width: 5, opacity: 0.28 })
    }
    if (typeof row.before === 'number') {
      dots.push({ ...words, x: x(row.before), y: y(i), before: true, value: form(row.before) })
    }
    dots.push({ ...words, x: x(row.value), y: y(i), before: false, value: form(row.value) })
    letters.push(
      letter({ text: form(row.value), x: x(Math.max(row.high ?? 0, row.value, row.before ?? 0)) + 8, y: y(i) }),
    )
  })
  return { rules, dots, letters }
}

/** Maps the panel's values to 0..1. A panel in which nothing varies still needs a length. */
function scaleOf({ rows, reference }: Panel, scale: 'linear' | 'log'): (value: number) => number {
  const values = rows.flatMap(({ value, low, high, before }) => [value, low, high, before ?? null])
  const known = [...values, reference].filter((value): value is number => value !== null)
  if (scale === 'linear') {
    const top = Math.max(...known, 1e-9)
    return (value) => value / top
  }
  const logs = known.filter((value) => value > 0).map(Math.log)
  const low = Math.min(0, ...logs)
  const span = Math.max(0, ...logs) - low || 1
  return (value) => (value > 0 ? (Math.log(value) - low) / span : 0)
}

function panelTip(row: Row): string[] {
  if (row.label === null || row.label === undefined) return []
  const lines = [`${row.label}`, `${row.title}: ${row.value}`]
  return row.note === null ? lines : [...lines, String(row.note)]
}

function chunk<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))
}
