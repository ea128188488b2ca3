import type { Chart } from './charts/chart.ts'
import type { Table, TableCell } from './table.ts'

/** A table as CSV (RFC 4180): numbers as they are, words so that no spreadsheet takes them for a formula. */
export function csv({ columns, rows }: Table): string {
  const lines = [columns.map(({ label }) => word(label)), ...rows.map((row) => row.map(cell))]
  return `${lines.map((line) => line.join(',')).join('\r\n')}\r\n`
}

function cell(value: TableCell): string {
  if (typeof value === 'string') return word(value)
  return value.value === null ? '' : String(Number(value.value.toPrecision(6)))
}

function word(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** A Jupyter notebook that holds the numbers of a chart and reads them with pandas. */
export function notebook({ table }: Chart): string {
  // a JSON string is a Python string
  const text = JSON.stringify(csv(table))
  const source = ['import io\n', 'import pandas as pd\n', '\n', `table = pd.read_csv(io.StringIO(${text}))\n`, 'table']
  return JSON.stringify(
    {
      nbformat: 4,
      nbformat_minor: 5,
      metadata: { kernelspec: { name: 'python3', display_name: 'Python 3', language: 'python' } },
      cells: [
        { id: 'title', cell_type: 'markdown', metadata: {}, source: [table.caption.replace(/[<>[\]`*_#]/g, ' ')] },
        { id: 'table', cell_type: 'code', metadata: {}, execution_count: null, outputs: [], source },
      ],
    },
    null,
    1,
  )
}
