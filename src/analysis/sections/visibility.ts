import type { Page } from '../tally/pages.ts'
import { ACCOUNTS_HELD, BUCKETS } from '../tally/pages.ts'

/** A count that may be shown or not, with the first different accounts behind it. */
export interface Cell {
  readonly count: number
  readonly accounts: Uint32Array
  /** How many accounts, estimated where there are more than are told apart. */
  readonly width: number
  /** False for what no table shows (unknown gender, silent values): it hides others but needs no hiding. */
  readonly publishable: boolean
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
 * Which cells may be shown. Cells of fewer than `minCount` accounts are hidden; then, as long as the hidden cells of
 * a margin together hold some but fewer than `minCount` accounts, so that the margin's total less the shown cells
 * would tell on them, its smallest shown cell is hidden too (complementary suppression: Cox 1980; Hundepool et al.
 * 2012, chapter 4). `margins` lists, for each total that is shown somewhere, the cells that sum to it; `parents[i]`
 * is a cell that must be shown for cell i to be shown, -1 for none.
 */
export function visibleCells(
  cells: readonly Cell[],
  margins: Iterable<readonly number[]>,
  parents: ArrayLike<number>,
  minCount: number,
): boolean[] {
  const visible = cells.map((cell) => cell.publishable && isSupported(cell, minCount))
  if (minCount <= 1) return visible
  const groups = [...margins].filter((group) => group.length > 1)
  const need = Math.min(minCount, ACCOUNTS_HELD)
  for (let changed = true; changed; ) {
    changed = false
    for (let i = 0; i < cells.length; i++) {
      if (visible[i] && parents[i]! >= 0 && !visible[parents[i]!]) {
        visible[i] = false
        changed = true
      }
    }
    for (const group of groups) {
      while (tells(cells, group, visible, need)) {
        const victim = smallestVisible(cells, group, visible)
        if (victim < 0) break
        visible[victim] = false
        changed = true
      }
    }
  }
  return visible
}

/** Do the hidden cells of the group hold some accounts, but fewer than needed? */
function tells(cells: readonly Cell[], group: readonly number[], visible: readonly boolean[], need: number): boolean {
  const union = new Set<number>()
  for (const index of group) {
    if (visible[index]) continue
    for (const account of cells[index]!.accounts) {
      union.add(account)
      if (union.size >= need) return false
    }
  }
  return union.size > 0
}

function smallestVisible(cells: readonly Cell[], group: readonly number[], visible: readonly boolean[]): number {
  let smallest = -1
  for (const index of group) {
    if (visible[index] && (smallest < 0 || cells[index]!.count < cells[smallest]!.count)) smallest = index
  }
  return smallest
}
