import { COUNTRIES } from '../../vocabulary/countries.ts'
import { AGES, GENDERS, OCCASIONS, SEASONS } from '../../vocabulary/vocabulary.ts'
import type { GroupShares } from '../analysis.ts'
import { type Cube, wearerSlot } from '../tally/cube.ts'
import type { Page } from '../tally/pages.ts'

export type Dimension = GroupShares['dimension']

/** One value of a dimension with its counts; `name` is null for what is missing or unknown. */
export interface Slice {
  readonly name: string | null
  readonly page: Page
}

/** The values of one dimension that occur, the unknown first where it occurs. */
export function slicesOf(cube: Cube, dimension: Dimension): Slice[] {
  if (dimension === 'country' || dimension === 'season') {
    const table = cube[dimension]
    const words = dimension === 'country' ? COUNTRIES : SEASONS
    return table.slots().map((slot) => ({ name: words[slot - 1] ?? null, page: table.pages[slot]! }))
  }
  const all = { gender: [...GENDERS.keys()], age: [...AGES.keys()], occasion: [-1, ...OCCASIONS.keys()] }
  const words = { gender: GENDERS, age: AGES, occasion: OCCASIONS }[dimension] as readonly string[]
  return all[dimension]
    .map((value) => {
      const ranges = { ...all, [dimension]: [value] }
      const slots = ranges.gender.flatMap((gender) =>
        ranges.age.flatMap((age) => ranges.occasion.map((occasion) => wearerSlot(gender, age, occasion))),
      )
      const name = words[value] ?? null
      return { name: name === 'unknown' ? null : name, page: cube.wearer.sum(slots) }
    })
    .filter(({ page }) => page.held[0]! > 0)
}

/** All garments. */
export function everything(cube: Cube): Page {
  return cube.wearer.sum(cube.wearer.slots())
}
