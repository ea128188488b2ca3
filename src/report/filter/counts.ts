import type { CubeDimension, EmbeddedCube } from '../../analysis/analysis.ts'
import type { Filter } from './filter.ts'

/** Counts of one cell under a filter. */
export interface Counted {
  /** Garments that surely belong here. */
  readonly count: number
  /** Garments that may, but are not broken down far enough to tell. */
  readonly unsure: number
}

interface Bin {
  readonly sure: Map<number, number>
  readonly vague: Map<number, number>
}

/**
 * Counts over a few dimensions only, coded like the cube that carries them: what the full cube must roll up because
 * six dimensions make small cells, a margin can show.
 */
export type Margin = Pick<EmbeddedCube, 'dimensions' | 'contexts' | 'cells'>

/** A cube with margins, where the analysis has them. */
export type CubeWithMargins = EmbeddedCube & { readonly margins?: readonly Margin[] }

/** The smallest table that has all dimensions asked for. */
function tableFor(cube: CubeWithMargins, needed: readonly string[]): Margin {
  const fitting = (cube.margins ?? []).filter(({ dimensions }) =>
    needed.every((dimension) => (dimensions as readonly string[]).includes(dimension)),
  )
  return [...fitting, cube].sort((a, b) => a.dimensions.length - b.dimensions.length)[0] ?? cube
}

/**
 * Sums the cube under a filter by some dimensions and concept. The result is asked by the values of `by` in order,
 * then the concept's name; `*` is all garments. One pass over the cells.
 */
export function countBy(cube: CubeWithMargins, filter: Filter, by: readonly CubeDimension[]) {
  const { values } = cube
  const table = tableFor(cube, [...Object.keys(filter), ...by])
  const { dimensions } = table
  const wanted = dimensions.map((dimension) => {
    const value = (filter as { readonly [name: string]: string | undefined })[dimension]
    return value === undefined ? null : values[dimension].indexOf(value)
  })
  const keys = by.map((dimension) => dimensions.indexOf(dimension))
  const bins = new Map<string, Bin>()
  table.contexts.forEach((context, index) => {
    if (wanted.some((code, i) => code !== null && context[i] !== code && context[i] !== -1)) return
    const key = keys.map((i) => context[i]).join()
    const bin = bins.get(key) ?? { sure: new Map(), vague: new Map() }
    bins.set(key, bin)
    const target = wanted.some((code, i) => code !== null && context[i] === -1) ? bin.vague : bin.sure
    const cells = table.cells[index] ?? []
    for (let i = 0; i < cells.length; i += 2) {
      const concept = cells[i] as number
      target.set(concept, (target.get(concept) ?? 0) + (cells[i + 1] as number))
    }
  })
  const codes = new Map(values.concept.map((name, code) => [name, code]))
  return (at: readonly string[], concept: string): Counted => {
    const code = codes.get(concept)
    if (code === undefined) return { count: 0, unsure: 0 }
    const key = at.map((value, i) => values[by[i] as CubeDimension].indexOf(value))
    const own = bins.get(key.join())
    let unsure = own?.vague.get(code) ?? 0
    for (const coarser of coarserKeys(key)) {
      const bin = bins.get(coarser)
      unsure += (bin?.sure.get(code) ?? 0) + (bin?.vague.get(code) ?? 0)
    }
    return { count: own?.sure.get(code) ?? 0, unsure }
  }
}

/** The same key with one or more of its codes given up. */
function coarserKeys(key: readonly number[]): string[] {
  return Array.from({ length: 2 ** key.length - 1 }, (_, mask) =>
    key.map((code, i) => ((mask + 1) & (1 << i) ? -1 : code)).join(),
  )
}
