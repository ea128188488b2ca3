import type { TopLevelSpec } from 'vega-lite'
import type { Table } from '../table.ts'
import type { Size } from './canvas.ts'

export type Cell = string | number | boolean | null
export interface Row {
  readonly [field: string]: Cell
}

/**
 * One chart: what is drawn, from which rows, and the table that says the same.
 * A spec is built from our own words and fixed field names only; whatever a dataset says is in `data`, which Vega
 * never evaluates.
 */
export interface Chart {
  /** Unique in the page, good for an id. */
  readonly id: string
  readonly size: Size
  readonly spec: TopLevelSpec
  /** By the names the spec refers to. */
  readonly data: { readonly [name: string]: readonly Row[] }
  readonly table: Table
  /** What hovering or focusing a mark says: title first, one line each. */
  readonly tip?: (row: Row) => readonly string[]
}
