import { COUNTRIES } from '../../vocabulary/countries.ts'
import { AGES, GENDERS, OCCASIONS, SEASONS } from '../../vocabulary/vocabulary.ts'
import type { EmbeddedCube } from '../analysis.ts'
import { conceptNumber } from '../concepts.ts'
import { monthStart } from '../input/calendar.ts'
import { JOINT_DIMENSIONS, type JointCell, type JointCounts } from '../tally/joint.ts'

/** Cells a page may carry: about 150 kB of JSON. */
const MOST_CELLS = 20_000
/** Bits of a 64-bit account sketch that are surely reached by that many accounts and more. */
const MOST_BITS = 40
/** Gender and occasion are never given up. */
const COARSEST = 2

interface Cell {
  /** Codes of the dimensions kept, 0 = missing. */
  readonly codes: readonly number[]
  readonly concept: number
  count: number
  low: number
  high: number
}

/**
 * The counts that filters in the page need. Cells of fewer than `minCount` accounts are not dropped but rolled up:
 * they lose their month, then their age, country and season, until enough accounts share what is left; what is still
 * too small is hidden. Where the cells rolled up for one value of the dimension being lost hold some but too few
 * accounts, the smallest shown cell of that value is rolled up with them, so that its total tells nothing.
 */
export function embeddedCube(joint: JointCounts, concepts: readonly string[], minCount: number): EmbeddedCube {
  const wanted = [0, ...concepts.map((name) => conceptNumber(name)!)]
  const chosen = new Set(wanted)
  const cells = [...joint.cells()].filter(({ concept }) => chosen.has(concept))
  let levels = publish(cells, joint.kept, minCount)
  for (let finest = joint.kept - 1; countOf(levels) > MOST_CELLS && finest >= COARSEST; finest--) {
    levels = publish(cells, finest, minCount)
  }
  const total = cells.reduce((sum, cell) => sum + (cell.concept === 0 ? cell.count : 0), 0)
  return encode(levels, wanted, concepts, total)
}

/** Shown cells by number of dimensions kept. */
type Levels = Map<number, readonly Cell[]>

function countOf(levels: Levels): number {
  return [...levels.values()].reduce((sum, cells) => sum + cells.length, 0)
}

function publish(cells: readonly JointCell[], finest: number, minCount: number): Levels {
  const levels: Levels = new Map()
  let rest: readonly Cell[] = cells
  for (let kept = finest; kept >= COARSEST; kept--) {
    const merged = mergeCells(rest, kept)
    const { shown, rolled } = split(merged, kept, minCount)
    levels.set(kept, shown)
    rest = rolled
  }
  return levels
}

/** Cells that agree on the first `kept` dimensions become one. */
function mergeCells(cells: readonly Cell[], kept: number): Cell[] {
  const merged = new Map<string, Cell>()
  for (const { codes, concept, count, low, high } of cells) {
    const shortened = codes.slice(0, kept)
    const key = `${concept}:${shortened.join()}`
    const found = merged.get(key)
    if (found === undefined) merged.set(key, { codes: shortened, concept, count, low, high })
    else {
      found.count += count
      found.low |= low
      found.high |= high
    }
  }
  return [...merged.values()]
}

function split(cells: readonly Cell[], kept: number, minCount: number): { shown: Cell[]; rolled: Cell[] } {
  const need = Math.min(minCount, MOST_BITS)
  const safe = cells.map((cell) => cell.count >= minCount && bits(cell.low) + bits(cell.high) >= need)
  if (need <= 1) return { shown: [...cells], rolled: [] }
  const groups = new Map<string, number[]>()
  cells.forEach((cell, index) => {
    const key = marginOf(cell, kept)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [index])
    else group.push(index)
  })
  for (const group of groups.values()) hideTelling(cells, group, safe, need)
  return { shown: cells.filter((_, index) => safe[index]), rolled: cells.filter((_, index) => !safe[index]) }
}

/** The value of the dimension that is lost next, with the concept: its total is shown elsewhere. */
function marginOf({ codes, concept }: Cell, kept: number): string {
  return kept === COARSEST ? String(concept) : `${concept}:${codes[kept - 1]}`
}

/** Hides the smallest shown cells of a group until its hidden ones hold no accounts or enough of them. */
function hideTelling(cells: readonly Cell[], group: readonly number[], safe: boolean[], need: number): void {
  let [low, high] = [0, 0]
  for (const index of group) {
    if (safe[index]) continue
    low |= cells[index]!.low
    high |= cells[index]!.high
  }
  const bySize = group.filter((index) => safe[index]).sort((a, b) => cells[b]!.count - cells[a]!.count)
  for (let accounts = bits(low) + bits(high); accounts > 0 && accounts < need; accounts = bits(low) + bits(high)) {
    const victim = bySize.pop()
    if (victim === undefined) return
    safe[victim] = false
    low |= cells[victim]!.low
    high |= cells[victim]!.high
  }
}

function bits(word: number): number {
  let count = 0
  for (let rest = word; rest !== 0; rest &= rest - 1) count++
  return count
}

function encode(levels: Levels, wanted: readonly number[], names: readonly string[], total: number): EmbeddedCube {
  const contexts = new Map<string, { codes: number[]; cells: number[] }>()
  const months = [
    ...new Set(
      [...levels.values()].flat().flatMap(({ codes }) => (codes.length > 5 && codes[5]! > 0 ? [codes[5]!] : [])),
    ),
  ].sort((a, b) => a - b)
  const position = new Map(wanted.map((concept, index) => [concept, index]))
  let shown = 0
  for (const { codes, concept, count } of [...levels.values()].flat()) {
    const translated = JOINT_DIMENSIONS.map((_, at) => (at < codes.length ? translate(at, codes[at]!, months) : -1))
    const key = translated.join()
    const context = contexts.get(key) ?? { codes: translated, cells: [] }
    contexts.set(key, context)
    context.cells.push(position.get(concept)!, count)
    if (concept === 0) shown += count
  }
  const sorted = [...contexts.values()].sort((a, b) => compare(a.codes, b.codes))
  return {
    values: {
      gender: GENDERS,
      occasion: ['unknown', ...OCCASIONS],
      season: ['unknown', ...SEASONS],
      country: ['unknown', ...COUNTRIES],
      age: AGES,
      month: ['unknown', ...months.map((month) => monthStart(month - 1).slice(0, 7))],
      concept: ['*', ...names],
    },
    dimensions: JOINT_DIMENSIONS,
    contexts: sorted.map(({ codes }) => codes),
    cells: sorted.map(({ cells }) => cells),
    hidden: total - shown,
  }
}

function translate(dimension: number, code: number, months: readonly number[]): number {
  return JOINT_DIMENSIONS[dimension] === 'month' && code > 0 ? months.indexOf(code) + 1 : code
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((code, index) => code !== b[index])
  return at < 0 ? 0 : a[at]! - b[at]!
}
