import { CONCEPTS } from '../concepts.ts'
import { type Cells, cellKeys, KeyIndex } from './cells.ts'
import { conceptMargins } from './margins.ts'
import { type Line, suppress } from './suppress.ts'

/** Bits of a 64-bit account sketch that are surely reached by that many accounts and more. */
const MOST_BITS = 40

/** A total that is shown somewhere: positions of the dimensions that it keeps. */
export type Total = readonly number[]

/** What a table of cells is guarded against. */
export interface Guard {
  readonly totals: readonly Total[]
  readonly minCount: number
  /** May the cell be shown, as far as other tables go? */
  readonly allowed: (cell: number) => boolean
}

/** The group of concepts that add up with this one: the categories, or the values of one family. */
const SIBLINGS = siblings()

/**
 * Which cells may be shown: those with enough accounts, less what would tell on the others ({@link suppress}) given
 * all totals: over the dimensions that each of them sums, and over the concepts that add up. A value needs its
 * category. Accounts are sketched, which never says more than there are.
 */
export function guarded(cells: Cells, guard: Guard): Uint8Array {
  const { low, high, counts } = cells
  const shown = safeCells(cells, guard.minCount, guard.minCount, guard.allowed)
  const need = Math.min(guard.minCount, MOST_BITS)
  if (need <= 1 || !shown.includes(1)) return shown
  const small = Uint8Array.from(shown, (_, cell) => Number(bits(low[cell]!) + bits(high[cell]!) < need))
  const parents = parentsOf(cells)
  suppress({
    counts,
    costs: counts,
    shown,
    small,
    lines: [
      ...guard.totals.flatMap((total) => linesOf(cellKeys(cells, total), shown)),
      ...siblingLines(cells, shown, parents),
    ],
    parents: parents.map((parent, cell) => (isValue(cells, cell) ? parent : -1)),
    enough(hidden) {
      let [one, two] = [0, 0]
      for (const cell of hidden) {
        one |= low[cell]!
        two |= high[cell]!
      }
      return bits(one) + bits(two) >= need
    },
  })
  return shown
}

/**
 * Cells of enough accounts and garments that are allowed, the values among them with their category only.
 * @param allowed asked for cells of enough accounts
 */
export function safeCells(
  cells: Cells,
  minCount: number,
  minGarments: number,
  allowed: (cell: number) => boolean,
): Uint8Array {
  const { low, high, counts } = cells
  const need = Math.min(minCount, MOST_BITS)
  const shown = Uint8Array.from(low, (_, cell) =>
    Number(counts[cell]! >= minGarments && bits(low[cell]!) + bits(high[cell]!) >= need && allowed(cell)),
  )
  const parents = parentsOf(cells)
  for (let cell = 0; cell < shown.length; cell++) {
    if (isValue(cells, cell) && shown[parents[cell]!] !== 1) shown[cell] = 0
  }
  return shown
}

/** Cells with the same key, where any of them is shown. */
function linesOf(keys: Float64Array, shown: Uint8Array): Line[] {
  const index = new KeyIndex(1024)
  for (let cell = 0; cell < shown.length; cell++) if (shown[cell] === 1) index.add(keys[cell]!)
  const lines = Array.from({ length: index.size }, () => ({ members: [] as number[], total: -1 }))
  for (let cell = 0; cell < shown.length; cell++) lines[index.get(keys[cell]!)]?.members.push(cell)
  return lines
}

/** The concepts of one context that add up, where any of them is shown, with the cell of their sum. */
function siblingLines(cells: Cells, shown: Uint8Array, parents: Int32Array): Line[] {
  const places = [...cells.dimensions.keys()]
  return linesOf(cellKeys(cells, places, SIBLINGS), shown)
    .map(({ members }) => ({ members, total: parents[members[0]!]! }))
    .filter(({ total }) => total >= 0)
}

function isValue({ concepts }: Cells, cell: number): boolean {
  return CONCEPTS[concepts[cell]!]!.family >= 0
}

/** For each cell the one of the concept above it in the same context, -1 for none. */
function parentsOf(cells: Cells): Int32Array {
  const places = [...cells.dimensions.keys()]
  const index = new KeyIndex(cells.length)
  for (const key of cellKeys(cells, places)) index.add(key)
  const above = Uint16Array.from(CONCEPTS, ({ parent }) => Math.max(0, parent))
  return Int32Array.from(cellKeys(cells, places, above), (key, cell) =>
    cells.concepts[cell] === 0 ? -1 : index.get(key),
  )
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
