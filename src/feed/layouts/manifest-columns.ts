import type { Facts } from '../facts.ts'
import { at, type JsonRecord } from '../json.ts'
import { COLUMN_ROLES, type ColumnMap, type ColumnRole } from '../options.ts'

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
  return {
    id: valueAt(record, columns.id),
    account: valueAt(record, columns.account),
    caption: valueAt(record, columns.caption),
    dates: [{ source: 'manifest', raw: valueAt(record, columns.date) }],
    coordinates: [
      { source: 'coordinates', latitude: valueAt(record, columns.lat), longitude: valueAt(record, columns.lon) },
    ],
    placeNames: [valueAt(record, columns.place)],
    country: valueAt(record, columns.country),
  }
}
