import { join } from 'node:path'
import { EXIT, UserError } from '../../errors.ts'
import type { PredictedFamily } from '../../inference/manifest.ts'
import { type GarmentLabel, type PhotoLabel, readLabels } from '../evaluate/labels.ts'
import { matchRegions } from '../evaluate/regions.ts'
import type { Recipe } from './recipe.ts'
import { GARMENT_FAMILIES, LABELS } from './sizes.ts'

/** A labelled photo to learn from. */
export interface Example {
  readonly file: string
  readonly label: PhotoLabel
  readonly weak: boolean
}

export interface Examples {
  readonly clean: readonly Example[]
  readonly weak: readonly Example[]
  readonly validation: readonly Example[]
  /** Per garment family, `counts[true][machine]` over photos that have both labels. */
  readonly confusion: ReadonlyMap<PredictedFamily, readonly (readonly number[])[]>
}

/**
 * The examples of a recipe. Throws a `UserError` where a photo is in two files of one kind, or in training and
 * validation. Photos with both a checked and a machine label start the transition matrices and are trained as checked.
 */
export async function readExamples(recipe: Recipe): Promise<Examples> {
  const read = async (files: readonly string[]): Promise<Map<string, PhotoLabel>> => {
    const labels = new Map<string, PhotoLabel>()
    for (const file of files) {
      for (const label of await readLabels(file)) {
        if (labels.has(label.photo)) throw twice(label.photo, `${file} and another file of the same kind`)
        labels.set(label.photo, label)
      }
    }
    return labels
  }
  const [clean, weak, validation] = [await read(recipe.train), await read(recipe.weak), await read(recipe.validation)]
  for (const photo of validation.keys()) {
    if (clean.has(photo)) throw twice(photo, 'training and validation')
    weak.delete(photo)
  }
  const confusion = new Map<PredictedFamily, number[][]>(
    GARMENT_FAMILIES.map((family) => [family, LABELS[family].map(() => LABELS[family].map(() => 0))]),
  )
  for (const [photo, label] of clean) {
    const machine = weak.get(photo)
    if (machine === undefined) continue
    weak.delete(photo)
    countConfusion(confusion, label.garments ?? [], machine.garments ?? [])
  }
  const examples = (labels: Map<string, PhotoLabel>, isWeak: boolean): Example[] =>
    [...labels.values()].map((label) => ({ file: join(recipe.photos, label.photo), label, weak: isWeak }))
  return {
    clean: examples(clean, false),
    weak: examples(weak, true),
    validation: examples(validation, false),
    confusion,
  }
}

function countConfusion(
  confusion: ReadonlyMap<PredictedFamily, number[][]>,
  truth: readonly GarmentLabel[],
  machine: readonly GarmentLabel[],
): void {
  const scored = machine.map((garment) => ({ ...garment, score: 1 }))
  for (const [said, is] of matchRegions(scored, truth)) {
    for (const family of GARMENT_FAMILIES) {
      const [row, column] = [classOf(family, is), classOf(family, said)]
      const line = confusion.get(family)?.[row]
      if (line !== undefined && column >= 0) line[column] = (line[column] as number) + 1
    }
  }
}

/** A garment's class in a family, -1 where it is not labelled. */
export function classOf(family: PredictedFamily, garment: Pick<GarmentLabel, 'category' | 'attributes'>): number {
  const name = family === 'category' ? garment.category : garment.attributes[family as keyof typeof garment.attributes]
  return name === undefined ? -1 : LABELS[family].indexOf(name)
}

function twice(photo: string, where: string): UserError {
  return new UserError('photo_twice', `The photo \`${photo}\` is in ${where}.`, {
    exit: EXIT.input,
    hint: 'A photo may be in one file of each kind, and never in both training and validation.',
  })
}
