/**
 * JSON for the page: tables of flat rows become columns, words become numbers into a list. A third of the bytes, and
 * {@link unpack} gives the same values back, numbers to five digits.
 */
export function pack(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(5))
  if (Array.isArray(value)) return packTable(value) ?? value.map(pack)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, pack(inner)]))
}

/** Undoes {@link pack}. */
export function unpack(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(unpack)
  if (typeof value !== 'object' || value === null) return value
  if (MARK in value) return unpackTable(value as Packed)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, unpack(inner)]))
}

const MARK = '$columns'
const FEWEST_ROWS = 4

type Column = readonly unknown[] | { readonly words: readonly string[]; readonly codes: readonly number[] }

interface Packed {
  readonly $columns: { readonly [field: string]: Column }
  readonly rows: number
}

function packTable(rows: readonly unknown[]): Packed | undefined {
  if (rows.length < FEWEST_ROWS || !rows.every(isRow)) return undefined
  const keys = Object.keys(rows[0] as object)
  const same = rows.every((row) => {
    const own = Object.keys(row)
    return own.length === keys.length && keys.every((key) => Object.hasOwn(row, key))
  })
  if (!same) return undefined
  const columns = keys.map((key) => [key, packColumn(rows.map((row) => row[key]))])
  return { $columns: Object.fromEntries(columns), rows: rows.length }
}

function packColumn(values: readonly unknown[]): Column {
  if (!values.every((value) => typeof value === 'string')) return values.map(pack)
  const words = [...new Set(values)]
  if (words.length > values.length / 2) return values
  const codes = new Map(words.map((word, code) => [word, code]))
  return { words, codes: values.map((value) => codes.get(value) as number) }
}

function unpackTable({ $columns, rows }: Packed): unknown[] {
  const columns = Object.entries($columns).map(([key, column]): [string, readonly unknown[]] => [
    key,
    'codes' in column ? column.codes.map((code) => column.words[code]) : column.map(unpack),
  ])
  return Array.from({ length: rows }, (_, i) => Object.fromEntries(columns.map(([key, column]) => [key, column[i]])))
}

function isRow(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
