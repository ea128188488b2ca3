import type { Analysis } from './analysis.ts'

export interface CsvTable {
  /** File name without `.csv`. */
  readonly name: string
  readonly text: string
}

type Row = { readonly [column: string]: string | number | boolean | null }

/** Every table of an analysis as CSV (RFC 4180, CRLF, UTF-8); suppressed values are empty. Empty tables are left out. */
export function csvTables(analysis: Analysis): CsvTable[] {
  const tables: { name: string; rows: readonly Row[] }[] = [
    { name: 'sources', rows: analysis.sources as unknown as readonly Row[] },
    { name: 'alerts', rows: analysis.alerts as unknown as readonly Row[] },
    { name: 'findings', rows: analysis.findings as unknown as readonly Row[] },
    { name: 'popularity', rows: analysis.popularity.cells as unknown as readonly Row[] },
    ...graphTables(analysis),
    {
      name: 'groups',
      rows: analysis.groups.flatMap(({ dimension, rows }) => rows.map((row) => ({ dimension, ...row }))),
    },
    { name: 'distinctive', rows: analysis.distinctive as unknown as readonly Row[] },
    ...trendTables(analysis),
    { name: 'triplets', rows: analysis.triplets as unknown as readonly Row[] },
    { name: 'corrections', rows: analysis.corrections as unknown as readonly Row[] },
    { name: 'quality_families', rows: analysis.quality.families as unknown as readonly Row[] },
    { name: 'quality_errors', rows: analysis.quality.errors as unknown as readonly Row[] },
    { name: 'comparison', rows: (analysis.comparison?.rows ?? []) as unknown as readonly Row[] },
  ]
  return tables.filter(({ rows }) => rows.length > 0).map(({ name, rows }) => ({ name, text: csvText(rows) }))
}

function graphTables({ correlation }: Analysis): { name: string; rows: Row[] }[] {
  const scopes = [{ gender: null, occasion: null, ...correlation }, ...correlation.conditional]
  const rows = (pick: 'nodes' | 'edges') =>
    scopes.flatMap(({ gender, occasion, categories, attributes }) =>
      [categories, attributes].flatMap((graph, index) =>
        graph[pick].map((row) => ({ level: index === 0 ? 'category' : 'attribute', gender, occasion, ...row })),
      ),
    )
  return [
    { name: 'correlation_nodes', rows: rows('nodes') },
    { name: 'correlation_edges', rows: rows('edges') },
  ]
}

function trendTables({ trends }: Analysis): { name: string; rows: Row[] }[] {
  return [
    {
      name: 'trends',
      rows: trends.map(({ points, cycle, events, forecast, forecast_score, ...row }) => ({
        ...row,
        cycle_amplitude: cycle?.amplitude ?? null,
        cycle_peak_month: cycle?.peak_month ?? null,
        points: points.length,
        events: events.length,
        forecast_error: forecast_score?.model ?? null,
        naive_error: forecast_score?.naive ?? null,
      })),
    },
    {
      name: 'trend_points',
      rows: trends.flatMap(({ concept, unit, points }) => points.map((point) => ({ concept, unit, ...point }))),
    },
    { name: 'events', rows: trends.flatMap(({ concept, events }) => events.map((event) => ({ concept, ...event }))) },
    {
      name: 'forecasts',
      rows: trends.flatMap(({ concept, forecast }) => forecast.map((point) => ({ concept, ...point }))),
    },
  ]
}

/** Rows of equal shape as one CSV text with a header. */
export function csvText(rows: readonly Row[]): string {
  const columns = Object.keys(rows[0] ?? {})
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? null))]
  return lines.map((line) => `${line.map(csvField).join(',')}\r\n`).join('')
}

/**
 * One field. Text that a spreadsheet would run as a formula (it starts with `=`, `+`, `-`, `@`, a tab, a carriage
 * return or NUL, also after spaces or in full-width form) gets an apostrophe in front; numbers stay numbers.
 */
export function csvField(value: string | number | boolean | null): string {
  if (value === null) return ''
  if (typeof value !== 'string') return String(value)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones a spreadsheet skips or runs
  const safe = /^[\s\ufeff]*[=+\-@\t\r\n\u0000\uff1d\uff0b\uff0d\uff20]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
