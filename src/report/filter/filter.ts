import type { CubeDimension, EmbeddedCube } from '../../analysis/analysis.ts'

/** What a reader can narrow the page to, in the order of the filter bar. */
export const FILTERS = ['gender', 'age', 'occasion', 'country', 'season'] as const
export type FilterName = (typeof FILTERS)[number]

/** One value a dimension; a dimension that is absent is not filtered. */
export type Filter = { readonly [dimension in FilterName]?: string }

export function isFiltered(filter: Filter): boolean {
  return FILTERS.some((dimension) => filter[dimension] !== undefined)
}

/** The same filter but for one dimension: a ranking of countries goes on showing all countries. */
export function without(filter: Filter, dimension: string): Filter {
  return Object.fromEntries(Object.entries(filter).filter(([name]) => name !== dimension))
}

/** The values of a dimension that the cube has counts for, in its order, without `unknown`. */
export function choicesOf(cube: EmbeddedCube, dimension: CubeDimension): string[] {
  const at = cube.dimensions.indexOf(dimension)
  const found = new Set(cube.contexts.map((context) => context[at]))
  return cube.values[dimension].filter((value, code) => found.has(code) && value !== 'unknown')
}

/**
 * The filter in the page's address, `gender=female&country=DE`. Values the cube does not know are dropped: an address
 * is written by anyone.
 */
export function parseFilter(fragment: string, cube: EmbeddedCube): Filter {
  const parameters = new URLSearchParams(fragment.replace(/^#/, ''))
  const known = FILTERS.flatMap((dimension) => {
    const value = parameters.get(dimension)
    return value !== null && choicesOf(cube, dimension).includes(value) ? [[dimension, value]] : []
  })
  return Object.fromEntries(known)
}
