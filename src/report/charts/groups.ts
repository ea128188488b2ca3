import type { Analysis, GroupShares } from '../../analysis/analysis.ts'
import { AGES } from '../../vocabulary/vocabulary.ts'
import { count, interval, percent, times } from '../numbers.ts'
import type { Table } from '../table.ts'
import type { Words } from '../words.ts'
import type { Chart } from './chart.ts'
import { type Panel, type PanelRow, panelChart } from './panels.ts'

type GroupRow = GroupShares['rows'][number]
type Dimension = GroupShares['dimension']

/** The rows of one dimension; none where the analysis has none. */
export function rowsOf(analysis: Analysis, dimension: Dimension): readonly GroupRow[] {
  return analysis.groups.find((group) => group.dimension === dimension)?.rows ?? []
}

/** Categories by how many garments they have over all values, most first. */
export function leadingConcepts(rows: readonly GroupRow[], most: number): string[] {
  const totals = new Map<string, number>()
  for (const { concept, count: n } of rows) {
    if (!concept.includes(':')) totals.set(concept, (totals.get(concept) ?? 0) + (n ?? 0))
  }
  const ranked = [...totals].filter(([, n]) => n > 0).sort((a, b) => b[1] - a[1])
  return ranked.slice(0, most).map(([concept]) => concept)
}

/** Share over all values together. */
export function overallShare(rows: readonly GroupRow[], concept: string): number | null {
  const known = rows.filter((row) => row.concept === concept && row.count !== null)
  const total = known.reduce((sum, row) => sum + row.total, 0)
  return total === 0 ? null : known.reduce((sum, row) => sum + (row.count ?? 0), 0) / total
}

/** How countries rank in each of the leading garments. */
export function countryChart(analysis: Analysis, words: Words, shape: 'wide' | 'tall'): Chart {
  const rows = rowsOf(analysis, 'country').filter(({ value }) => value !== 'unknown')
  const wide = shape === 'wide'
  const panels = leadingConcepts(rows, wide ? 8 : 5).map((concept): Panel => {
    const shown = rows.filter((row) => row.concept === concept && row.share !== null)
    const ranked = shown.sort((a, b) => (b.share ?? 0) - (a.share ?? 0)).slice(0, wide ? 10 : 8)
    return {
      title: words.capital(words.concept(concept)),
      reference: overallShare(rows, concept),
      rows: ranked.map((row) => panelRow(row, words.country(row.value), words)),
    }
  })
  const options = {
    description: words.t.countries.rankTitle,
    width: wide ? 1120 : 364,
    columns: wide ? 4 : 1,
    scale: 'linear' as const,
    form: percent,
  }
  return panelChart(`country-ranks-${shape}`, panels, options, groupTable(rows, 'country', words))
}

/** What each age band wears, bands in their order. */
export function ageChart(analysis: Analysis, words: Words, shape: 'wide' | 'tall'): Chart {
  const rows = rowsOf(analysis, 'age').filter(({ value }) => value !== 'unknown')
  const panels = leadingConcepts(rows, 9).map(
    (concept): Panel => ({
      title: words.capital(words.concept(concept)),
      reference: overallShare(rows, concept),
      rows: AGES.flatMap((age) =>
        rows
          .filter((row) => row.value === age && row.concept === concept)
          .map((row) => panelRow(row, words.capital(words.name(age)), words)),
      ),
    }),
  )
  const options = {
    description: words.t.ages.title,
    width: shape === 'wide' ? 724 : 364,
    columns: shape === 'wide' ? 3 : 1,
    scale: 'linear' as const,
    form: percent,
  }
  return panelChart(`ages-${shape}`, panels, options, groupTable(rows, 'age', words))
}

/** What sets each value of a dimension apart from the rest, by odds. */
export function distinctiveChart(
  analysis: Analysis,
  dimension: Dimension,
  words: Words,
  shape: 'wide' | 'tall',
): Chart {
  const rows = analysis.distinctive.filter((row) => row.dimension === dimension && row.value !== 'unknown')
  const sure = rows.filter(({ low, q }) => low > 0 && q < 0.05)
  const strength = (value: string) => Math.max(...sure.filter((row) => row.value === value).map(({ z }) => z))
  const values = [...new Set(sure.map(({ value }) => value))].sort((a, b) => strength(b) - strength(a))
  const panels = values.slice(0, 12).map((value): Panel => {
    const top = sure.filter((row) => row.value === value).sort((a, b) => b.z - a.z)
    return {
      title: words.capital(words.member(dimension, value)),
      reference: 1,
      rows: top.slice(0, 4).map(({ concept, log_odds, low, high, count: n }) => ({
        label: words.capital(words.concept(concept)),
        value: Math.exp(log_odds),
        low: Math.exp(low),
        high: Math.exp(high),
        note: words.t.popularity.of(count(n)),
      })),
    }
  })
  const options = {
    description: words.t.distinctive.title[dimension],
    width: shape === 'wide' ? 1120 : 364,
    columns: shape === 'wide' ? 4 : 1,
    scale: 'log' as const,
    form: times,
  }
  return panelChart(`distinctive-${dimension}-${shape}`, panels, options, distinctiveTable(rows, dimension, words))
}

function panelRow(row: GroupRow, label: string, words: Words): PanelRow {
  const { share: value, low, high } = row
  if (value === null) return { label, value, low, high, note: words.t.popularity.hidden }
  const bounds = `${words.t.interval} ${interval(low, high, percent)}`
  return { label, value, low, high, note: `${bounds} · ${words.t.popularity.of(count(row.count))}` }
}

/** Every share of a dimension with its interval. */
export function groupTable(rows: readonly GroupRow[], dimension: Dimension, words: Words): Table {
  const { t } = words
  return {
    caption: t.groupTable[dimension],
    columns: [
      { label: words.capital(t.dimension[dimension]) },
      { label: t.garment },
      { label: t.share, numeric: true },
      { label: t.interval, numeric: true },
      { label: t.count, numeric: true },
    ],
    rows: rows
      .filter(({ concept, suppressed }) => !concept.includes(':') && !suppressed)
      .map(({ value, concept, share, low, high, count: n }) => [
        words.capital(words.member(dimension, value)),
        words.capital(words.concept(concept)),
        { text: percent(share), value: share },
        { text: interval(low, high, percent), value: low },
        { text: count(n), value: n },
      ]),
  }
}

function distinctiveTable(rows: Analysis['distinctive'], dimension: Dimension, words: Words): Table {
  const { t } = words
  return {
    caption: t.distinctive.title[dimension],
    columns: [
      { label: words.capital(t.dimension[dimension]) },
      { label: t.garment },
      { label: t.distinctive.odds, numeric: true },
      { label: t.interval, numeric: true },
      { label: t.count, numeric: true },
    ],
    rows: [...rows]
      .sort((a, b) => b.z - a.z)
      .slice(0, 120)
      .map(({ value, concept, log_odds, low, high, count: n }) => [
        words.capital(words.member(dimension, value)),
        words.capital(words.concept(concept)),
        { text: times(Math.exp(log_odds)), value: Math.exp(log_odds) },
        { text: interval(Math.exp(low), Math.exp(high), times), value: Math.exp(low) },
        { text: count(n), value: n },
      ]),
  }
}
