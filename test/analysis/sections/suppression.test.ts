import test, { type ExecutionContext } from 'ava'
import type { Analysis } from '../../../src/analysis/analysis.ts'
import { summarize } from '../../../src/analysis/analyze.ts'
import { type Cell, visibleCells } from '../../../src/analysis/sections/visibility.ts'
import type { GarmentRow } from '../../../src/dataset/rows.ts'
import { drawFeed, pick } from '../support/drawn.ts'
import { tallyOf } from '../support/tables.ts'

const cell = (count: number, ...accounts: number[]): Cell => ({
  count,
  accounts: Uint32Array.from(accounts),
  width: accounts.length,
  publishable: true,
})
const many = (count: number) => cell(count, ...Array.from({ length: 10 }, (_, i) => count * 100 + i))
const NONE = [-1, -1, -1, -1]
const line = (...members: number[]) => ({ members, total: -1 })

test('a cell of too few accounts is hidden, however many garments they posted', (t) => {
  t.deepEqual(visibleCells([cell(500, 1, 2), many(40)], [], NONE, 10), [false, true])
})

test('one hidden cell of a total takes the smallest shown one with it', (t) => {
  t.deepEqual(visibleCells([many(900), cell(3, 1, 2, 3), many(50)], [line(0, 1, 2)], NONE, 10), [true, false, false])
})

test('hidden cells that hold enough accounts together need no company', (t) => {
  const cells = [many(900), cell(6, 1, 2, 3, 4, 5, 6), cell(6, 7, 8, 9, 10, 11), many(50)]
  t.deepEqual(visibleCells(cells, [line(0, 1, 2, 3)], NONE, 10), [true, false, false, true])
})

test('hidden cells of the same few accounts do not protect each other', (t) => {
  const cells = [many(900), cell(9, 1, 2, 3, 4, 5, 6), cell(9, 1, 2, 3, 4, 5, 6), many(50)]
  t.deepEqual(visibleCells(cells, [line(0, 1, 2, 3)], NONE, 10), [true, false, false, false])
})

test('what is hidden for one total is made up for in the others', (t) => {
  // Two rows, two columns: [0 1; 2 3]; only cell 0 is small.
  const cells = [cell(2, 1, 2), many(30), many(40), many(50)]
  const lines = [line(0, 1), line(2, 3), line(0, 2), line(1, 3)]
  // Cell 3 too: cell 1 would be the only hidden one of its column, worked out, and tell cell 0 in its row.
  t.deepEqual(visibleCells(cells, lines, NONE, 10), [false, false, false, false])
})

test('a value is hidden with its category', (t) => {
  t.deepEqual(visibleCells([cell(4, 1), many(40)], [], [-1, 0], 10), [false, false])
})

test('with --min-count 1 everything is shown', (t) => {
  t.deepEqual(visibleCells([cell(1, 1), cell(0)], [line(0, 1)], NONE, 1), [true, true])
})

/** A feed in which rare things are worn by few accounts. */
function sparseFeed(seed: number): GarmentRow[] {
  return drawFeed({ accounts: 60, persons: 900, seed }, (random) => ({
    gender: pick(random, ['female', 'male'] as const, [5, 1]),
    age: pick(random, ['under_30', '30_to_49', 'unknown'] as const, [6, 1, 1]),
    occasion: pick(random, ['party', 'prom', 'work', null] as const, [8, 1, 3, 1]),
    country: pick(random, ['SG', 'DE', 'FJ', null] as const, [20, 6, 1, 1]),
    season: pick(random, ['summer', 'winter'] as const, [9, 1]),
    time: Date.UTC(2021, Math.floor(random() ** 2 * 14), 5),
    garments: [
      { category: pick(random, ['dress', 'suit', 'playsuit'] as const, [20, 4, 1]), product_color: 'black' as const },
    ],
  }))
}

