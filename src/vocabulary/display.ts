import { displayNames } from './data.ts'
import type { Family } from './vocabulary.ts'

/**
 * The words a person reads for a name of the vocabulary, lower case: `sport` → `sports`.
 * `family` tells apart values that share a name: `long` of `sleeve_length` → `long sleeve`.
 */
export function displayName(name: string, family?: Family): string {
  const qualified = family === undefined ? undefined : displayNames[`${family}:${name}`]
  return qualified ?? displayNames[name] ?? name.replaceAll('_', ' ')
}

/** The words for a concept: `dress:mermaid` → `dress: mermaid`. */
export function displayConcept(concept: string): string {
  const [category = '', value] = concept.split(':')
  return value === undefined ? displayName(category) : `${displayName(category)}: ${displayName(value)}`
}
