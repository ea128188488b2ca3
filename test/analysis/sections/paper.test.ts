import { readFile } from 'node:fs/promises'
import test from 'ava'
import { summarize } from '../../../src/analysis/analyze.ts'
import { randomStream } from '../../../src/analysis/statistics/hash.ts'
import type { GarmentRow } from '../../../src/dataset/rows.ts'
import { type CATEGORIES, FAMILIES, familiesOf, valuesOf } from '../../../src/vocabulary/vocabulary.ts'
import { rowsOf } from '../support/drawn.ts'
import { tallyOf } from '../support/tables.ts'

const MATRIX = 'paper-heatmap/heatmap_train_clean_22367.csv'
const text = await readFile(`../shared/data/${MATRIX}`, 'utf8').catch(() => null)

const occasionNames: { [name: string]: string } = { dating: 'date', sports: 'sport', 'daily work': 'work' }
const valueNames: { [name: string]: string } = { long_sleeve: 'long', short_sleeve: 'short', multi_color: 'multi' }

/** The paper's name of a column as a concept of ours. */
function conceptOf(column: string): string {
  const [category = '', value = ''] = column.split(':')
  return `${category === 'hoodies' ? 'sweatshirt_hoodies' : category}:${valueNames[value] ?? value}`
}

function contextOf(row: string): { gender: 'female' | 'male'; occasion: string } {
  const occasion = row.slice(2)
  return {
    gender: row.startsWith('F') ? 'female' : 'male',
    occasion: occasionNames[occasion] ?? occasion.replace(' ', '_'),
  }
}

test("the paper's reading of data drawn from its matrix is that matrix", async (t) => {
  if (text === null) {
    t.log(`skipped: ../shared/data/${MATRIX} is not here`)
    t.pass()
    return
  }
  const [header = '', ...lines] = text.trim().split(/\r?\n/)
  const columns = header.split(',').slice(1)
  const contexts = lines.map((line) => contextOf(line.split(',')[0]!))
  const matrix = lines.map((line) => line.split(',').slice(1).map(Number))
  const random = randomStream(11)
  const rows: GarmentRow[] = []
  columns.forEach((column, c) => {
    const [category = '', value = ''] = conceptOf(column).split(':')
    const family = familiesOf(category as (typeof CATEGORIES)[number]).find((name) =>
      (valuesOf(name) as readonly string[]).includes(value),
    )!
    const shares = matrix.map((line) => Math.max(0, line[c]!))
    const total = shares.reduce((sum, share) => sum + share, 0)
    for (let i = 0; i < 1500; i++) {
      let rest = random() * total
      const at = shares.findIndex((share) => {
        rest -= share
        return rest < 0
      })
      const { gender, occasion } = contexts[Math.max(0, at)]!
      const garments = [{ category, [family]: value } as Partial<GarmentRow>]
      const account = `a${Math.floor(random() * 800)}`
      rows.push(...rowsOf(account, rows.length, { gender, occasion: occasion as never, garments }))
    }
  })
  t.is(FAMILIES.length, 9)
  const tally = await tallyOf(rows, 1)
  const { popularity } = summarize(
    { tally, sources: [], pack: null, versus: null, name: 'x' },
    { paper: true, replicates: 20 },
  )
  const pairs = columns.flatMap((column, c) => {
    const total = matrix.reduce((sum, line) => sum + Math.max(0, line[c]!), 0)
    return contexts.flatMap(({ gender, occasion }, r) => {
      const cell = popularity.cells.find(
        (one) => one.gender === gender && one.occasion === occasion && one.concept === conceptOf(column),
      )
      return cell === undefined ? [] : [[matrix[r]![c]! / total, cell.p_context_given_concept ?? 0] as const]
    })
  })
  const r = correlationOf(pairs)
  t.log(`${popularity.concepts.length} columns, r = ${r.toFixed(4)}`)
  t.true(pairs.length > 1000 && r >= 0.99, `${pairs.length} cells, r = ${r}`)
  t.is(columns.length, 64)
  t.deepEqual(popularity.concepts, columns.map(conceptOf).sort(), 'the rule chooses the very columns of the paper')
})

function correlationOf(pairs: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[at], 0) / pairs.length
  const [mx, my] = [mean(0), mean(1)]
  let [xy, xx, yy] = [0, 0, 0]
  for (const [x, y] of pairs) {
    xy += (x - mx) * (y - my)
    xx += (x - mx) ** 2
    yy += (y - my) ** 2
  }
  return xy / Math.sqrt(xx * yy)
}
