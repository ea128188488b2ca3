import type { Facts } from '../facts.ts'
import { at, type JsonRecord } from '../json.ts'
import { COLUMN_ROLES, type ColumnMap, type ColumnRole } from '../options.ts'
import { decodeText } from '../text.ts'

/** The usual names of columns, by role, best first. */
const USUAL: { readonly [role in ColumnRole]: readonly string[] } = {
  image: [
    'file_name',
    'file_names',
    'image',
    'images',
    'image_path',
    'image_file_name',
    'photo',
    'path',
    'filename',
    'file',
  ],
  caption: ['text', 'caption', 'description', 'title'],
  date: ['date', 'taken_at', 'created_at', 'date_taken', 'datetime', 'timestamp', 'time'],
  lat: ['latitude', 'lat'],
  lon: ['longitude', 'lon', 'lng', 'long'],
  place: ['place', 'place_name', 'location', 'location_name', 'city'],
  country: ['country', 'country_code'],
  account: ['account', 'username', 'user', 'user_id', 'owner', 'author'],
  id: ['post_id', 'id', 'shortcode', 'key'],
}

export type Columns = { readonly [role in ColumnRole]: string | null }

/** Which column stands for what: as mapped, else by the usual names, whatever their case. */
export function columnsOf(names: readonly string[], map: ColumnMap | null): Columns {
  const byName = new Map(names.map((name) => [name.toLowerCase(), name]))
  const usual = (role: ColumnRole) => USUAL[role].map((name) => byName.get(name)).find((name) => name !== undefined)
  return Object.fromEntries(
    COLUMN_ROLES.map((role) => [role, map?.[role] ?? usual(role) ?? null]),
  ) as unknown as Columns
}

/** Has the table a column of photos? */
export function looksLikeManifest(names: readonly string[] | null, map: ColumnMap | null): boolean {
  return (
    names !== null &&
    (map?.image !== undefined ? names.includes(root(map.image)) : columnsOf(names, null).image !== null)
  )
}

/** Dotted columns reach into records of JSON lines and Parquet structs. */
export function root(column: string): string {
  return column.split('.')[0] ?? column
}

/** A row's value in a column; undefined where there is none. */
export function valueAt(record: JsonRecord, column: string | null): unknown {
  if (column === null) return undefined
  const value = Object.hasOwn(record, column) ? record[column] : at(record, column)
  return typeof value === 'string' && value.trim() === '' ? undefined : value
}

/** What a row says of its post. */
export function factsOfRow(record: JsonRecord, columns: Columns): Facts {
  const value = (role: ColumnRole) => textOfBytes(valueAt(record, columns[role]))
  return {
    id: value('id'),
    account: value('account'),
    caption: value('caption'),
    dates: [{ source: 'manifest', raw: value('date') }],
    coordinates: [{ source: 'coordinates', latitude: value('lat'), longitude: value('lon') }],
    placeNames: [value('place')],
    country: value('country'),
  }
}

/** Parquet columns of bytes hold text where the writer did not say so. */
function textOfBytes(value: unknown): unknown {
  return value instanceof Uint8Array ? decodeText(value).text : value
}
