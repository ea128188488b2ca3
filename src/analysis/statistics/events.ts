/** A week of a concept against what cycle and slope say. */
export interface WeekTest {
  readonly week: number
  readonly count: number
  readonly total: number
  /** Expected share. */
  readonly expected: number
  readonly significant: boolean
}

export interface WeekEvent {
  readonly first: number
  readonly last: number
  readonly observed: number
  readonly expected: number
  /** Another event lies a year away. */
  readonly yearly: boolean
}

/** Weeks this near belong to one event; a year is 52 weeks give or take as many (Mall et al. 2019, section 4.3). */
const NEAR = 3
const YEAR = 52

/** Groups significant weeks into events, in time order, and marks those that come back a year later or came before. */
export function groupEvents(tests: readonly WeekTest[]): WeekEvent[] {
  const groups: WeekTest[][] = []
  for (const test of [...tests].sort((a, b) => a.week - b.week)) {
    if (!test.significant) continue
    const current = groups.at(-1)
    if (current !== undefined && test.week - current.at(-1)!.week <= NEAR) current.push(test)
    else groups.push([test])
  }
  const spans = groups.map((weeks) => ({ first: weeks[0]!.week, last: weeks.at(-1)!.week }))
  return groups.map((weeks, index) => {
    const total = weeks.reduce((sum, week) => sum + week.total, 0)
    return {
      ...spans[index]!,
      observed: weeks.reduce((sum, week) => sum + week.count, 0) / total,
      expected: weeks.reduce((sum, week) => sum + week.expected * week.total, 0) / total,
      yearly: spans.some((other) => isYearApart(spans[index]!, other)),
    }
  })
}

type Span = { readonly first: number; readonly last: number }

function isYearApart(one: Span, other: Span): boolean {
  const middle = (span: Span) => (span.first + span.last) / 2
  const weeks = Math.abs(middle(one) - middle(other))
  const years = Math.round(weeks / YEAR)
  return years >= 1 && Math.abs(weeks - years * 52.18) <= NEAR
}
