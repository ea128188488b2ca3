import type { Box } from '../../../src/inference/findings.ts'
import { area, intersection } from '../../../src/inference/geometry.ts'
import type { JudgedPhoto } from '../../../src/learning/evaluate/judge.ts'
import { matchRegions } from '../../../src/learning/evaluate/regions.ts'
import { groupOf } from '../../../src/vocabulary/vocabulary.ts'

/** A mistake in one photo: what was there and what was found instead. */
export interface Mistake {
  readonly photo: string
  readonly words: string
  readonly truth: readonly Box[]
  readonly found: readonly Box[]
}

type Kind = (photo: JudgedPhoto) => readonly Mistake[]

/** Kinds of mistakes a card shows, the gravest first. */
const KINDS: readonly Kind[] = [
  childrenRead,
  wrongGenders,
  inTwoParts,
  wrongCategories,
  missedGarments,
  inventedGarments,
]

/** One example of each kind of mistake that occurs, the largest to see, each in a photo of its own. */
export function exampleMistakes(photos: readonly JudgedPhoto[]): Mistake[] {
  const shown: Mistake[] = []
  for (const kind of KINDS) {
    const fresh = photos.flatMap(kind).filter(({ photo }) => shown.every((other) => other.photo !== photo))
    const [largest] = fresh.sort((a, b) => size(b) - size(a))
    if (largest !== undefined) shown.push(largest)
  }
  return shown
}

const size = ({ truth, found }: Mistake): number => [...truth, ...found].reduce((sum, box) => sum + area(box), 0)

function pairsOfPeople({ truth, found }: JudgedPhoto) {
  return [...matchRegions(found.people, truth.people ?? [])]
}

function pairsOfGarments({ truth, found }: JudgedPhoto) {
  const scored = found.garments.map((garment) => ({ ...garment, score: garment.categoryScore }))
  const pairs = [...matchRegions(scored, truth.garments ?? [])]
  return {
    pairs,
    missed: (truth.garments ?? []).filter((label) => pairs.every(([, other]) => other !== label)),
    invented: scored.filter((garment) => pairs.every(([other]) => other !== garment)),
  }
}

function childrenRead(photo: JudgedPhoto): Mistake[] {
  return pairsOfPeople(photo).flatMap(([found, truth]) =>
    truth.child && found.gender !== 'unknown'
      ? [mistake(photo, `a child, taken for an adult and called ${found.gender}`, [truth.box], [found.box])]
      : [],
  )
}

function wrongGenders(photo: JudgedPhoto): Mistake[] {
  return pairsOfPeople(photo).flatMap(([found, truth]) =>
    truth.gender !== undefined && found.gender !== 'unknown' && !truth.gender.includes(found.gender)
      ? [mistake(photo, `${truth.gender.join(' or ')}, called ${found.gender}`, [truth.box], [found.box])]
      : [],
  )
}

function inTwoParts(photo: JudgedPhoto): Mistake[] {
  const { missed, invented } = pairsOfGarments(photo)
  return missed.flatMap((truth) => {
    const category = truth.category?.[0]
    if (category === undefined || groupOf(category) !== 'full_body_garment') return []
    const parts = invented.filter(({ box }) => area(intersection(box, truth.box)) > 0.7 * area(box))
    const called = parts.map((part) => part.category).join(' and ')
    return parts.length < 2 ? [] : [mistake(photo, `${category}, found as ${called}`, [truth.box], parts.map(boxOf))]
  })
}

function wrongCategories(photo: JudgedPhoto): Mistake[] {
  return pairsOfGarments(photo).pairs.flatMap(([found, truth]) =>
    truth.category !== undefined && !truth.category.includes(found.category)
      ? [mistake(photo, `${truth.category.join(' or ')}, called ${found.category}`, [truth.box], [found.box])]
      : [],
  )
}

function missedGarments(photo: JudgedPhoto): Mistake[] {
  return pairsOfGarments(photo).missed.map(({ box, category }) =>
    mistake(photo, `${category?.join(' or ') ?? 'a garment'}, not found`, [box], []),
  )
}

function inventedGarments(photo: JudgedPhoto): Mistake[] {
  return pairsOfGarments(photo).invented.map(({ box, category }) =>
    mistake(photo, `${category}, found where no garment lies so`, [], [box]),
  )
}

const boxOf = ({ box }: { readonly box: Box }): Box => box

function mistake({ truth }: JudgedPhoto, words: string, boxes: readonly Box[], found: readonly Box[]): Mistake {
  return { photo: truth.photo, words, truth: boxes, found }
}
