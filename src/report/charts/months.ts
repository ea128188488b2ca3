import type { Analysis, Trend } from '../../analysis/analysis.ts'
import { count, interval, percent } from '../numbers.ts'
import type { Table } from '../table.ts'
import { colour } from '../theme.ts'
import type { Words } from '../words.ts'
import { as, canvasSpec, place } from './canvas.ts'
import type { Chart, Row } from './chart.ts'
import { letter, letterLayers } from './lettering.ts'

const GUTTER = 44
const PLOT = 116
const HEAD = 44
const FOOT = 24
const WEEK = 7 * 24 * 3600 * 1000

/** Shares by month as lines with bands, what the model says of them, and events; a gap is a month of too few. */
export function monthChart(analysis: Analysis, words: Words, shape: 'wide' | 'tall'): Chart {
  const columns = shape === 'wide' ? 2 : 1
  const trends = analysis.trends.slice(0, shape === 'wide' ? 12 : 8)
  const width = shape === 'wide' ? 1120 : 364
  const panel = { width: (width - GUTTER * (columns - 1)) / columns, height: HEAD + PLOT + FOOT }
  const size = { width, height: Math.max(1, Math.ceil(trends.length / columns)) * (panel.height + 14) }
  const placed = trends.map((trend, i) =>
    placeTrend(
      trend,
      i,
      {
        x: (i % columns) * (panel.width + GUTTER),
        y: Math.floor(i / columns) * (panel.height + 14),
        width: panel.width - 44,
      },
      words,
    ),
  )
  const line = { type: 'line', aria: false, interpolate: 'linear' }
  return {
    id: `months-${shape}`,
    size,
    spec: canvasSpec(size, words.t.trends.title, [
      {
        data: { name: 'events' },
        mark: { type: 'rect', aria: false, fill: colour('signal'), opacity: 0.13 },
        encoding: place('x', 'y', 'x2', 'y2'),
      },
      {
        data: { name: 'grid' },
        mark: { type: 'rule', aria: false, strokeWidth: 1 },
        encoding: { ...place('x', 'y', 'x2', 'y2'), stroke: as('ink') },
      },
      {
        data: { name: 'points' },
        mark: { type: 'area', aria: false, fill: colour('accent'), opacity: 0.17 },
        encoding: { ...place('x', 'low_y', undefined, 'high_y'), detail: { field: 'run', type: 'nominal' } },
      },
      {
        data: { name: 'points' },
        transform: [{ filter: { field: 'forecast', equal: false } }],
        mark: { ...line, stroke: colour('accent'), strokeWidth: 2 },
        encoding: { ...place('x', 'y'), detail: { field: 'run', type: 'nominal' } },
      },
      {
        data: { name: 'points' },
        transform: [{ filter: { field: 'forecast', equal: true } }],
        mark: { ...line, stroke: colour('accent'), strokeWidth: 2, strokeDash: [3, 3] },
        encoding: { ...place('x', 'y'), detail: { field: 'run', type: 'nominal' } },
      },
      {
        data: { name: 'points' },
        mark: {
          type: 'point',
          shape: 'circle',
          filled: true,
          opacity: 1,
          size: 14,
          aria: false,
          fill: colour('accent'),
        },
        encoding: place('x', 'y'),
      },
      ...letterLayers(),
    ]),
    data: {
      events: placed.flatMap(({ events }) => events),
      grid: placed.flatMap(({ grid }) => grid),
      points: placed.flatMap(({ points }) => points),
      letters: placed.flatMap(({ letters }) => letters),
    },
    table: monthTable(analysis.trends, words),
    tip: (row) =>
      row.month === undefined ? [] : [String(row.month), `${row.concept}: ${row.share}`, String(row.note)],
  }
}

interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
}

