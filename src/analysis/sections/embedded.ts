import { COUNTRIES } from '../../vocabulary/countries.ts'
import { AGES, GENDERS, OCCASIONS, SEASONS } from '../../vocabulary/vocabulary.ts'
import type { CubeDimension, EmbeddedCube, Margin } from '../analysis.ts'
import { CONCEPTS, conceptNumber } from '../concepts.ts'
import { monthStart } from '../input/calendar.ts'
import { JOINT_DIMENSIONS, type JointCounts } from '../tally/joint.ts'
import { type Cells, emptyCells, mergeCells } from './cells.ts'
import { guarded, type Total } from './guard.ts'

/** Cells a page may carry: about 40 kB of JSON. */
const MOST_CELLS = 5_000
/** Cells of one margin: about 8 kB of JSON. */
const MOST_MARGIN_CELLS = 1_200

const [GENDER, OCCASION, SEASON, COUNTRY, AGE, MONTH] = [0, 1, 2, 3, 4, 5] as const

/** Dimensions of the margins; the last is given up where a cell is too small, all but gender and occasion together. */
const MARGINS: readonly (readonly number[])[] = [
  [GENDER, OCCASION, SEASON],
  [GENDER, OCCASION, COUNTRY],
  [GENDER, OCCASION, AGE],
  [GENDER, OCCASION, MONTH],
  [SEASON, COUNTRY],
  [SEASON, AGE],
  [COUNTRY, AGE],
  [COUNTRY, MONTH],
  [AGE, MONTH],
]
const WEARER: readonly number[] = [GENDER, OCCASION]

/** What the other tables of the analysis show: a cell of theirs that is hidden is part of nothing shown here. */
export interface ShownElsewhere {
  /** A cell of the heatmap; `occasion` 0 is none. */
  wearer(gender: number, occasion: number, concept: number): boolean
  /** A value of one dimension; code 0 is missing. */
  value(dimension: CubeDimension, code: number, concept: number): boolean
}

/** What is counted and what may be shown of it. */
interface Source {
  /** Over all dimensions. */
  readonly cells: Cells
  readonly wanted: ReadonlySet<number>
  readonly minCount: number
  readonly shown: ShownElsewhere
}

/**
 * The counts that filters in the page need: the full cube and its margins. Cells of fewer than `minCount` accounts are
 * not dropped but rolled up: they lose their last dimension until enough accounts share what is left; what is still
 * too small is hidden. Each table is guarded ({@link guarded}) against all totals that another one shows.
 */
export function embeddedCube(
  joint: JointCounts,
  concepts: readonly string[],
  minCount: number,
  shown: ShownElsewhere,
): EmbeddedCube {
  const categories = CONCEPTS.flatMap(({ name, family, category }) => (family < 0 && category >= 0 ? [name] : []))
  const names = [...new Set([...categories, ...concepts])]
  const wanted = [0, ...names.map((name) => conceptNumber(name)!)]
  const source = { cells: columnsOf(joint), wanted: new Set(wanted), minCount, shown }
  const kept = [...JOINT_DIMENSIONS.keys()].slice(0, joint.kept)
  let full = publish(source, kept, minCount)
  for (let finest = joint.kept - 1; full.length > MOST_CELLS && finest >= WEARER.length; finest--) {
    full = publish(source, kept.slice(0, finest), minCount)
  }
  const margins = MARGINS.filter((dimensions) => dimensions.every((at) => at < joint.kept)).map((dimensions) => {
    const merged = { ...source, cells: mergeCells(source.cells, dimensions) }
    let garments = minCount
    let cells = publish(merged, dimensions, garments)
    for (; cells.length > MOST_MARGIN_CELLS; cells = publish(merged, dimensions, garments)) garments *= 2
    return { dimensions, cells }
  })
  const months = monthsOf([{ dimensions: kept, cells: full }, ...margins])
  const code = { months, position: new Map(wanted.map((concept, index) => [concept, index])) }
  const shownGarments = full.reduce((sum, { concept, count }) => sum + (concept === 0 ? count : 0), 0)
  const all = [...JOINT_DIMENSIONS.keys()]
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
    ...encode({ dimensions: all, cells: full }, code),
    hidden: garmentsOf(source.cells) - shownGarments,
    margins: margins.map((table) => encode(table, code)),
  }
}

/** A cell to be shown. */
interface ShownCell {
  /** Of the dimensions kept: the first of its table. */
  readonly codes: readonly number[]
  readonly concept: number
  readonly count: number
}

