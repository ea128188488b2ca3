import { CATEGORIES, GROUPS, groupOf } from '../../vocabulary/vocabulary.ts'

/** One row of a confusion matrix: values that are as good as each other. */
export interface Class {
  readonly name: string
  readonly values: readonly string[]
}

/**
 * The classes that labels distinguish: the sets of values that occur as truth, and each value that is in none of them.
 * Where every label is one value, these are the values themselves. Of two sets of which one holds the other
 * (`black`, and `black or white` where both were seen) only the more frequent one is a class.
 * @param truths sets of values, each in the order of `values`
 */
export function classesOf(truths: Iterable<readonly string[]>, values: readonly string[]): Class[] {
  const classes: (readonly string[])[] = []
  for (const set of byFrequency(truths)) {
    if (!classes.some((other) => holds(set, other) || holds(other, set))) classes.push(set)
  }
  const covered = new Set(classes.flat())
  const rest = values.filter((value) => !covered.has(value)).map((value) => [value])
  return [...classes, ...rest]
    .sort((a, b) => values.indexOf(a[0] as string) - values.indexOf(b[0] as string) || a.length - b.length)
    .map((set) => ({ name: className(set, values), values: set }))
}

/** The class that an answer is counted in: its truth if it is right, else the first class that has it. */
export function columnOf(predicted: string, truth: Class, classes: readonly Class[]): Class | undefined {
  return truth.values.includes(predicted) ? truth : classes.find(({ values }) => values.includes(predicted))
}

function byFrequency(truths: Iterable<readonly string[]>): (readonly string[])[] {
  const counts = new Map<string, { readonly set: readonly string[]; count: number }>()
  for (const set of truths) {
    const entry = counts.get(set.join()) ?? { set, count: 0 }
    entry.count++
    counts.set(set.join(), entry)
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || a.set.length - b.set.length).map(({ set }) => set)
}

const holds = (set: readonly string[], part: readonly string[]): boolean => part.every((value) => set.includes(value))

/** `dress`, `outerwear`, `not solid`, `suit or blazer`. */
function className(set: readonly string[], values: readonly string[]): string {
  const group = GROUPS.find((name) => {
    const members = CATEGORIES.filter((category) => groupOf(category) === name)
    return members.length === set.length && members.every((category) => set.includes(category))
  })
  if (group !== undefined) return group
  const rest = values.filter((value) => !set.includes(value))
  if (set.length > 2 && rest.length > 0 && rest.length < set.length) return `not ${rest.join(' or ')}`
  return set.join(' or ')
}
