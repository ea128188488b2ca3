import { CONCEPTS } from '../concepts.ts'
import type { AgeTable } from './ages.ts'
import type { ShownElsewhere } from './embedded.ts'
import type { SliceTable } from './groups.ts'
import type { MonthTable } from './trends.ts'
import type { WearerTable } from './wearers.ts'

const N = CONCEPTS.length

/** What heatmap, groups and trends show, by the codes of the joint counts. */
export function shownElsewhere(
  wearers: WearerTable,
  ages: AgeTable,
  tables: readonly SliceTable[],
  months: MonthTable,
): ShownElsewhere {
  const rows = new Map(wearers.contexts.map(({ gender, occasion }, index) => [`${gender} ${occasion + 1}`, index]))
  const byDimension = new Map<string, { rows: ReadonlyMap<number, number>; visible: readonly boolean[] }>()
  for (const { dimension, slices, visible } of [...tables, { dimension: 'month', ...months }]) {
    byDimension.set(dimension, { rows: new Map(slices.map(({ code }, index) => [code, index])), visible })
  }
  // Cells of an occasion are judged with their genders.
  byDimension.delete('occasion')
  return {
    wearer: (gender, occasion, concept) =>
      wearers.visible[(rows.get(`${gender} ${occasion}`) ?? -1) * N + concept] ?? false,
    age: (gender, occasion, age, concept) => ages.visibleOf({ gender, occasion: occasion - 1, age })[concept] ?? false,
    value(dimension, code, concept) {
      const table = byDimension.get(dimension)
      return table === undefined || (table.visible[(table.rows.get(code) ?? -1) * N + concept] ?? false)
    },
  }
}
