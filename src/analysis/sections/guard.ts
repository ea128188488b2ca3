import { CONCEPTS } from '../concepts.ts'
import { type Cells, cellKeys, KeyIndex } from './cells.ts'
import { conceptMargins } from './margins.ts'

/** Bits of a 64-bit account sketch that are surely reached by that many accounts and more. */
const MOST_BITS = 40

/** A total that is shown somewhere: positions of the dimensions that it keeps. */
export type Total = readonly number[]

/** What a table of cells is guarded against. */
export interface Guard {
  readonly totals: readonly Total[]
  readonly minCount: number
  /** Garments a cell needs beside its accounts. */
  readonly minGarments: number
  /** May the cell be shown, as far as other tables go? */
  readonly allowed: (cell: number) => boolean
}

/**
 * The cells of one kind of total that has shown cells: those of a total have the same number. `low` and `high` are the
 * accounts of its hidden cells, `shown` its shown cells, the smallest last.
 */
interface Groups {
  readonly of: Int32Array
  readonly low: Uint32Array
  readonly high: Uint32Array
  readonly shown: readonly number[][]
}

/** The group of concepts that add up with this one: the categories, or the values of one family. */
const SIBLINGS = siblings()

/**
 * Which cells may be shown: those with enough accounts, whose total is not told on by the others. The hidden cells of
 * each total (over all concepts that add up, and over the dimensions that the total sums) hold no account or at least
 * `minCount`; if not, the smallest shown cell is hidden too, until all totals hold. A value needs its category. Sums
 * are of account sketches, which never say more accounts than there are.
 */
export function guarded(cells: Cells, guard: Guard): Uint8Array {
  const { low, high, counts } = cells
  const need = Math.min(guard.minCount, MOST_BITS)
  const shown = new Uint8Array(cells.length)
  for (let i = 0; i < shown.length; i++) {
    if (counts[i]! >= guard.minGarments && bits(low[i]!) + bits(high[i]!) >= need && guard.allowed(i)) shown[i] = 1
  }
  if (need <= 1) return shown
  const order = [...shown.keys()].filter((i) => shown[i] === 1).sort((a, b) => counts[b]! - counts[a]! || a - b)
  const places = [...cells.dimensions.keys()]
  const tables = [
    ...guard.totals.map((total) => groupCells(cells, cellKeys(cells, total), shown, order)),
    groupCells(cells, cellKeys(cells, places, SIBLINGS), shown, order),
  ]
  const parents = parentsOf(cells, order)
  const hide = (cell: number) => {
    shown[cell] = 0
    for (const { of, low, high } of tables) {
      low[of[cell]!]! |= cells.low[cell]!
      high[of[cell]!]! |= cells.high[cell]!
    }
  }
  for (let changed = true; changed; ) {
    changed = false
    for (const [cell, parent] of parents) {
      if (shown[cell] === 0 || (parent >= 0 && shown[parent] === 1)) continue
      hide(cell)
      changed = true
    }
    for (const { low, high, shown: members } of tables) {
      for (let group = 0; group < members.length; group++) {
        while (tells(bits(low[group]!) + bits(high[group]!), need)) {
          const victim = smallestShown(members[group]!, shown)
          if (victim === undefined) break
          hide(victim)
          changed = true
        }
      }
    }
  }
  return shown
}

/** Do hidden cells of so many accounts tell on somebody? */
function tells(accounts: number, need: number): boolean {
  return accounts > 0 && accounts < need
}

function smallestShown(members: number[], shown: Uint8Array): number | undefined {
  while (members.length > 0 && shown[members.at(-1)!] === 0) members.pop()
  return members.pop()
}

/** Groups that hold a shown cell, with the accounts of their hidden cells. */
function groupCells(cells: Cells, keys: Float64Array, shown: Uint8Array, order: readonly number[]): Groups {
  const index = new KeyIndex(order.length)
  for (let cell = 0; cell < cells.length; cell++) if (shown[cell] === 1) index.add(keys[cell]!)
  const groups = {
    of: new Int32Array(cells.length).fill(-1),
    low: new Uint32Array(index.size),
    high: new Uint32Array(index.size),
    shown: Array.from({ length: index.size }, (): number[] => []),
  }
  for (const cell of order) groups.shown[index.get(keys[cell]!)]!.push(cell)
  for (let cell = 0; cell < cells.length; cell++) {
    const group = index.get(keys[cell]!)
    groups.of[cell] = group
    if (group < 0 || shown[cell] === 1) continue
    groups.low[group]! |= cells.low[cell]!
    groups.high[group]! |= cells.high[cell]!
  }
  return groups
}

/** Shown values with the cell of their category, -1 where there is none. */
function parentsOf(cells: Cells, order: readonly number[]): [number, number][] {
  const places = [...cells.dimensions.keys()]
  const parents = Uint16Array.from(CONCEPTS, ({ parent, family }, concept) => (family < 0 ? concept : parent))
  const keys = cellKeys(cells, places, parents)
  const categories = new KeyIndex(1024)
  const cellOf: number[] = []
  for (let cell = 0; cell < cells.length; cell++) {
    if (CONCEPTS[cells.concepts[cell]!]!.family < 0) cellOf[categories.add(keys[cell]!)] = cell
  }
  return order
    .filter((cell) => CONCEPTS[cells.concepts[cell]!]!.family >= 0)
    .map((cell) => [cell, cellOf[categories.get(keys[cell]!)] ?? -1])
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
