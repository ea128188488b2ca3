import type { CubeDimension, EmbeddedCube } from '../../analysis/analysis.ts'
import type { Filter } from './filter.ts'

/** Counts of one cell under a filter. */
export interface Counted {
  readonly count: number
  /** Garments that match as far as the cube tells, but are not broken down far enough to be sure. */
  readonly unsure: number
}

/**
 * Sums the cube under a filter by some dimensions and concept. The result is asked by the values of `by` in order,
 * then the concept's name; `*` is all garments. One pass over the cells.
 */
export function countBy(cube: EmbeddedCube, filter: Filter, by: readonly CubeDimension[]) {
  const { dimensions, values } = cube
  const wanted = dimensions.map((dimension) => {
    const value = (filter as { readonly [name: string]: string | undefined })[dimension]
    return value === undefined ? null : values[dimension].indexOf(value)
  })
  const keys = by.map((dimension) => dimensions.indexOf(dimension))
  const sure = new Map<string, Map<number, number>>()
  const unsure = new Map<number, number>()
  cube.contexts.forEach((context, index) => {
    if (wanted.some((code, i) => code !== null && context[i] !== code && context[i] !== -1)) return
    const vague = wanted.some((code, i) => code !== null && context[i] === -1) || keys.some((i) => context[i] === -1)
    const key = keys.map((i) => context[i]).join()
    const cells = cube.cells[index] ?? []
    const target = vague ? unsure : (sure.get(key) ?? new Map<number, number>())
    if (!vague) sure.set(key, target)
    for (let i = 0; i < cells.length; i += 2) {
      const concept = cells[i] as number
      target.set(concept, (target.get(concept) ?? 0) + (cells[i + 1] as number))
    }
  })
  const codes = new Map(values.concept.map((name, code) => [name, code]))
  return (at: readonly string[], concept: string): Counted => {
    const code = codes.get(concept)
    if (code === undefined) return { count: 0, unsure: 0 }
    const key = at.map((value, i) => values[by[i] as CubeDimension].indexOf(value)).join()
    return { count: sure.get(key)?.get(code) ?? 0, unsure: unsure.get(code) ?? 0 }
  }
}