async function analysisOf(rows: readonly GarmentRow[], minCount: number): Promise<Analysis> {
  const tally = await tallyOf(rows, minCount)
  return summarize({ tally, sources: [], pack: null, versus: null, name: 'x' }, { replicates: 20 })
}

const accountsOf = (rows: readonly GarmentRow[]) => new Set(rows.map((row) => row.account)).size

/** Rows that carry the concept. */
function wearing(rows: readonly GarmentRow[], concept: string): GarmentRow[] {
  const [category, value] = concept.split(':')
  return rows.filter((row) => row.category === category && (value === undefined || row.product_color === value))
}

for (const seed of [1, 2, 3]) {
  test(`no count of fewer than ten accounts can be had from feed ${seed}, also not by subtraction`, async (t) => {
    const rows = sparseFeed(seed)
    const analysis = await analysisOf(rows, 10)
    const known = rows.filter((row) => row.occasion !== null)
    for (const { gender, occasion, concept, count, suppressed } of analysis.popularity.cells) {
      const mine = wearing(known, concept).filter((row) => row.gender === gender && row.occasion === occasion)
      if (!suppressed) t.true(accountsOf(mine) >= 10 && count === mine.length)
    }
    const hiddenOf = (of: (row: GarmentRow) => boolean, concept: string) => {
      const cells = analysis.popularity.cells.filter((cell) => cell.concept === concept && cell.suppressed)
      const hidden = new Set(cells.map(({ gender, occasion }) => `${gender} ${occasion}`))
      return wearing(rows, concept).filter(
        (row) => of(row) && (row.occasion === null || hidden.has(`${row.gender} ${row.occasion}`)),
      )
    }
    for (const concept of analysis.popularity.concepts) {
      for (const gender of ['female', 'male']) {
        const accounts = accountsOf(hiddenOf((row) => row.gender === gender, concept))
        t.true(
          accounts === 0 || accounts >= 10 || noneShown(analysis, gender, concept),
          `${concept} ${gender} ${accounts}`,
        )
      }
    }
    for (const { dimension, rows: shares } of analysis.groups) {
      for (const concept of new Set(shares.map((row) => row.concept))) {
        const shown = new Set(
          shares.filter((row) => row.concept === concept && !row.suppressed).map((row) => row.value),
        )
        const left = dimension === 'occasion' ? leftOut(analysis, rows, concept) : []
        const hidden = [...wearing(rows, concept).filter((row) => !shown.has(String(row[dimension]))), ...left]
        const accounts = accountsOf(hidden)
        t.true(accounts === 0 || accounts >= 10 || shown.size === 0, `${dimension} ${concept} ${accounts}`)
      }
    }
  })
}

/** Rows that an occasion's total leaves out: it is then the sum of the heatmap's cells that are shown. */
function leftOut(analysis: Analysis, rows: readonly GarmentRow[], concept: string): GarmentRow[] {
  const totals = analysis.groups.find(({ dimension }) => dimension === 'occasion')!.rows
  return totals.flatMap(({ value, concept: name, count }) => {
    const mine = wearing(rows, concept).filter((row) => row.occasion === value)
    if (name !== concept || count === null || count === mine.length) return []
    const shown = analysis.popularity.cells.filter(
      (cell) => cell.occasion === value && cell.concept === concept && !cell.suppressed,
    )
    const counted = shown.reduce((sum, cell) => sum + cell.count!, 0)
    if (counted !== count) throw new Error(`${value} ${concept}: ${count} is not ${counted}`)
    return mine.filter(({ gender }) => shown.every((cell) => cell.gender !== gender))
  })
}

function noneShown(analysis: Analysis, gender: string, concept: string): boolean {
  return analysis.popularity.cells.every(
    (cell) => cell.gender !== gender || cell.concept !== concept || cell.suppressed,
  )
}