function placeTrend(trend: Trend, index: number, frame: Frame, words: Words) {
  const dates = [...trend.points, ...trend.forecast].map(({ start }) => Date.parse(start))
  const ends = trend.events.map(({ end }) => Date.parse(end) + WEEK)
  const [first, last] = [Math.min(...dates), Math.max(...dates, ...ends)]
  const top = Math.max(1e-9, ...[...trend.points, ...trend.forecast].map(({ share, high }) => high ?? share ?? 0))
  const x = (time: number) => frame.x + ((time - first) / (last - first || 1)) * frame.width
  const floor = frame.y + HEAD + PLOT
  const y = (share: number) => floor - (share / top) * PLOT
  const title = words.capital(words.concept(trend.concept))
  const points: Row[] = []
  let run = 0
  for (const point of trend.points) {
    if (point.share === null) {
      run++
      continue
    }
    points.push({ ...pointRow(point, title, words), run: `${index} ${run}`, forecast: false })
  }
  for (const point of trend.forecast) {
    points.push({ ...pointRow({ ...point, count: null }, title, words), run: `${index} forecast`, forecast: true })
  }
  function pointRow(
    p: { start: string; share: number | null; low: number | null; high: number | null; count: number | null },
    concept: string,
    w: Words,
  ): Row {
    const share = p.share ?? 0
    return {
      x: x(Date.parse(p.start)),
      y: y(share),
      low_y: y(p.low ?? share),
      high_y: y(p.high ?? share),
      month: w.month(p.start),
      concept,
      share: percent(p.share),
      note: `${w.t.interval} ${interval(p.low, p.high, percent)}${p.count === null ? '' : ` · ${w.t.popularity.of(count(p.count))}`}`,
    }
  }
  const lastSeen = points.filter(({ forecast }) => forecast === false).at(-1)
  const half = y(top / 2)
  return {
    points,
    events: trend.events.map((event) => ({
      x: x(Date.parse(event.start)),
      x2: Math.max(x(Date.parse(event.end) + WEEK), x(Date.parse(event.start)) + 3),
      y: frame.y + HEAD - 6,
      y2: floor,
      month: words.month(event.start),
      concept: title,
      share: percent(event.observed),
      note: eventText(event, words),
    })),
    grid: [
      { x: frame.x, x2: frame.x + frame.width, y: floor, y2: floor, ink: colour('soft') },
      { x: frame.x, x2: frame.x + frame.width, y: half, y2: half, ink: colour('faint') },
    ],
    letters: [
      letter({ text: title, x: frame.x, y: frame.y + 9, bold: true, size: 12.5, ink: 'ink' }),
      letter({ text: trendSentence(trend, words), x: frame.x, y: frame.y + 25 }),
      ...yearMarks(first, last).map((time) =>
        letter({ text: String(new Date(time).getUTCFullYear()), x: x(time), y: floor + 12, size: 10.5 }),
      ),
      ...(lastSeen !== undefined && Math.abs(Number(lastSeen.y) - half) < 13
        ? []
        : [letter({ text: percent(top / 2), x: frame.x + frame.width + 7, y: half, size: 10 })]),
      ...(lastSeen === undefined ? [] : [lastLetter(lastSeen, trend.forecast.length > 0)]),
      ...strongestEvent(trend).map((event) =>
        letter({
          text: eventText(event, words),
          x: frame.x + frame.width,
          y: frame.y + 9,
          align: 'right',
          size: 10,
          ink: 'signal',
        }),
      ),
    ],
  }
}

type Event = Trend['events'][number]

function strongestEvent({ events }: Trend): Event[] {
  return [...events].sort((a, b) => b.observed / b.expected - a.observed / a.expected).slice(0, 1)
}

function eventText({ start, observed, expected, yearly }: Event, words: Words): string {
  const { event, eachYear } = words.t.trends
  const when = yearly ? eachYear(words.t.monthsLong[Number(start.slice(5, 7)) - 1] ?? '') : words.month(start)
  return event(when, percent(observed), percent(expected))
}

/** The last share, beside its point; above its band where a forecast goes on. */
function lastLetter({ x, y, high_y, share }: Row, above: boolean): Row {
  const at = above
    ? { x: Number(x), y: Number(high_y) - 8, align: 'center' as const }
    : { x: Number(x) + 7, y: Number(y) }
  return letter({ text: String(share), ...at, bold: true, ink: 'ink' })
}

/** Januaries; where there is none, the first day there is. */
function yearMarks(first: number, last: number): number[] {
  const years: number[] = []
  for (let year = new Date(first).getUTCFullYear(); year <= new Date(last).getUTCFullYear(); year++) {
    const start = Date.UTC(year, 0, 1)
    if (start >= first && start <= last) years.push(start)
  }
  return years.length > 0 ? years : [first]
}

/** What the model found, in words. */
export function trendSentence(trend: Trend, words: Words): string {
  const { t } = words
  const parts: string[] = []
  if (trend.slope !== null) {
    const form = (points: number) => `${points >= 0 ? '+' : '−'}${Math.abs(points * 100).toFixed(1)}`
    parts.push(t.trends.slope(form(trend.slope), interval(trend.slope_low, trend.slope_high, form)))
  }
  if (trend.cycle !== null) parts.push(t.trends.cycle(t.monthsLong[trend.cycle.peak_month - 1] ?? ''))
  return parts.length === 0 ? t.trends.steady : parts.join('; ')
}

function monthTable(trends: readonly Trend[], words: Words): Table {
  const { t } = words
  return {
    caption: t.trends.title,
    columns: [
      { label: t.garment },
      { label: words.capital(t.dimension.month) },
      { label: t.share, numeric: true },
      { label: t.interval, numeric: true },
      { label: t.count, numeric: true },
    ],
    rows: trends.flatMap(({ concept, points }) =>
      points.map(({ start, share, low, high, count: n }) => [
        words.capital(words.concept(concept)),
        words.month(start),
        { text: percent(share), value: share },
        { text: interval(low, high, percent), value: low },
        { text: count(n), value: n },
      ]),
    ),
  }
}
