const DAY = 86_400_000
/** Months and weeks are counted from here; posts before it or after 2099 count as undated. */
const FIRST_YEAR = 2000
const MONTHS = 1200
const ORIGIN = Date.UTC(FIRST_YEAR, 0, 3) // a Monday

/** Months since January 2000 of each time; -1 where NaN or out of range. UTC. */
export function monthCodes(times: Float64Array): Int16Array {
  const all = monthStarts()
  const codes = new Int16Array(times.length).fill(-1)
  let month = 0
  for (let row = 0; row < times.length; row++) {
    const time = times[row]!
    if (!(time >= all[0]!) || time >= all[MONTHS]!) continue
    // Posts come in runs: the month before is the best guess.
    if (time < all[month]! || time >= all[month + 1]!) {
      month = Math.min(MONTHS - 1, Math.floor((time - all[0]!) / (30.436875 * DAY)))
      while (all[month]! > time) month--
      while (all[month + 1]! <= time) month++
    }
    codes[row] = month
  }
  return codes
}

let starts: Float64Array | null = null

function monthStarts(): Float64Array {
  starts ??= Float64Array.from({ length: MONTHS + 1 }, (_, month) => Date.UTC(FIRST_YEAR, month, 1))
  return starts
}

/** Weeks (Monday to Sunday) since the one of 3 January 2000; -1 where the time is NaN or out of range. UTC. */
export function weekCodes(times: Float64Array): Int16Array {
  const codes = new Int16Array(times.length)
  for (let row = 0; row < times.length; row++) {
    const week = Math.floor((times[row]! - ORIGIN) / (7 * DAY))
    codes[row] = week >= 0 && week < 5200 ? week : -1
  }
  return codes
}

/** `YYYY-MM-DD` of the first day of a month code. */
export function monthStart(month: number): string {
  return new Date(Date.UTC(FIRST_YEAR, month, 1)).toISOString().slice(0, 10)
}

/** `YYYY-MM-DD` of the Monday of a week code. */
export function weekStart(week: number): string {
  return new Date(ORIGIN + week * 7 * DAY).toISOString().slice(0, 10)
}

/** January = 0 of a month code. */
export function monthOfYear(month: number): number {
  return month % 12
}

/** Month code of `YYYY-MM`, or undefined. */
export function monthCode(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})$/.exec(text)
  if (match === null) return undefined
  const code = (Number(match[1]) - FIRST_YEAR) * 12 + Number(match[2]) - 1
  return Number(match[2]) >= 1 && Number(match[2]) <= 12 && code >= 0 && code < MONTHS ? code : undefined
}

/** Weeks since the origin as a month code with a fraction: places a week on the months' axis. */
export function weekInMonths(week: number): number {
  const middle = ORIGIN + (week * 7 + 3.5) * DAY
  const [month = 0] = monthCodes(Float64Array.of(middle))
  const all = monthStarts()
  return month + (middle - all[month]!) / (all[month + 1]! - all[month]!)
}