test('cells of the embedded cube and of its margins are those of the rows, and each has enough accounts', async (t) => {
  const rows = sparseFeed(4)
  const { cube } = await analysisOf(rows, 10)
  const all = [cube, ...cube.margins].map((table) => checkTable(t, { ...table, values: cube.values }, rows))
  t.is(cube.margins.length, 9)
  t.is(all[0]! + cube.hidden!, rows.length)
})

type CubeTable = Omit<Analysis['cube'], 'hidden' | 'margins'>

/** Garments in all cells of a table, once each is proved to be what the rows say and to have its accounts. */
function checkTable(t: ExecutionContext, cube: CubeTable, rows: readonly GarmentRow[]): number {
  let all = 0
  cube.contexts.forEach((codes, index) => {
    const wanted = cube.dimensions.map((name, at) => (codes[at] === -1 ? null : cube.values[name][codes[at]!]!))
    const pairs = cube.cells[index]!
    for (let at = 0; at < pairs.length; at += 2) {
      const concept = cube.values.concept[pairs[at]!]!
      const members = inside(rows, cube.dimensions, wanted, concept)
      const lost = wanted.indexOf(null)
      if (pairs[at] === 0) all += pairs[at + 1]!
      if (lost < 0) t.is(pairs[at + 1], members.length, `${wanted} ${concept}`)
      else t.true(pairs[at + 1]! <= members.length)
      t.true(accountsOf(members) >= 10, `${wanted} ${concept}`)
    }
  })
  t.true(all > 0)
  return all
}

for (const seed of [5, 6, 7]) {
  test(`no margin of feed ${seed}, less what is shown of it in a cube, leaves fewer than ten accounts`, async (t) => {
    const rows = sparseFeed(seed)
    const { cube } = await analysisOf(rows, 10)
    const tables = [cube, ...cube.margins].map((table) => ({ ...table, values: cube.values }))
    for (const total of tables.slice(1)) {
      for (const { wanted, concept } of shownCells(total)) {
        const members = inside(rows, total.dimensions, wanted, concept)
        for (const table of tables) {
          if (!total.dimensions.every((name) => table.dimensions.includes(name)) || table === total) continue
          const within = shownCells(table).filter(
            (cell) =>
              cell.concept === concept &&
              !cell.wanted.includes(null) &&
              total.dimensions.every((name, at) => cell.wanted[table.dimensions.indexOf(name)] === wanted[at]),
          )
          const rest = within.reduce((left, cell) => {
            const gone = new Set(inside(rows, table.dimensions, cell.wanted, concept))
            return left.filter((row) => !gone.has(row))
          }, members)
          const accounts = accountsOf(rest)
          t.true(within.length === 0 || accounts === 0 || accounts >= 10, `${table.dimensions}: ${wanted} ${concept}`)
        }
      }
    }
  })
}

interface ShownCell {
  /** Names in the order of the table's dimensions; null where it is not broken down. */
  readonly wanted: readonly (string | null)[]
  readonly concept: string
}

function shownCells(table: CubeTable): ShownCell[] {
  return table.contexts.flatMap((codes, index) => {
    const wanted = table.dimensions.map((name, at) => (codes[at] === -1 ? null : table.values[name][codes[at]!]!))
    const concepts = table.cells[index]!.filter((_, at) => at % 2 === 0)
    return concepts.map((code) => ({ wanted, concept: table.values.concept[code]! }))
  })
}

function inside(
  rows: readonly GarmentRow[],
  dimensions: CubeTable['dimensions'],
  wanted: readonly (string | null)[],
  concept: string,
): GarmentRow[] {
  return (concept === '*' ? rows : wearing(rows, concept)).filter((row) =>
    dimensions.every((name, at) => wanted[at] === null || codeName(row, name) === wanted[at]),
  )
}

function codeName(row: GarmentRow, dimension: Analysis['cube']['dimensions'][number]): string {
  if (dimension === 'month') return new Date(row.taken_at!).toISOString().slice(0, 7)
  return row[dimension] ?? 'unknown'
}
