import type { Analysis, Comparison, Correction } from '../../analysis/analysis.ts'
import type { Family } from '../../vocabulary/vocabulary.ts'
import { isFamily } from '../../vocabulary/vocabulary.ts'
import { count, interval, percent, times } from '../numbers.ts'
import type { Table } from '../table.ts'
import type { Words } from '../words.ts'
import type { Chart } from './chart.ts'
import { type Panel, panelChart } from './panels.ts'

/** Shares as counted beside shares without the model's known confusions, one panel a family. */
export function correctionChart(analysis: Analysis, words: Words, shape: 'wide' | 'tall'): Chart {
  const stands = analysis.corrections.filter(({ corrected, flag }) => corrected !== null && flag === null)
  const families = [...new Set(stands.map(({ family }) => family))]
  const panels = families.map((family): Panel => {
    const rows = stands.filter((row) => row.family === family).sort((a, b) => b.raw - a.raw)
    return {
      title: words.capital(words.name(family)),
      reference: null,
      rows: rows.slice(0, 8).map((row) => ({
        label: words.capital(valueName(row, words)),
        value: row.corrected,
        low: row.low,
        high: row.high,
        before: row.raw,
        note: `${words.t.corrections.table.raw}: ${percent(row.raw)}`,
      })),
    }
  })
  const wide = shape === 'wide'
  const options = {
    description: words.t.corrections.title,
    width: wide ? 724 : 364,
    columns: wide ? 2 : 1,
    scale: 'linear' as const,
    form: percent,
  }
  return panelChart(`corrections-${shape}`, panels, options, correctionTable(analysis.corrections, words))
}

function valueName({ family, value }: Correction, words: Words): string {
  return words.name(value, isFamily(family) ? (family as Family) : undefined)
}

function correctionTable(rows: readonly Correction[], words: Words): Table {
  const { t } = words
  const flags: { readonly [flag: string]: string } = t.corrections.flags
  return {
    caption: t.corrections.title,
    columns: [
      { label: t.corrections.table.value },
      { label: t.corrections.table.raw, numeric: true },
      { label: t.corrections.table.corrected, numeric: true },
      { label: t.interval, numeric: true },
      { label: t.corrections.table.flag },
    ],
    rows: rows.map((row) => [
      words.capital(`${words.name(row.family)}: ${valueName(row, words)}`),
      { text: percent(row.raw), value: row.raw },
      { text: percent(row.corrected), value: row.corrected },
      { text: interval(row.low, row.high, percent), value: row.low },
      row.flag === null ? '' : ((Object.hasOwn(flags, row.flag) ? flags[row.flag] : undefined) ?? words.name(row.flag)),
    ]),
  }
}

/** What differs most between two sets of posts, surest first. */
export function comparisonChart(comparison: Comparison, words: Words, shape: 'wide' | 'tall'): Chart {
  const known = comparison.rows.filter(({ ratio, low, high }) => ratio !== null && low !== null && high !== null)
  const certainty = (low: number, high: number) => (low > 1 ? low : high < 1 ? 1 / high : 0)
  const surest = known.sort((a, b) => certainty(b.low!, b.high!) - certainty(a.low!, a.high!)).slice(0, 24)
  const rows = surest
    .sort((a, b) => b.ratio! - a.ratio!)
    .map((row) => ({
      label: words.capital(words.concept(row.concept)),
      value: row.ratio,
      low: row.low,
      high: row.high,
      note: `${percent(row.share_a)} / ${percent(row.share_b)} · ${count(row.count_a)} / ${count(row.count_b)}`,
    }))
  const options = {
    description: words.t.comparison.title,
    width: shape === 'wide' ? 724 : 364,
    columns: 1,
    scale: 'log' as const,
    form: times,
  }
  const panel = { title: words.t.comparison.ratio, reference: 1, rows }
  return panelChart(`comparison-${shape}`, [panel], options, comparisonTable(comparison, words))
}

function comparisonTable(comparison: Comparison, words: Words): Table {
  const { t } = words
  return {
    caption: t.comparison.title,
    columns: [
      { label: t.garment },
      { label: comparison.a, numeric: true },
      { label: comparison.b, numeric: true },
      { label: t.comparison.ratio, numeric: true },
      { label: t.interval, numeric: true },
    ],
    rows: comparison.rows.map((row) => [
      words.capital(words.concept(row.concept)),
      { text: percent(row.share_a), value: row.share_a },
      { text: percent(row.share_b), value: row.share_b },
      { text: times(row.ratio), value: row.ratio },
      { text: interval(row.low, row.high, times), value: row.low },
    ]),
  }
}
