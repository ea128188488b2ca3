import { CONCEPTS } from '../concepts.ts'
import { weekInMonths } from '../input/calendar.ts'
import { binomialUpper, normalUpper } from '../statistics/distributions.ts'
import { groupEvents, type WeekEvent, type WeekTest } from '../statistics/events.ts'
import { benjaminiHochberg } from '../statistics/false-discovery.ts'
import { fitted, fittedVariance } from '../statistics/seasonal-fit.ts'
import type { CountTable } from '../tally/pages.ts'
import { totals } from '../tally/pages.ts'
import type { Slice } from './slots.ts'
import { type Chosen, FALSE_DISCOVERY_RATE } from './trend-model.ts'

const N = CONCEPTS.length
/** A week is tested where at least this many garments of the concept are expected. */
const FEWEST_EXPECTED = 5

/** One month or week of a table. */
export type TimeSlice = Slice & { readonly slot: number }

/** The slots of a table by time, as slices that {@link judge} understands; slot 0 (undated) is unknown. */
export function timeSlices(table: CountTable): TimeSlice[] {
  return table.slots().map((slot) => ({
    slot,
    code: slot,
    name: slot === 0 ? null : String(slot),
    page: table.pages[slot]!,
  }))
}

/**
 * Weeks whose share lies above what line and cycle allow: one-sided, the larger of the normal tail (variance of the
 * count by the concept's design effect, plus that of the fit) and the exact binomial tail; Benjamini-Hochberg over
 * all weeks of all concepts.
 */
export function findEvents(
  weeks: readonly TimeSlice[],
  visible: readonly boolean[],
  models: readonly Chosen[],
): Map<number, WeekEvent[]> {
  const tests: { concept: number; test: Omit<WeekTest, 'significant'>; p: number; shown: boolean }[] = []
  weeks.forEach(({ slot, page }, index) => {
    const counts = totals(page, N)
    const month = weekInMonths(slot - 1)
    for (const { candidate, cycle } of models) {
      const { concept, designEffect, series } = candidate
      const model = cycle ?? candidate.line
      const expected = fitted(model, month)
      const [count, total] = [counts[concept]!, counts[0]!]
      if (slot === 0 || expected * total < FEWEST_EXPECTED || expected >= 1) continue
      const binomial = expected * (1 - expected)
      const unit = Math.max(binomial, model.fit.rss / Math.max(1, series.month.length - 3))
      const sd = Math.sqrt((designEffect * binomial) / total + fittedVariance(model, month, unit))
      const p = Math.max(normalUpper((count / total - expected) / sd), binomialUpper(count, total, expected))
      tests.push({ concept, test: { week: slot - 1, count, total, expected }, p, shown: visible[index * N + concept]! })
    }
  })
  const q = benjaminiHochberg(tests.map(({ p }) => p))
  const byConcept = new Map<number, WeekTest[]>()
  tests.forEach(({ concept, test, shown }, index) => {
    const list = byConcept.get(concept) ?? []
    list.push({ ...test, significant: shown && q[index]! <= FALSE_DISCOVERY_RATE })
    byConcept.set(concept, list)
  })
  return new Map([...byConcept].map(([concept, list]) => [concept, groupEvents(list)]))
}
