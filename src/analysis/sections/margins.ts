import { CONCEPTS } from '../concepts.ts'

/**
 * The totals within one context: `*` is the sum of the categories, and a category that of the values of each of its
 * families. Lists of concept numbers.
 */
export function conceptMargins(): number[][] {
  const margins = new Map<string, number[]>()
  CONCEPTS.forEach(({ category, family }, concept) => {
    if (category < 0) return
    const key = family < 0 ? 'categories' : `${category} ${family}`
    const members = margins.get(key) ?? []
    members.push(concept)
    margins.set(key, members)
  })
  return [...margins.values()]
}

/** The margins of a table of contexts × concepts whose cells are numbered `context * concepts + concept`. */
export function tableMargins(contexts: number, along: readonly (readonly number[])[]): number[][] {
  const n = CONCEPTS.length
  const within = conceptMargins()
  const margins: number[][] = []
  for (let context = 0; context < contexts; context++) {
    for (const members of within) margins.push(members.map((concept) => context * n + concept))
  }
  for (const contextsOfTotal of along) {
    for (let concept = 0; concept < n; concept++) margins.push(contextsOfTotal.map((context) => context * n + concept))
  }
  return margins
}

/** For each cell the one that must be shown for it to be shown: its concept's parent in the same context. */
export function tableParents(contexts: number): Int32Array {
  const n = CONCEPTS.length
  return Int32Array.from({ length: contexts * n }, (_, cell) => {
    const { parent } = CONCEPTS[cell % n]!
    return parent < 0 ? -1 : Math.floor(cell / n) * n + parent
  })
}