interface Table {
  /** Indices into `JOINT_DIMENSIONS`. */
  readonly dimensions: readonly number[]
  readonly cells: readonly ShownCell[]
}

function columnsOf(joint: JointCounts): Cells {
  const cells = emptyCells(joint.length, [...JOINT_DIMENSIONS.keys()])
  let at = 0
  for (const { codes, concept, count, low, high } of joint.cells()) {
    for (const [place, column] of cells.codes.entries()) column[at] = codes[place]!
    cells.concepts[at] = concept
    cells.counts[at] = count
    cells.low[at] = low
    cells.high[at++] = high
  }
  return cells
}

function garmentsOf({ concepts, counts }: Cells): number {
  return counts.reduce((sum, count, cell) => sum + (concepts[cell] === 0 ? count : 0), 0)
}

/** The cells that may be shown, at the finest level that each can be shown at. */
function publish(source: Source, dimensions: readonly number[], minGarments: number): ShownCell[] {
  const coarsest = dimensions[0] === GENDER ? WEARER.length : 1
  const published: ShownCell[] = []
  let rest = { cells: source.cells, kept: null as Uint8Array | null }
  for (let kept = dimensions.length; kept >= coarsest; kept--) {
    const level = dimensions.slice(0, kept)
    const cells = mergeCells(rest.cells, level, rest.kept)
    const shown = guarded(cells, {
      totals: totalsOf(level),
      minCount: source.minCount,
      minGarments,
      allowed: (cell) => isAllowed(source, cells, cell),
    })
    for (let cell = 0; cell < cells.length; cell++) {
      if (shown[cell] === 0) continue
      const codes = cells.codes.map((column) => column[cell]!)
      published.push({ codes, concept: cells.concepts[cell]!, count: cells.counts[cell]! })
    }
    rest = { cells, kept: shown.map((one) => 1 - one) }
  }
  return published
}

/** The totals over a level's cells that some table shows: of single dimensions, of margins, of what is rolled up. */
function totalsOf(level: readonly number[]): Total[] {
  const shown = [...level.map((dimension) => [dimension]), WEARER, ...MARGINS, level.slice(0, -1)]
  const within = shown.filter((total) => total.length < level.length && total.every((at) => level.includes(at)))
  return [...new Map(within.map((total) => [total.join(), total.map((at) => level.indexOf(at))])).values()]
}

function isAllowed({ wanted, shown }: Source, { dimensions, codes, concepts }: Cells, cell: number): boolean {
  const concept = concepts[cell]!
  if (!wanted.has(concept)) return false
  if (dimensions[0] === GENDER && !shown.wearer(codes[0]![cell]!, codes[1]![cell]!, concept)) return false
  return dimensions.every((dimension, at) => shown.value(JOINT_DIMENSIONS[dimension]!, codes[at]![cell]!, concept))
}

/** Months that occur, ascending. */
function monthsOf(tables: readonly Table[]): number[] {
  const found = new Set<number>()
  for (const { dimensions, cells } of tables) {
    const at = dimensions.indexOf(MONTH)
    if (at >= 0) for (const { codes } of cells) if (codes[at]! > 0) found.add(codes[at]!)
  }
  return [...found].sort((a, b) => a - b)
}

interface Coding {
  readonly months: readonly number[]
  readonly position: ReadonlyMap<number, number>
}

function encode({ dimensions, cells }: Table, { months, position }: Coding): Margin {
  const contexts = new Map<string, { codes: number[]; cells: number[] }>()
  for (const { codes, concept, count } of cells) {
    const translated = dimensions.map((dimension, at) => {
      if (at >= codes.length) return -1
      return dimension === MONTH && codes[at]! > 0 ? months.indexOf(codes[at]!) + 1 : codes[at]!
    })
    const key = translated.join()
    const context = contexts.get(key) ?? { codes: translated, cells: [] }
    contexts.set(key, context)
    context.cells.push(position.get(concept)!, count)
  }
  const sorted = [...contexts.values()].sort((a, b) => compare(a.codes, b.codes))
  return {
    dimensions: dimensions.map((at) => JOINT_DIMENSIONS[at]!),
    contexts: sorted.map(({ codes }) => codes),
    cells: sorted.map(({ cells }) => cells),
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((code, index) => code !== b[index])
  return at < 0 ? 0 : a[at]! - b[at]!
}
