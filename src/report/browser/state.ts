import type { EmbeddedCube } from '../../analysis/analysis.ts'
import { FILTERS, type Filter, parseFilter } from '../filter/filter.ts'

/** All that a reader can set. */
export interface State {
  readonly filter: Filter
  readonly mapConcept: string | null
  readonly reading: string | null
}

/** The state in the page's address. */
export function readState(cube: EmbeddedCube): State {
  const parameters = new URLSearchParams(location.hash.slice(1))
  const concept = parameters.get('map')
  return {
    filter: parseFilter(location.hash, cube),
    mapConcept: concept !== null && cube.values.concept.includes(concept) ? concept : null,
    reading: parameters.get('reading'),
  }
}

/** Writes the state, but for what is usual, into the address without a step in the history and without scrolling. */
export function writeState({ filter, mapConcept, reading }: State, usualMap: string | null): void {
  const parameters = new URLSearchParams()
  for (const dimension of FILTERS) {
    const value = filter[dimension]
    if (value !== undefined) parameters.set(dimension, value)
  }
  if (mapConcept !== null && mapConcept !== usualMap) parameters.set('map', mapConcept)
  if (reading !== null) parameters.set('reading', reading)
  const fragment = parameters.toString() || 'all=1'
  if (location.hash.slice(1) === fragment || (fragment === 'all=1' && location.hash === '')) return
  location.replace(`#${fragment}`)
}
