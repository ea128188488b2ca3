import {
  allowedValues,
  CATEGORIES,
  type Category,
  conceptName,
  FAMILIES,
  familiesOf,
  GROUPS,
  groupOf,
  valuesOf,
} from '../vocabulary/vocabulary.ts'

/** A thing that is counted: index 0 is `*` (every garment), then the 21 categories, then each category with a value. */
export interface ConceptEntry {
  readonly name: string
  /** Index into `CATEGORIES`; -1 for `*`. */
  readonly category: number
  /** Index into `FAMILIES`; -1 for `*` and the categories. */
  readonly family: number
  /** Index into `GROUPS`; -1 for `*`. */
  readonly group: number
  /** The concept one level up: `dress:mermaid` → `dress` → `*`; -1 for `*`. */
  readonly parent: number
  /** `na` and `other` say "none of the above": counted, never shown, as in the paper. */
  readonly silent: boolean
}

const SILENT = new Set<string>(['na', 'other'])
/** Room for the values of one family in {@link conceptLookup}. */
export const VALUE_STRIDE = 16

function listConcepts(): readonly ConceptEntry[] {
  const entries: ConceptEntry[] = [{ name: '*', category: -1, family: -1, group: -1, parent: -1, silent: false }]
  CATEGORIES.forEach((category, index) => {
    const group = GROUPS.indexOf(groupOf(category))
    entries.push({ name: category, category: index, family: -1, group, parent: 0, silent: false })
  })
  const taken = new Set<string>()
  CATEGORIES.forEach((category, index) => {
    for (const { family, value } of valuesFor(category)) {
      const silent = SILENT.has(value)
      const short = conceptName(category, value)
      // `dress:straight` is a shape; the straight sleeve of a dress gets its family's name.
      const name = silent || taken.has(short) ? `${category}:${family}_${value}` : short
      taken.add(name)
      const group = GROUPS.indexOf(groupOf(category))
      entries.push({ name, category: index, family: FAMILIES.indexOf(family), group, parent: index + 1, silent })
    }
  })
  return entries
}

function valuesFor(category: Category) {
  return familiesOf(category).flatMap((family) => allowedValues(family, category).map((value) => ({ family, value })))
}

/** All concepts; the position is the concept's number in every count table. */
export const CONCEPTS: readonly ConceptEntry[] = listConcepts()

const numbers = new Map(CONCEPTS.map((concept, index) => [concept.name, index]))

/** The number of a concept by name; undefined where there is none. */
export function conceptNumber(name: string): number | undefined {
  return numbers.get(name)
}

/**
 * Concept number by `(category * families + family) * VALUE_STRIDE + value`; -1 where the value is not
 * allowed for the category.
 */
export function conceptLookup(): Int16Array {
  const lookup = new Int16Array(CATEGORIES.length * FAMILIES.length * VALUE_STRIDE).fill(-1)
  CATEGORIES.forEach((category, c) => {
    const entries = CONCEPTS.map((concept, index) => ({ concept, index })).filter(
      ({ concept }) => concept.category === c && concept.family >= 0,
    )
    for (const [at, { family, value }] of valuesFor(category).entries()) {
      const f = FAMILIES.indexOf(family)
      lookup[(c * FAMILIES.length + f) * VALUE_STRIDE + valuesOf(family).indexOf(value)] = entries[at]!.index
    }
  })
  return lookup
}
