import { CONCEPTS } from '../concepts.ts'
import type { Line } from './suppress.ts'

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

/** Contexts that add up to another one, `total`, or to what another table shows: -1. */
export interface Sum {
  readonly of: readonly number[]
  readonly total: number
}

/**
 * The sums of a table of contexts × concepts whose cells are numbered `context * concepts + concept`: in each context,
 * and of each concept over the contexts of each sum in `along`. Of what no table shows no sum is known.
 */
export function tableLines(contexts: number, along: readonly Sum[]): Line[] {
  const n = CONCEPTS.length
  const within = conceptMargins().map((members) => ({ members, parent: CONCEPTS[members[0]!]!.parent }))
  const lines: Line[] = []
  for (let context = 0; context < contexts; context++) {
    for (const { members, parent } of within) {
      lines.push({ members: members.map((concept) => context * n + concept), total: context * n + parent })
    }
  }
  for (const { of, total } of along) {
    for (let concept = 0; concept < n; concept++) {
      if (CONCEPTS[concept]!.silent) continue
      const members = of.map((context) => context * n + concept)
      lines.push({ members, total: total < 0 ? -1 : total * n + concept })
    }
  }
  return lines
}

/** For each cell the one that must be shown for it to be shown: its concept's parent in the same context. */
export function tableParents(contexts: number): Int32Array {
  const n = CONCEPTS.length
  return Int32Array.from({ length: contexts * n }, (_, cell) => {
    const { parent } = CONCEPTS[cell % n]!
    return parent < 0 ? -1 : Math.floor(cell / n) * n + parent
  })
}
