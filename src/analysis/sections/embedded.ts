import { COUNTRIES } from '../../vocabulary/countries.ts'
import { AGES, GENDERS, OCCASIONS, SEASONS } from '../../vocabulary/vocabulary.ts'
import type { CubeDimension, EmbeddedCube, Margin } from '../analysis.ts'
import { CONCEPTS, conceptNumber } from '../concepts.ts'
import { monthStart } from '../input/calendar.ts'
import { JOINT_DIMENSIONS, type JointCounts } from '../tally/joint.ts'
import { type Cells, cellKey, columnsOf, KeyIndex, mergeCells } from './cells.ts'
import { guarded, safeCells, type Total } from './guard.ts'

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
  /** A cell of the triplets. */
  age(gender: number, occasion: number, age: number, concept: number): boolean
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
  /** Tables judged so far. */
  readonly judged: Judged[]
}

/** The cells of a table and which of them may be shown. */
interface Judged {
  readonly cells: Cells
  readonly shown: Uint8Array
  /** Of the cells shown. */
  readonly keys: KeyIndex
}

/**
 * The counts that filters in the page need: the full cube and its margins. What a table may show of its cells is judged
 * once for all tables, the coarse ones first: a cell is part of nothing that another table hides, and each table is
 * guarded ({@link guarded}) against the totals that the others show. Cells that may not be shown are not dropped but
 * rolled up: they lose their last dimension until enough accounts share what is left.
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
  const source = { cells: columnsOf(joint), wanted: new Set(wanted), minCount, shown, judged: [] }
  const kept = [...JOINT_DIMENSIONS.keys()].slice(0, joint.kept)
  const margins = MARGINS.filter((dimensions) => dimensions.every((at) => at < joint.kept)).map((dimensions) => {
    const table = judge(source, dimensions)
    let garments = minCount
    let cells = rollUp(source, [table], garments)
    for (; cells.length > MOST_MARGIN_CELLS; cells = rollUp(source, [table], garments)) garments *= 2
    return { dimensions, cells }
  })
  const levels = kept.slice(WEARER.length).map((last) => judge(source, kept.slice(0, last + 1)))
  let full = rollUp(source, levels, minCount)
  while (full.length > MOST_CELLS && levels.length > 0) {
    levels.pop()
    full = rollUp(source, levels, minCount)
  }
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

function garmentsOf({ concepts, counts }: Cells): number {
  return counts.reduce((sum, count, cell) => sum + (concepts[cell] === 0 ? count : 0), 0)
}

/** Judges a table by its dimensions, or finds it where it was judged before. */
function judge(source: Source, dimensions: readonly number[]): Judged {
  const before = source.judged.find(({ cells }) => cells.dimensions.join() === dimensions.join())
  if (before !== undefined) return before
  const cells = mergeCells(source.cells, dimensions)
  const parts = source.judged
    .filter((one) => one.cells.dimensions.every((dimension) => dimensions.includes(dimension)))
    .map((one) => ({ keys: one.keys, places: one.cells.dimensions.map((dimension) => dimensions.indexOf(dimension)) }))
  const shown = guarded(cells, {
    totals: totalsOf(dimensions),
    minCount: source.minCount,
    allowed: (cell) =>
      isAllowed(source, cells, cell) && parts.every(({ keys, places }) => keys.get(cellKey(cells, places, cell)) >= 0),
  })
  const keys = new KeyIndex(1024)
  const places = [...dimensions.keys()]
  for (let cell = 0; cell < shown.length; cell++) if (shown[cell] === 1) keys.add(cellKey(cells, places, cell))
  const table = { cells, shown, keys }
  source.judged.push(table)
  return table
}

/**
 * The cells that may be shown, at the finest level that each can be shown at; at the last it has gender and occasion,
 * or one dimension.
 * @param levels each with a dimension more than the one before
 */
function rollUp(source: Source, levels: readonly Judged[], minGarments: number): ShownCell[] {
  const published: ShownCell[] = []
  const finest = levels.at(-1)?.cells.dimensions ?? WEARER
  const coarsest = finest[0] === GENDER ? WEARER.length : 1
  let rest = levels.at(-1)?.cells ?? mergeCells(source.cells, WEARER)
  for (let kept = finest.length; kept >= coarsest; kept--) {
    const cells = rest
    const level = levels.find((one) => one.cells.dimensions.length === kept)
    const places = cells.dimensions.map((_, at) => at)
    const shown = safeCells(cells, source.minCount, minGarments, (cell) =>
      level === undefined ? isAllowed(source, cells, cell) : level.keys.get(cellKey(cells, places, cell)) >= 0,
    )
    for (let cell = 0; cell < cells.length; cell++) {
      if (shown[cell] === 0) continue
      const codes = cells.codes.map((column) => column[cell]!)
      published.push({ codes, concept: cells.concepts[cell]!, count: cells.counts[cell]! })
    }
    if (kept > coarsest) {
      const hidden = shown.map((one) => 1 - one)
      rest = mergeCells(cells, cells.dimensions.slice(0, -1), hidden)
    }
  }
  return published
}

/** The totals over a table's cells that some table shows: of single dimensions, of margins, of what is rolled up. */
function totalsOf(dimensions: readonly number[]): Total[] {
  const shown = [...dimensions.map((dimension) => [dimension]), WEARER, ...MARGINS, dimensions.slice(0, -1)]
  const within = shown.filter(
    (total) => total.length < dimensions.length && total.every((at) => dimensions.includes(at)),
  )
  return [...new Map(within.map((total) => [total.join(), total.map((at) => dimensions.indexOf(at))])).values()]
}

function isAllowed({ wanted, shown }: Source, { dimensions, codes, concepts }: Cells, cell: number): boolean {
  const concept = concepts[cell]!
  if (!wanted.has(concept)) return false
  const code = (dimension: number) => codes[dimensions.indexOf(dimension)]![cell]!
  if (dimensions[0] === GENDER) {
    if (!shown.wearer(code(GENDER), code(OCCASION), concept)) return false
    if (dimensions.includes(AGE) && !shown.age(code(GENDER), code(OCCASION), code(AGE), concept)) return false
  }
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
