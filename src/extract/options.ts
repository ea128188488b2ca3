import type { Writable } from 'node:stream'
import type { TableName } from '../dataset/rows.ts'
import { EXIT, UserError } from '../errors.ts'
import type { FeedOptions } from '../feed/options.ts'
import type { SeasonRule } from '../feed/seasons.ts'
import type { Engine, EngineOptions } from '../inference/engine.ts'

export const DUPLICATE_MODES = ['keep', 'mark', 'drop'] as const
export type DuplicateMode = (typeof DUPLICATE_MODES)[number]

/** Posts of a part: some seconds of work, which is what a killed run loses at most. */
export const PART_POSTS = 512

export interface ExtractOptions {
  readonly inputs: readonly string[]
  /** A dataset folder, a file `x.arrow` or `x.arrows`, or `-` for a stream on `stdout`. */
  readonly output: string
  /** Which table a file or stream gets. */
  readonly table: TableName
  readonly stdout: Writable
  readonly feed: Partial<FeedOptions>
  readonly season: SeasonRule
  readonly engine: EngineOptions
  /** Opens the engine; replaced where a test needs to know every finding. */
  readonly openEngine?: (options: EngineOptions) => Promise<Engine>
  readonly captions: boolean
  readonly duplicates: DuplicateMode
  /** Leave coordinates as they are instead of rounding them to 0.01 degrees, about a kilometre. */
  readonly exactCoordinates: boolean
  /** A file with the key of account hashes; null for the user's own. */
  readonly accountKey: string | null
  readonly partPosts: number
  readonly retryFailed: boolean
  readonly force: boolean
  /** Version of the program, for metadata. */
  readonly version: string
  /** Aborted by the first Ctrl-C: what is under way is finished and kept. */
  readonly signal: AbortSignal
  readonly report: Reporter
}

/** What the run tells while it is under way; a terminal, a log or nothing listens. */
export interface Reporter {
  /** A sentence for people: what was found, which device. */
  message(text: string): void
  /** A sentence that only `--verbose` shows: one photo that failed, one thing passed over. */
  detail(text: string): void
  /** @param total photos in all, null where nobody knows */
  progress(state: { readonly photos: number; readonly failed: number; readonly total: number | null }): void
}

/** What `extract --json` prints. Rows are those of the whole dataset, `photos_per_second` that of this run. */
export interface ExtractSummary {
  readonly photos: number
  readonly people: number
  readonly garments: number
  readonly failed: number
  readonly skipped: number
  readonly parts: number
  readonly seconds: number
  readonly photos_per_second: number
  readonly device: string
  readonly pack: string
  /** Something of an earlier run was kept. */
  readonly resumed: boolean
}

export interface ExtractResult {
  readonly summary: ExtractSummary
  /** The signal came: the run can be continued. */
  readonly interrupted: boolean
}

/**
 * Reads `--max-failures`: a number, or a share of the photos such as `5%`.
 * @returns is this many failures too many?
 */
export function parseFailureLimit(text: string): (failed: number, photos: number) => boolean {
  const match = /^(\d+(?:\.\d+)?)(%?)$/.exec(text.trim())
  if (match === null || (match[2] === '' && !/^\d+$/.test(match[1]!)))
    throw new UserError(
      'invalid_value',
      `Expected a number of photos or a share such as 5% for \`--max-failures\` but received \`${text}\`.`,
      { exit: EXIT.usage },
    )
  const limit = Number(match[1])
  return match[2] === '%' ? (failed, photos) => failed > (limit / 100) * photos : (failed) => failed > limit
}
