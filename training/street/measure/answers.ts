import type { Box } from '../../../src/inference/findings.ts'
import type { GarmentTruth, PersonAnswers, PhotoTruth } from '../../../src/learning/evaluate/truth.ts'
import { FAMILIES } from '../../../src/vocabulary/vocabulary.ts'
import type { Labels } from '../sample.ts'

/** A person's labels as truth: children have neither gender nor age. */
export function personAnswers({ gender, age }: Labels): PersonAnswers {
  if (age?.includes('child')) return { child: true }
  return {
    ...(gender === undefined ? {} : { gender }),
    ...(age === undefined ? {} : { age }),
    child: false,
  } as PersonAnswers
}

/** A garment's labels as truth. */
export function garmentAnswers(labels: Labels): Pick<GarmentTruth, 'category' | 'attributes'> {
  const attributes = FAMILIES.flatMap((family) => (labels[family] === undefined ? [] : [[family, labels[family]]]))
  return {
    ...(labels.category === undefined ? {} : { category: labels.category }),
    attributes: Object.fromEntries(attributes),
  } as Pick<GarmentTruth, 'category' | 'attributes'>
}

/** A box in shares of the canvas, in shares of the photo that covers `place` of it: `placed` turned round. */
export function unplaced(box: Box, place: Box): Box {
  const w = place.x1 - place.x0
  const h = place.y1 - place.y0
  return {
    x0: (box.x0 - place.x0) / w,
    y0: (box.y0 - place.y0) / h,
    x1: (box.x1 - place.x0) / w,
    y1: (box.y1 - place.y0) / h,
  }
}

/** A photo's truth as one line of a label file, its photo at `path`: what `readTruth` reads back. */
export function labelLine({ caption, occasion, people, garments, main }: PhotoTruth, path: string): string {
  const plain = (answers: readonly string[] | undefined) => (answers?.length === 1 ? answers[0] : answers)
  const corners = ({ x0, y0, x1, y1 }: Box) => [x0, y0, x1, y1]
  const person = ({ gender, age, child }: PersonAnswers) => ({
    gender: plain(gender),
    age: plain(age),
    child: child || undefined,
  })
  const garment = ({ category, attributes }: Pick<GarmentTruth, 'category' | 'attributes'>) => ({
    category: plain(category),
    attributes: Object.fromEntries(Object.entries(attributes).map(([family, answers]) => [family, plain(answers)])),
  })
  return JSON.stringify({
    photo: path,
    caption,
    occasion: plain(occasion),
    people: people?.map((one) => ({ box: corners(one.box), ...person(one), optional: one.optional || undefined })),
    garments: garments?.map((one) => ({ box: corners(one.box), person: one.person, ...garment(one) })),
    main: main && { ...person(main), groups: main.groups, ...garment(main) },
  })
}
