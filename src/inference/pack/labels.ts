import { AGES, CATEGORIES, FAMILIES, GENDERS, GROUPS, OCCASIONS, valuesOf } from '../../vocabulary/vocabulary.ts'
import type { PredictedFamily } from '../manifest.ts'

/** Everything a pack can predict. */
export const PREDICTED_FAMILIES: readonly PredictedFamily[] = ['category', 'gender', 'age', 'occasion', ...FAMILIES]

/** Classes a `regions` output may have. */
export const REGION_CLASSES: readonly string[] = ['background', 'body', ...GROUPS, 'accessory']

/** The class a pack may have beside the vocabulary's age bands; such a person gets no gender and no age. */
export const CHILD = 'child'

/** The names an output class of a family may map to. `unknown` is a decision, never a class. */
export function labelsOf(family: PredictedFamily): readonly string[] {
  switch (family) {
    case 'category':
      return CATEGORIES
    case 'occasion':
      return OCCASIONS
    case 'gender':
      return GENDERS.filter((gender) => gender !== 'unknown')
    case 'age':
      return [...AGES.filter((age) => age !== 'unknown'), CHILD]
    default:
      return valuesOf(family)
  }
}
