import type { Page } from '../tally/pages.ts'
import { ACCOUNTS_HELD, BUCKETS } from '../tally/pages.ts'
import { type Line, suppress } from './suppress.ts'

/** A count that may be shown or not, with the first different accounts behind it. */
export interface Cell {
  readonly count: number
  readonly accounts: Uint32Array
  /** How many accounts, estimated where there are more than are told apart. */
  readonly width: number
  /** False for what no table shows (unknown gender, silent values): it hides others but needs no hiding. */
  readonly publishable: boolean
  /** What a garment of it is worth when cells must be hidden; 1 if not said. */
  readonly worth?: number
}

/** One concept of a page as a cell. */
export function cellOf(page: Page, concepts: number, concept: number, publishable = true): Cell {
  const limit = page.accounts.length / concepts
  const accounts = page.accounts.subarray(concept * limit, concept * limit + page.held[concept]!)
  let count = 0
  let filled = 0
  for (let at = concept; at < page.counts.length; at += concepts) {
    count += page.counts[at]!
    if (page.counts[at]! > 0) filled++
  }
  const width = accounts.length < limit ? accounts.length : Math.max(limit, linearCount(filled))
  return { count, accounts, width, publishable }
}

/** Linear counting (Whang, Vander-Zanden, Taylor 1990): accounts behind `filled` of the buckets. */
function linearCount(filled: number): number {
  return filled >= BUCKETS ? Number.POSITIVE_INFINITY : -BUCKETS * Math.log(1 - filled / BUCKETS)
}

/** Enough accounts to be shown on its own? */
export function isSupported(cell: Cell, minCount: number): boolean {
  return minCount <= 1 ? cell.count >= 0 : cell.count >= minCount && cell.width >= minCount - 0.5
}

/**
 * Which cells may be shown: those of enough accounts, less what would tell on the others ({@link suppress}). `lines`
 * lists the sums that are shown somewhere; `parents[i]` is a cell that must be shown for cell i to be shown, -1 for none.
 */
export function visibleCells(
  cells: readonly Cell[],
  lines: readonly Line[],
  parents: ArrayLike<number>,
  minCount: number,
): boolean[] {
  const shown = Uint8Array.from(cells, (cell) => Number(cell.publishable && isSupported(cell, minCount)))
  if (minCount <= 1) return Array.from(shown, Boolean)
  const need = Math.min(minCount, ACCOUNTS_HELD)
  suppress({
    counts: Float64Array.from(cells, ({ count }) => count),
    costs: Float64Array.from(cells, ({ count, worth }) => count * (worth ?? 1)),
    shown,
    small: Uint8Array.from(cells, ({ accounts }) => Number(accounts.length > 0 && accounts.length < need)),
    lines,
    parents,
    enough: (hidden) => holdEnough(hidden, cells, minCount),
  })
  return Array.from(shown, Boolean)
}

/** Are enough accounts behind these cells together, as far as accounts are told apart? */
export function holdEnough(hidden: readonly number[], cells: readonly Cell[], minCount: number): boolean {
  const need = Math.min(minCount, ACCOUNTS_HELD)
  const union = new Set<number>()
  for (const index of hidden) {
    for (const account of cells[index]!.accounts) union.add(account)
    if (union.size >= need) return true
  }
  return false
}
