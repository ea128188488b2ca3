import type { Placement } from '../../photo/placement.ts'
import { allowedValues, type Category, type Family, groupOf, type Value } from '../../vocabulary/vocabulary.ts'
import type { AttributeFinding, GarmentFinding } from '../findings.ts'
import { canvasToPhoto } from '../geometry.ts'
import type { Outputs } from '../kind.ts'
import type { PackManifest } from '../manifest.ts'
import { probabilitiesOf, sureChoice } from './choice.ts'
import { attributeFamilies } from './contract.ts'
import type { SeenGarment } from './regions.ts'

/**
 * The garments of one photo with category and attributes. Only values that the vocabulary allows for the category take
 * part in a softmax; a value under its threshold is left out, and so is a garment whose category is.
 * @param first the row of this photo's first garment in the outputs
 */
export function readGarments(
  garments: readonly SeenGarment[],
  outputs: Outputs,
  first: number,
  manifest: PackManifest,
  placement: Placement,
): GarmentFinding[] {
  return garments.flatMap((garment, index) => {
    const inGroup = (label: string) => !manifest.category_within_group || groupOf(label as Category) === garment.group
    const choices = probabilitiesOf(manifest, 'category', outputs.category!.data, first + index, inGroup)
    const choice = sureChoice(manifest, 'category', choices)
    if (choice === undefined) return []
    const category = choice.label as Category
    return {
      box: canvasToPhoto(garment.box, placement, manifest.input),
      person: garment.person,
      category,
      categoryScore: choice.probability,
      attributes: readAttributes(category, outputs, first + index, manifest),
    }
  })
}

function readAttributes(
  category: Category,
  outputs: Outputs,
  row: number,
  manifest: PackManifest,
): Partial<Record<Family, AttributeFinding>> {
  const found: Partial<Record<Family, AttributeFinding>> = {}
  for (const family of attributeFamilies(manifest)) {
    const values: readonly string[] = allowedValues(family, category)
    const choices = probabilitiesOf(manifest, family, outputs[family]!.data, row, (label) => values.includes(label))
    const choice = values.length > 0 ? sureChoice(manifest, family, choices) : undefined
    if (choice !== undefined) found[family] = { value: choice.label as Value, score: choice.probability }
  }
  return found
}
