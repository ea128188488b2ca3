import { invalidValue } from '../errors.ts'
import { printable } from './printable.ts'

/** How progress is told: a bar that redraws itself, lines every ten seconds, JSON lines for programs, or not at all. */
export const PROGRESS_KINDS = ['bar', 'lines', 'json', 'none'] as const
export type ProgressKind = (typeof PROGRESS_KINDS)[number]

export interface ProgressState {
  readonly photos: number
  readonly failed: number
  /** Photos in all, null where nobody knows. */
  readonly total: number | null
}

export interface Progress {
  progress(state: ProgressState): void
  /** A sentence between two states; a bar is drawn again below it. */
  message(text: string): void
  /** A sentence that only `--verbose` shows. */
  detail(text: string): void
  /** The last state, and the bar is left behind. */
  end(): void
}

/** Where progress is written; stderr, unless a test looks on. */
export interface ProgressScreen {
  write(text: string): void
  readonly columns: number
  readonly now: () => number
}

export function parseProgress(text: string): ProgressKind {
  const found = PROGRESS_KINDS.find((kind) => kind === text)
  if (found === undefined) throw invalidValue('--progress', text, `one of ${PROGRESS_KINDS.join(', ')}`)
  return found
}

/** A bar on a terminal that can redraw a line, lines elsewhere. */
export function defaultProgress(
  stream: { readonly isTTY?: boolean } = process.stderr,
  environment: NodeJS.ProcessEnv = process.env,
): ProgressKind {
  return stream.isTTY === true && !environment.CI && environment.TERM !== 'dumb' ? 'bar' : 'lines'
}

/** The progress that `--progress` and `--quiet` ask for. A bad value is a `UserError` (exit 2). */
export function openProgress(flags: {
  readonly progress?: string | undefined
  readonly quiet?: boolean
  readonly verbose?: boolean
}): Progress {
  const kind = flags.progress === undefined ? defaultProgress() : parseProgress(flags.progress)
  if (flags.quiet) return { progress() {}, message() {}, detail() {}, end() {} }
  const progress = createProgress(kind)
  return flags.verbose ? progress : { ...progress, detail() {} }
}

const screen: ProgressScreen = {
  write: (text) => process.stderr.write(text),
  get columns() {
    return process.stderr.columns ?? 80
  },
  now: () => performance.now(),
}

const INTERVAL_MS: { readonly [kind in ProgressKind]: number } = {
  bar: 100,
  lines: 10_000,
  json: 1_000,
  none: Infinity,
}

export function createProgress(kind: ProgressKind, on: ProgressScreen = screen): Progress {
  const started = on.now()
  let first: ProgressState | null = null
  let last: ProgressState | null = null
  let shownAt = kind === 'lines' ? started : -Infinity
  let drawn = false
  const show = (): void => {
    if (last === null || kind === 'none') return
    const seconds = (on.now() - started) / 1000
    const rate = seconds > 0 ? (last.photos - (first?.photos ?? 0)) / seconds : 0
    if (kind === 'json') on.write(`${progressJson(last, seconds, rate)}\n`)
    else if (kind === 'lines') on.write(`${progressLine(last, rate)}\n`)
    else on.write(`\r${progressBar(last, rate, on.columns)}\u001b[K`)
    drawn = kind === 'bar'
  }
  const message = (text: string): void => {
    const shown = text.split('\n').map(printable).join('\n')
    if (kind === 'json') on.write(`${JSON.stringify({ message: text })}\n`)
    else on.write(`${drawn ? '\r\u001b[K' : ''}${shown}\n`)
    if (drawn) show()
  }
  return {
    message,
    detail: message,
    progress(state) {
      first ??= state
      last = state
      if (on.now() - shownAt < INTERVAL_MS[kind]) return
      shownAt = on.now()
      show()
    },
    end() {
      show()
      if (drawn) on.write('\n')
      drawn = false
    },
  }
}

function progressJson({ photos, failed, total }: ProgressState, seconds: number, rate: number): string {
  return JSON.stringify({
    photos,
    failed,
    total,
    seconds: Number(seconds.toFixed(1)),
    photos_per_second: Number(rate.toFixed(1)),
  })
}

/** `1,204 of 5,000 photos (24 %), 3 failed, 101 a second, 38 s left` */
export function progressLine({ photos, failed, total }: ProgressState, rate: number): string {
  const count = photos.toLocaleString('en-GB')
  const known = total !== null && total >= photos
  const share = known && total > 0 ? ` (${Math.floor((100 * photos) / total)} %)` : ''
  const parts = [known ? `${count} of ${total.toLocaleString('en-GB')} photos${share}` : `${count} photos`]
  if (failed > 0) parts.push(`${failed.toLocaleString('en-GB')} failed`)
  if (rate > 0) parts.push(`${rate < 10 ? rate.toFixed(1) : Math.round(rate).toLocaleString('en-GB')} a second`)
  if (known && rate > 0 && photos < total) parts.push(`${duration((total - photos) / rate)} left`)
  return parts.join(', ')
}

function progressBar(state: ProgressState, rate: number, columns: number): string {
  const line = progressLine(state, rate)
  const room = Math.min(30, columns - line.length - 3)
  if (state.total === null || state.total < state.photos || room < 8) return line.slice(0, columns - 1)
  const filled = state.total === 0 ? room : Math.round((room * state.photos) / state.total)
  return `${'█'.repeat(filled)}${'░'.repeat(room - filled)} ${line}`
}

/** `42 s`, `3 min`, `2 h 05 min` */
export function duration(seconds: number): string {
  const rounded = Math.ceil(seconds)
  if (rounded < 120) return `${rounded} s`
  const minutes = Math.round(rounded / 60)
  if (minutes < 120) return `${minutes} min`
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`
}
