import { FAMILIES } from '../../vocabulary/vocabulary.ts'
import { conceptLookup, VALUE_STRIDE } from '../concepts.ts'

/** Room for the concepts of one garment: `*`, its category, a value of each family. */
export const MOST_CONCEPTS = FAMILIES.length + 2

/** The concepts of the garments of a batch. */
export interface ConceptLists {
  /** `[row * MOST_CONCEPTS + i]`, first `*`, then the category, then the values. */
  readonly lists: Int16Array
  /** How many each row has. */
  readonly sizes: Uint8Array
}

let lookup: Int16Array | null = null

/** Column by column, for the columns are what lies together in memory. `values` in the order of `FAMILIES`. */
export function conceptLists(
  category: Int8Array | Int16Array,
  values: readonly (Int8Array | Int16Array)[],
): ConceptLists {
  const rows = category.length
  const lists = new Int16Array(rows * MOST_CONCEPTS)
  const sizes = new Uint8Array(rows).fill(1)
  for (let row = 0; row < rows; row++) {
    if (category[row]! < 0) continue
    lists[row * MOST_CONCEPTS + 1] = category[row]! + 1
    sizes[row] = 2
  }
  lookup ??= conceptLookup()
  for (const [family, codes] of values.entries()) addFamily({ lists, sizes }, category, codes, family, lookup)
  return { lists, sizes }
}

function addFamily(
  { lists, sizes }: ConceptLists,
  category: Int8Array | Int16Array,
  codes: Int8Array | Int16Array,
  family: number,
  concepts: Int16Array,
): void {
  for (let row = 0; row < codes.length; row++) {
    const value = codes[row]!
    if (value < 0 || category[row]! < 0) continue
    const concept = concepts[(category[row]! * FAMILIES.length + family) * VALUE_STRIDE + value]!
    if (concept >= 0) lists[row * MOST_CONCEPTS + sizes[row]!++] = concept
  }
}
