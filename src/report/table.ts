import { type Html, html } from './html.ts'

export interface Column {
  readonly label: string
  readonly numeric?: boolean
}

/** A table as people read it; `values` are what a program would rather have (CSV), cell by cell. */
export interface Table {
  readonly caption: string
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly TableCell[])[]
}

/** What is shown and what it sorts and exports by. */
export type TableCell = string | { readonly text: string; readonly value: number | null }

export function cellText(cell: TableCell): string {
  return typeof cell === 'string' ? cell : cell.text
}

/** The first column heads its row. */
export function renderTable(table: Table): Html {
  const head = table.columns.map(
    ({ label, numeric }) => html`<th scope="col"${numeric && html` class="n"`}>${label}</th>`,
  )
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${table.caption}"><table${isNumeric(table) && html` class="numeric"`}><caption>${table.caption}</caption><thead><tr>${head}</tr></thead><tbody>${table.rows.map((row) => renderRow(table, row))}</tbody></table></div>`
}

function renderRow(table: Table, row: readonly TableCell[]): Html {
  const numeric = isNumeric(table)
  return html`<tr>${row.map((cell, i) => {
    const text = cellText(cell)
    if (i === 0) return html`<th scope="row">${text}</th>`
    return table.columns[i]?.numeric && !numeric ? html`<td class="n">${text}</td>` : html`<td>${text}</td>`
  })}</tr>`
}

/** Numbers in all columns but the first: said once by the table, not by each of thousands of cells. */
function isNumeric({ columns }: Table): boolean {
  return columns.slice(1).every(({ numeric }) => numeric)
}
