import { CONCEPTS } from '../concepts.ts'
import type { JointCell } from '../tally/joint.ts'
import { RADIX } from '../tally/joint.ts'
import { conceptMargins } from './margins.ts'

/** Bits of a 64-bit account sketch that are surely reached by that many accounts and more. */
const MOST_BITS = 40

/** A total that is shown somewhere: positions of the dimensions that it keeps. */
export type Total = readonly number[]

/** What a table of cells is guarded against. */
export interface Guard {
  /** For each position of the cells' codes the dimension it stands for. */
  readonly dimensions: readonly number[]
  readonly totals: readonly Total[]
  readonly minCount: number
  /** Garments a cell needs beside its accounts. */
  readonly minGarments: number
  /** May the cell be shown, as far as other tables go? */
  readonly allowed: (codes: readonly number[], concept: number) => boolean
}

interface Group {
  low: number
  high: number
  readonly members: number[]
}

/** The group of concepts that add up with this one: the categories, or the values of one family. */
const SIBLINGS = siblings()

/**
 * Which cells may be shown: those with enough accounts, whose total is not told on by the others. The hidden cells of
 * each total (over all concepts that add up, and over the dimensions that the total sums) hold no account or at least
 * `minCount`; if not, the smallest shown cell is hidden too, until all totals hold. A value needs its category. Sums
 * are of account sketches, which never say more accounts than there are.
 */
export function guarded(cells: readonly JointCell[], guard: Guard): Uint8Array {
  const need = Math.min(guard.minCount, MOST_BITS)
  const shown = Uint8Array.from(cells, (cell) => Number(isSafe(cell, guard, need)))
  if (need <= 1) return shown
  const { tables, keysOf } = groupsOf(cells, shown, guard)
  const parents = parentsOf(cells, guard)
  const hide = (index: number) => {
    shown[index] = 0
    keysOf(cells[index]!).forEach((key, table) => {
      const group = tables[table]!.get(key)
      if (group !== undefined) join(group, cells[index]!)
    })
  }
  for (const table of tables) {
    for (const { members } of table.values()) members.sort((a, b) => cells[b]!.count - cells[a]!.count)
  }
  for (let changed = true; changed; ) {
    changed = false
    for (const [index, parent] of parents) {
      if (shown[index] === 0 || (parent >= 0 && shown[parent] === 1)) continue
      hide(index)
      changed = true
    }
    for (const table of tables) {
      for (const group of table.values()) {
        while (tells(group, need)) {
          while (group.members.length > 0 && shown[group.members.at(-1)!] === 0) group.members.pop()
          const victim = group.members.pop()
          if (victim === undefined) break
          hide(victim)
          changed = true
        }
      }
    }
  }
  return shown
}

function isSafe(cell: JointCell, { minGarments, allowed }: Guard, need: number): boolean {
  return cell.count >= minGarments && accounts(cell) >= need && allowed(cell.codes, cell.concept)
}

/** Groups that hold a shown cell, one table a total, with the accounts of their hidden cells. */
function groupsOf(cells: readonly JointCell[], shown: Uint8Array, { dimensions, totals }: Guard) {
  const keysOf = (cell: JointCell): number[] => [
    ...totals.map((total) => keyOf(cell.codes, dimensions, total) * 1024 + cell.concept),
    keyOf(cell.codes, dimensions, [...dimensions.keys()]) * 1024 + SIBLINGS[cell.concept]!,
  ]
  const tables = Array.from({ length: totals.length + 1 }, () => new Map<number, Group>())
  cells.forEach((cell, index) => {
    if (shown[index] === 0) return
    keysOf(cell).forEach((key, at) => {
      const group = tables[at]!.get(key)
      if (group === undefined) tables[at]!.set(key, { low: 0, high: 0, members: [index] })
      else group.members.push(index)
    })
  })
  cells.forEach((cell, index) => {
    if (shown[index] === 1) return
    keysOf(cell).forEach((key, at) => {
      const group = tables[at]!.get(key)
      if (group !== undefined) join(group, cell)
    })
  })
  return { tables, keysOf }
}

/** Shown values with the cell of their category, -1 where there is none. */
function parentsOf(cells: readonly JointCell[], { dimensions }: Guard): [number, number][] {
  const all = [...dimensions.keys()]
  const categories = new Map<number, number>()
  const key = (cell: JointCell, concept: number) => keyOf(cell.codes, dimensions, all) * 1024 + concept
  cells.forEach((cell, index) => {
    if (CONCEPTS[cell.concept]!.family < 0) categories.set(key(cell, cell.concept), index)
  })
  return cells.flatMap((cell, index): [number, number][] => {
    const { parent, family } = CONCEPTS[cell.concept]!
    return family < 0 ? [] : [[index, categories.get(key(cell, parent)) ?? -1]]
  })
}

function keyOf(codes: readonly number[], dimensions: readonly number[], kept: readonly number[]): number {
  let key = 0
  for (const at of kept) key = key * RADIX[dimensions[at]!]! + codes[at]!
  return key
}

function join(group: Group, { low, high }: JointCell): void {
  group.low |= low
  group.high |= high
}

function tells(group: Group, need: number): boolean {
  const held = accounts(group)
  return held > 0 && held < need
}

/** At least so many accounts are behind it. */
function accounts({ low, high }: { readonly low: number; readonly high: number }): number {
  return bits(low) + bits(high)
}

function bits(word: number): number {
  let count = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}

/** By concept; 0 for `*`, which adds up with nothing. */
function siblings(): Uint16Array {
  const found = new Uint16Array(CONCEPTS.length)
  conceptMargins().forEach((members, index) => {
    for (const concept of members) found[concept] = index + 1
  })
  return found
}
