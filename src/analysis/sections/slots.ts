import { COUNTRIES } from '../../vocabulary/countries.ts'
import { AGES, GENDERS, OCCASIONS, SEASONS } from '../../vocabulary/vocabulary.ts'
import type { GroupShares } from '../analysis.ts'
import { type Cube, wearerSlot } from '../tally/cube.ts'
import type { Page } from '../tally/pages.ts'

export type Dimension = GroupShares['dimension']

/** One value of a dimension with its counts; `name` is null for what is missing or unknown. */
export interface Slice {
  readonly name: string | null
  /** Its code in the joint counts. */
  readonly code: number
  readonly page: Page
}

/** The values of one dimension that occur, the unknown first where it occurs. */
export function slicesOf(cube: Cube, dimension: Exclude<Dimension, 'occasion'>): Slice[] {
  if (dimension === 'country' || dimension === 'season') {
    const table = cube[dimension]
    const words = dimension === 'country' ? COUNTRIES : SEASONS
    return table.slots().map((slot) => ({ name: words[slot - 1] ?? null, code: slot, page: table.pages[slot]! }))
  }
  const all = { gender: [...GENDERS.keys()], age: [...AGES.keys()] }
  const words: readonly string[] = dimension === 'gender' ? GENDERS : AGES
  return all[dimension]
    .map((value) => {
      const ranges = { ...all, [dimension]: [value] }
      const slots = ranges.gender.flatMap((gender) =>
        ranges.age.flatMap((age) => [-1, ...OCCASIONS.keys()].map((occasion) => wearerSlot(gender, age, occasion))),
      )
      const name = words[value]!
      return { name: name === 'unknown' ? null : name, code: value, page: cube.wearer.sum(slots) }
    })
    .filter(({ page }) => page.held[0]! > 0)
}

/** All garments. */
export function everything(cube: Cube): Page {
  return cube.wearer.sum(cube.wearer.slots())
}
