import { AGES } from '../../vocabulary/vocabulary.ts'
import { CONCEPTS } from '../concepts.ts'
import { type Cube, wearerSlot } from '../tally/cube.ts'
import { tableLines, tableParents } from './margins.ts'
import { cellOf, visibleCells } from './visibility.ts'
import type { WearerTable } from './wearers.ts'

const N = CONCEPTS.length

/** Which cells of gender, occasion and age may be shown. */
export interface AgeTable {
  /** By concept; `age` -1 is any. */
  visibleOf(wearer: { readonly gender: number; readonly occasion: number; readonly age: number }): readonly boolean[]
}

/** Judges the ages within each gender and occasion, given what the heatmap shows: an age is shown where any age is. */
export function ageTable(cube: Cube, table: WearerTable, minCount: number): AgeTable {
  const parents = tableParents(1 + AGES.length)
  const along = [{ of: AGES.map((_, age) => 1 + age), total: 0 }]
  const lines = tableLines(1 + AGES.length, along)
  const known = new Map<string, readonly boolean[]>()
  table.contexts.forEach(({ gender, occasion, page }, index) => {
    if (page.held[0] === 0) return
    const allowed = (concept: number) => table.visible[index * N + concept]!
    const pages = [page, ...AGES.map((_, age) => cube.wearer.sum([wearerSlot(gender, age, occasion)]))]
    const cells = pages.flatMap((one) => CONCEPTS.map((_, concept) => cellOf(one, N, concept, allowed(concept))))
    const visible = visibleCells(cells, lines, parents, minCount)
    pages.forEach((_, at) => {
      known.set(`${gender} ${occasion} ${at - 1}`, visible.slice(at * N, (at + 1) * N))
    })
  })
  return { visibleOf: ({ gender, occasion, age }) => known.get(`${gender} ${occasion} ${age}`) ?? [] }
}
