import type { Readable } from 'node:stream'
import { EXIT, invalidValue, UserError } from '../errors.ts'
import type { Shard } from './shards.ts'

/** Layouts in the order in which `auto` prefers them. */
export const LAYOUTS = [
  'instagram-export',
  'twitter-archive',
  'flickr-export',
  'manifest',
  'webdataset',
  'instaloader',
  'gallery-dl',
  'folder',
] as const
export type LayoutName = (typeof LAYOUTS)[number]

/** What a column of a manifest can stand for. */
export const COLUMN_ROLES = ['image', 'caption', 'date', 'lat', 'lon', 'place', 'country', 'account', 'id'] as const
export type ColumnRole = (typeof COLUMN_ROLES)[number]
export type ColumnMap = { readonly [role in ColumnRole]?: string }

export interface FeedOptions {
  readonly layout: 'auto' | LayoutName
  /** Columns of manifests, by role; null for the usual names. */
  readonly map: ColumnMap | null
  /** Let a file's modification time stand for a date when nothing better is known. */
  readonly dateFromMtime: boolean
  /** Read through links that leave the input, and into folders that are links. */
  readonly followSymlinks: boolean
  readonly shard: Shard | null
  /** What the input `-` reads from. */
  readonly stdin: Readable | null
  /** Paths in manifests are relative to this folder instead of the manifest's own. */
  readonly imageRoot: string | null
  /** The clock, UTC milliseconds: dates ahead of it are impossible. */
  readonly now: number
}

/** Options as they are without flags. */
export function feedOptions(given: Partial<FeedOptions> = {}): FeedOptions {
  return {
    layout: 'auto',
    map: null,
    dateFromMtime: false,
    followSymlinks: false,
    shard: null,
    stdin: null,
    imageRoot: null,
    now: Date.now(),
    ...given,
  }
}

/** Reads `--layout`. @throws UserError `invalid_value` (exit 2) */
export function parseLayout(text: string): FeedOptions['layout'] {
  if (text === 'auto' || (LAYOUTS as readonly string[]).includes(text)) return text as FeedOptions['layout']
  throw invalidValue('--layout', text, `one of auto, ${LAYOUTS.join(', ')}`)
}

/**
 * Reads `--map image=path,caption=text`: role, equals sign, column name.
 *
 * @throws UserError `invalid_value` (exit 2)
 */
export function parseColumnMap(text: string): ColumnMap {
  const map: { [role in ColumnRole]?: string } = {}
  for (const pair of text.split(',')) {
    const [role = '', ...rest] = pair.split('=')
    const column = rest.join('=').trim()
    const name = ROLE_NAMES.get(role.trim().toLowerCase())
    if (name === undefined || column === '') {
      throw invalidValue('--map', pair, `role=column with a role of ${COLUMN_ROLES.join(', ')}`)
    }
    map[name] = column
  }
  return map
}

const ROLE_NAMES: ReadonlyMap<string, ColumnRole> = new Map([
  ...COLUMN_ROLES.map((role) => [role, role] as const),
  ['latitude', 'lat'],
  ['longitude', 'lon'],
  ['lng', 'lon'],
])

/** Input that cannot be read, by no fault of a flag: exit 5. */
export function inputError(code: string, message: string, hint: string): UserError {
  return new UserError(code, message, { exit: EXIT.input, hint })
}
