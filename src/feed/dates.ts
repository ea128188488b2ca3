import { DATE_SOURCES, type DateSource, type TakenAt } from './post.ts'

/** The outcome of reading a date: a time in UTC milliseconds, or why there is none. */
export type DateReading =
  | { readonly kind: 'time'; readonly time: number }
  | { readonly kind: 'absent' | 'date_impossible' | 'date_unreadable' }

const ABSENT: DateReading = { kind: 'absent' }
const IMPOSSIBLE: DateReading = { kind: 'date_impossible' }
const UNREADABLE: DateReading = { kind: 'date_unreadable' }

const EARLIEST = Date.UTC(1900, 0, 1)
/** Clocks and time zones: a photo may be a little ahead of this machine. */
const AHEAD = 2 * 86_400_000

const ZONE = '(z|utc|gmt|[+-]\\d{2}(?::?\\d{2})?)'
const CLOCK = '(\\d{1,2})[:.](\\d{2})(?:[:.](\\d{2})(?:[.,]\\d+)?)?'
const CALENDAR = new RegExp(
  `^(\\d{4})([-/:.])(\\d{1,2})\\2(\\d{1,2})(?:(?:\\s*,\\s*|\\s+|t)${CLOCK}\\s*${ZONE}?)?$`,
  'i',
)
const COMPACT = new RegExp(`^(\\d{4})(\\d{2})(\\d{2})(?:[t_ -](\\d{2})(\\d{2})(\\d{2})\\s*${ZONE}?)?$`, 'i')
const TWITTER = new RegExp(`^[a-z]{3} ([a-z]{3}) (\\d{1,2}) ${CLOCK} ${ZONE} (\\d{4})$`, 'i')
const MAIL = new RegExp(`^(?:[a-z]{3}, )?(\\d{1,2}) ([a-z]{3}) (\\d{4}) ${CLOCK} ${ZONE}$`, 'i')
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

/**
 * Reads a date as metadata writes it: Unix seconds, milliseconds or microseconds, ISO 8601, EXIF, RFC 2822 or
 * X/Twitter's form. A time without a zone is UTC. Forms whose day and month could be swapped are not read.
 *
 * @param now the clock, UTC milliseconds: what lies more than two days ahead of it is impossible
 */
export function readDate(raw: unknown, now: number): DateReading {
  if (raw === null || raw === undefined) return ABSENT
  if (raw instanceof Date) return possible(raw.getTime(), now)
  if (typeof raw === 'bigint') return fromNumber(Number(raw), now)
  if (typeof raw === 'number') return fromNumber(raw, now)
  if (typeof raw !== 'string') return UNREADABLE
  const text = raw.trim()
  if (text === '') return ABSENT
  return (
    fromParts(calendarParts(text), now) ?? (/^-?\d+(\.\d+)?$/.test(text) ? fromNumber(Number(text), now) : UNREADABLE)
  )
}

/**
 * A date in a file's name: Instaloader's `2021-09-10_19-46-05_UTC`, cameras' `IMG_20210910_194605`, messengers'
 * `IMG-20210910-WA0001`. Null where there is none or where the digits are no date.
 */
export function dateOfName(stem: string, now: number): number | null {
  const match =
    /(?<!\d)((?:19|20)\d{2})([-_.]?)(\d{2})\2(\d{2})(?:[T_ -]+(?:at )?(\d{2})[-_.:h]?(\d{2})[-_.:m]?(\d{2})(?:\d{3})?)?(?!\d)/.exec(
      stem,
    )
  if (match === null) return null
  const [, year, , month, day, hour, minute, second] = match
  const reading = fromParts([year, month, day, hour, minute, second], now)
  return reading?.kind === 'time' ? reading.time : null
}

/**
 * The better of what the feed knew and the photo's own EXIF date, by the order of {@link DATE_SOURCES}: EXIF
 * replaces a missing date and a file's modification time, nothing else.
 *
 * @param exif UTC milliseconds or null
 */
export function completeDate(takenAt: TakenAt | null, exif: number | null): TakenAt | null {
  if (exif === null) return takenAt
  return better(takenAt, { time: exif, source: 'exif' })
}

function better(a: TakenAt | null, b: TakenAt): TakenAt {
  return a !== null && rank(a.source) <= rank(b.source) ? a : b
}

function rank(source: DateSource): number {
  return DATE_SOURCES.indexOf(source)
}

type Parts = readonly (string | undefined)[]

/** Year, month, day, hour, minute, second, zone as written; null where the text is none of the known forms. */
function calendarParts(text: string): Parts | null {
  const calendar = CALENDAR.exec(text)
  if (calendar !== null) return [calendar[1], ...calendar.slice(3)]
  const compact = COMPACT.exec(text)
  if (compact !== null && (compact[4] !== undefined || /^(19|20)/.test(text))) return compact.slice(1)
  const twitter = TWITTER.exec(text)
  if (twitter !== null) {
    const [, month, day, hour, minute, second, zone, year] = twitter
    return [year, monthNumber(month), day, hour, minute, second, zone]
  }
  const mail = MAIL.exec(text)
  if (mail === null) return null
  const [, day, month, year, ...clock] = mail
  return [year, monthNumber(month), day, ...clock]
}

function monthNumber(name: string | undefined): string {
  return String(MONTHS.indexOf(name?.toLowerCase() ?? '') + 1)
}

function fromParts(parts: Parts | null, now: number): DateReading | null {
  if (parts === null) return null
  const [year, month, day, hour = 0, minute = 0, second = 0] = parts.slice(0, 6).map((part) => Number(part ?? 0))
  if (year === undefined || month === undefined || day === undefined) return null
  const midnight = new Date(0)
  midnight.setUTCFullYear(year, month - 1, day)
  const inCalendar = midnight.getUTCMonth() === month - 1 && midnight.getUTCDate() === day
  if (!inCalendar || hour > 23 || minute > 59 || second > 60) return IMPOSSIBLE
  const local = midnight.getTime() + ((hour * 60 + minute) * 60 + second) * 1000
  return possible(local - zoneOffset(parts[6]), now)
}

/** Milliseconds east of Greenwich. */
function zoneOffset(zone: string | undefined): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(zone ?? '')
  if (match === null) return 0
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0)
  return (match[1] === '-' ? -1 : 1) * minutes * 60_000
}

/** Numbers below are no seconds of this age (1973) but a year, a day count or `20210910`. */
const SMALLEST_TIMESTAMP = 1e8

/** Magnitude tells the unit: seconds until the year 5138, then milliseconds, then microseconds. */
function fromNumber(value: number, now: number): DateReading {
  if (!Number.isFinite(value)) return UNREADABLE
  const size = Math.abs(value)
  if (value === 0) return IMPOSSIBLE
  if (size < SMALLEST_TIMESTAMP) return fromParts(calendarParts(String(value)), now) ?? UNREADABLE
  return possible(Math.round(size < 1e11 ? value * 1000 : size < 1e14 ? value : value / 1000), now)
}

function possible(time: number, now: number): DateReading {
  return time >= EARLIEST && time <= now + AHEAD ? { kind: 'time', time } : IMPOSSIBLE
}
