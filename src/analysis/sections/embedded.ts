import { COUNTRIES } from '../../vocabulary/countries.ts'
import { AGES, GENDERS, OCCASIONS, SEASONS } from '../../vocabulary/vocabulary.ts'
import type { CubeDimension, EmbeddedCube, Margin } from '../analysis.ts'
import { CONCEPTS, conceptNumber } from '../concepts.ts'
import { monthStart } from '../input/calendar.ts'
import { JOINT_DIMENSIONS, type JointCell, type JointCounts, RADIX } from '../tally/joint.ts'
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
  readonly cells: readonly JointCell[]
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
  const source = { cells: [...joint.cells()], wanted: new Set(wanted), minCount, shown }
  const kept = [...JOINT_DIMENSIONS.keys()].slice(0, joint.kept)
  let full = publish(source, kept, minCount)
  for (let finest = joint.kept - 1; full.length > MOST_CELLS && finest >= WEARER.length; finest--) {
    full = publish(source, kept.slice(0, finest), minCount)
  }
  const margins = MARGINS.filter((dimensions) => dimensions.every((at) => at < joint.kept)).map((dimensions) => {
    let garments = minCount
    let cells = publish(source, dimensions, garments)
    for (; cells.length > MOST_MARGIN_CELLS; cells = publish(source, dimensions, garments)) garments *= 2
    return { dimensions, cells }
  })
  const months = monthsOf([{ dimensions: kept, cells: full }, ...margins])
  const code = { months, position: new Map(wanted.map((concept, index) => [concept, index])) }
  const garments = (cells: readonly JointCell[]) =>
    cells.reduce((sum, { concept, count }) => sum + (concept === 0 ? count : 0), 0)
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
    hidden: garments(source.cells) - garments(full),
    margins: margins.map((table) => encode(table, code)),
  }
}

interface Table {
  /** Indices into `JOINT_DIMENSIONS`. */
  readonly dimensions: readonly number[]
  /** Codes of the dimensions kept: the first of them. */
  readonly cells: readonly JointCell[]
}

/** The cells that may be shown, at the finest level that each can be shown at. */
function publish(source: Source, dimensions: readonly number[], minGarments: number): JointCell[] {
  const coarsest = dimensions[0] === GENDER ? WEARER.length : 1
  const published: JointCell[] = []
  let rest = mergeCells(source.cells, dimensions, dimensions)
  for (let kept = dimensions.length; kept >= coarsest; kept--) {
    const level = dimensions.slice(0, kept)
    const cells = kept === dimensions.length ? rest : mergeCells(rest, level, [...level.keys()])
    const shown = guarded(cells, {
      dimensions: level,
      totals: totalsOf(level),
      minCount: source.minCount,
      minGarments,
      allowed: (codes, concept) => isAllowed(source, level, codes, concept),
    })
    for (const [index, cell] of cells.entries()) if (shown[index] === 1) published.push(cell)
    rest = cells.filter((_, index) => shown[index] === 0)
  }
  return published
}

/**
 * Cells that agree on some dimensions become one, in the order of their codes: shards give the same victims.
 * @param places where the codes of these dimensions stand
 */
function mergeCells(cells: readonly JointCell[], level: readonly number[], places: readonly number[]): JointCell[] {
  const merged = new Map<number, { -readonly [field in keyof JointCell]: JointCell[field] }>()
  for (const { codes, concept, count, low, high } of cells) {
    let key = 0
    for (const [at, dimension] of level.entries()) key = key * RADIX[dimension]! + codes[places[at]!]!
    key = key * 1024 + concept
    const found = merged.get(key)
    if (found === undefined) {
      merged.set(key, { codes: places.map((at) => codes[at]!), concept, count, low, high })
      continue
    }
    found.count += count
    found.low |= low
    found.high |= high
  }
  return [...merged].sort(([a], [b]) => a - b).map(([, cell]) => cell)
}

/** The totals over a level's cells that some table shows: of single dimensions, of margins, of what is rolled up. */
function totalsOf(level: readonly number[]): Total[] {
  const shown = [...level.map((dimension) => [dimension]), WEARER, ...MARGINS, level.slice(0, -1)]
  const within = shown.filter((total) => total.length < level.length && total.every((at) => level.includes(at)))
  return [...new Map(within.map((total) => [total.join(), total.map((at) => level.indexOf(at))])).values()]
}

function isAllowed({ wanted, shown }: Source, level: readonly number[], codes: readonly number[], concept: number) {
  if (!wanted.has(concept)) return false
  if (level[0] === GENDER && !shown.wearer(codes[0]!, codes[1]!, concept)) return false
  return level.every((dimension, at) => shown.value(JOINT_DIMENSIONS[dimension]!, codes[at]!, concept))
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
