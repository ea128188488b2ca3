import { resolve } from 'node:path'

/** Where a recipe's inputs and its work lie. */
export interface Folders {
  /** Holds `ccp`, `clothing-attributes`, `clothing-dataset`, `fairface`, `miniplaces` and `text`. */
  readonly data: string
  /** The teacher networks. */
  readonly models: string
  /** A feed drawn with `--regions`; left out where it is not there. */
  readonly drawn: string
  /** Kept between runs: teachers' words, pixels, checkpoints. */
  readonly cache: string
}

/** Flags of every command of the recipe, for `parseArgs`. */
export const FOLDER_FLAGS = {
  data: { type: 'string', default: '../shared/data' },
  models: { type: 'string', default: '../shared/models' },
  drawn: { type: 'string', default: '.cache/drawn' },
  cache: { type: 'string', default: '.cache/street' },
} as const

/** Folders from a command line's flags, as absolute paths. */
export function readFolders(flags: { data: string; models: string; drawn: string; cache: string }): Folders {
  return {
    data: resolve(flags.data),
    models: resolve(flags.models),
    drawn: resolve(flags.drawn),
    cache: resolve(flags.cache),
  }
}
