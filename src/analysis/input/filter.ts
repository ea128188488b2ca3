import { EXIT, invalidValue, UserError } from '../../errors.ts'
import { COUNTRIES } from '../../vocabulary/countries.ts'
import { AGES, CATEGORIES, GENDERS, OCCASIONS, SEASONS } from '../../vocabulary/vocabulary.ts'
import { monthCode } from './calendar.ts'

/** What `--where` may name. */
export const FILTER_KEYS = ['country', 'season', 'occasion', 'gender', 'age', 'category', 'month', 'year'] as const
export type FilterKey = (typeof FILTER_KEYS)[number]

const dictionaries: { readonly [key in FilterKey]?: readonly string[] } = {
  country: COUNTRIES,
  season: SEASONS,
  occasion: OCCASIONS,
  gender: GENDERS,
  age: AGES,
  category: CATEGORIES,
}

/** The columns that a filter looks at; a table has some of them. */
export type FilterColumns = { readonly [key in Exclude<FilterKey, 'year'>]?: ArrayLike<number> }

/** Rows to keep, by code; -1 is null. */
export interface Filter {
  readonly text: string
  readonly conditions: readonly { readonly column: keyof FilterColumns; readonly allowed: ReadonlySet<number> }[]
}

/**
 * Reads `country=SG|MY,season=summer,month=2024-05`: all conditions hold, `|` lists alternatives, `unknown` is a
 * missing value. Throws `UserError` (exit 2) with the allowed keys or values.
 */
export function parseFilter(text: string): Filter {
  const conditions = text.split(',').map((part) => {
    const at = part.indexOf('=')
    const key = part.slice(0, at < 0 ? undefined : at).trim()
    if (!(FILTER_KEYS as readonly string[]).includes(key) || at < 0) {
      throw new UserError('invalid_filter', `Expected \`key=value\` for \`--where\` but received \`${part.trim()}\`.`, {
        exit: EXIT.usage,
        hint: `Allowed keys: ${FILTER_KEYS.join(', ')}. Example: --where "country=SG,season=summer".`,
      })
    }
    const values = part
      .slice(at + 1)
      .split('|')
      .map((value) => value.trim())
    return condition(key as FilterKey, values)
  })
  return { text, conditions }
}

function condition(key: FilterKey, values: readonly string[]) {
  if (key === 'month') return { column: 'month' as const, allowed: new Set(values.map(monthOf)) }
  if (key === 'year') return { column: 'month' as const, allowed: new Set(values.flatMap(monthsOfYear)) }
  const words = dictionaries[key] ?? []
  const codes = values.map((value) => {
    const wanted = key === 'country' && value !== 'unknown' ? value.toUpperCase() : value
    const code = words.indexOf(wanted)
    if (code < 0 && wanted !== 'unknown') {
      const expected = key === 'country' ? 'an ISO 3166-1 code such as `SG`' : `one of ${words.join(', ')}`
      throw invalidValue(`--where ${key}`, value, expected)
    }
    return code
  })
  // A garment without a wearer has no gender at all: it is as unknown as one that the model could not read.
  if (values.includes('unknown')) codes.push(-1)
  return { column: key, allowed: new Set(codes) }
}

function monthOf(value: string): number {
  const code = value === 'unknown' ? -1 : monthCode(value)
  if (code === undefined) throw invalidValue('--where month', value, 'a month such as `2024-05`')
  return code
}

function monthsOfYear(value: string): number[] {
  const first = /^\d{4}$/.test(value) ? monthCode(`${value}-01`) : undefined
  if (first === undefined) throw invalidValue('--where year', value, 'a year such as `2024`')
  return Array.from({ length: 12 }, (_, month) => first + month)
}

/** 1 for each row to keep. Conditions on columns that the table does not have keep every row. */
export function keptRows(filter: Filter | null, columns: FilterColumns, rows: number): Uint8Array {
  const kept = new Uint8Array(rows).fill(1)
  for (const { column, allowed } of filter?.conditions ?? []) {
    const codes = columns[column]
    if (codes === undefined) continue
    for (let row = 0; row < rows; row++) if (!allowed.has(codes[row]!)) kept[row] = 0
  }
  return kept
}
