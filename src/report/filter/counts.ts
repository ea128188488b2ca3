import type { CubeDimension, EmbeddedCube, Margin } from '../../analysis/analysis.ts'
import type { Filter } from './filter.ts'

/** Counts of one cell under a filter. */
export interface Counted {
  /** Garments that surely belong here. */
  readonly count: number
  /** Garments that may, but are not broken down far enough to tell. */
  readonly unsure: number
}

/** The smallest table that has all dimensions asked for. */
function tableFor(cube: EmbeddedCube, needed: readonly string[]): Margin {
  const fitting = cube.margins.filter(({ dimensions }) =>
    needed.every((dimension) => (dimensions as readonly string[]).includes(dimension)),
  )
  return [...fitting, cube].sort((a, b) => a.dimensions.length - b.dimensions.length)[0] ?? cube
}

interface Context {
  readonly codes: readonly number[]
  /** Count by concept. */
  readonly counts: ReadonlyMap<number, number>
}

const read = new WeakMap<Margin, ReadonlyMap<string, Context>>()

/** Contexts of a table by their codes. */
function contextsOf(table: Margin): ReadonlyMap<string, Context> {
  const known = read.get(table)
  if (known !== undefined) return known
  const contexts = table.contexts.map((codes, index): [string, Context] => {
    const cells = table.cells[index] ?? []
    const counts = new Map<number, number>()
    for (let i = 0; i < cells.length; i += 2) counts.set(cells[i] as number, cells[i + 1] as number)
    return [codes.join(), { codes, counts }]
  })
  const found = new Map(contexts)
  read.set(table, found)
  return found
}

interface Bin {
  readonly sure: Map<number, number>
  readonly vague: Context[]
}

/**
 * Sums the cube under a filter by some dimensions and concept. The result is asked by the values of `by` in order,
 * then the concept's name; `*` is all garments. One pass over the cells.
 */
export function countBy(cube: EmbeddedCube, filter: Filter, by: readonly CubeDimension[]) {
  const { values } = cube
  const table = tableFor(cube, [...Object.keys(filter), ...by])
  const { dimensions } = table
  const contexts = contextsOf(table)
  const wanted = dimensions.map((dimension) => {
    const value = (filter as { readonly [name: string]: string | undefined })[dimension]
    return value === undefined ? null : values[dimension].indexOf(value)
  })
  const keys = by.map((dimension) => dimensions.indexOf(dimension))
  const bins = new Map<string, Bin>()
  for (const context of contexts.values()) {
    const { codes, counts } = context
    if (wanted.some((code, i) => code !== null && codes[i] !== code && codes[i] !== -1)) continue
    const key = keys.map((i) => codes[i]).join()
    const bin = bins.get(key) ?? { sure: new Map<number, number>(), vague: [] }
    bins.set(key, bin)
    const vague = wanted.some((code, i) => code !== null && codes[i] === -1) || keys.some((i) => codes[i] === -1)
    if (vague) bin.vague.push(context)
    else for (const [concept, count] of counts) bin.sure.set(concept, (bin.sure.get(concept) ?? 0) + count)
  }
  const concepts = new Map(values.concept.map((name, code) => [name, code]))
  return (at: readonly string[], name: string): Counted => {
    const concept = concepts.get(name)
    if (concept === undefined) return { count: 0, unsure: 0 }
    const key = at.map((value, i) => values[by[i] as CubeDimension].indexOf(value))
    const asked = [...wanted]
    for (const [i, code] of key.entries()) asked[keys[i] as number] = code
    let unsure = 0
    for (const each of [key.join(), ...coarserKeys(key)]) {
      for (const { codes, counts } of bins.get(each)?.vague ?? []) {
        const count = counts.get(concept) ?? 0
        if (count > 0 && !isComplete(contexts, codes, asked, concept)) unsure += count
      }
    }
    return { count: bins.get(key.join())?.sure.get(concept) ?? 0, unsure }
  }
}

/**
 * A context that gave up a dimension holds nothing of those values of it that are still told by themselves: what they
 * could not break down further was enough to be shown.
 */
function isComplete(
  contexts: ReadonlyMap<string, Context>,
  codes: readonly number[],
  asked: readonly (number | null)[],
  concept: number,
): boolean {
  const lost = codes.indexOf(-1)
  const value = asked[lost]
  if (value === null || value === undefined) return false
  const finer = codes.map((code, i) => (i === lost ? value : code)).join()
  return contexts.get(finer)?.counts.has(concept) ?? false
}

/** The same key with one or more of its codes given up. */
function coarserKeys(key: readonly number[]): string[] {
  return Array.from({ length: 2 ** key.length - 1 }, (_, mask) =>
    key.map((code, i) => ((mask + 1) & (1 << i) ? -1 : code)).join(),
  )
}
