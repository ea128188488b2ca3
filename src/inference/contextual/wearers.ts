import type { Placement } from '../../photo/placement.ts'
import type { Age, Gender } from '../../vocabulary/vocabulary.ts'
import type { PersonFinding } from '../findings.ts'
import { canvasToPhoto } from '../geometry.ts'
import type { Outputs } from '../kind.ts'
import type { PackManifest } from '../manifest.ts'
import { CHILD } from '../pack/labels.ts'
import { type Choice, likeliest, probabilitiesOf, sureChoice } from './choice.ts'
import type { SeenBox } from './people.ts'

/** Probability from which someone is judged to be a child where the pack does not say. */
const CHILD_THRESHOLD = 0.5

type Reading = Pick<PersonFinding, 'gender' | 'genderScore' | 'age' | 'ageScore'>

/** What is said of someone of whom nothing is to be said. */
const unread: Reading = { gender: 'unknown', genderScore: 0, age: 'unknown', ageScore: 0 }

/**
 * The people of one photo with gender and age band. `unknown` where the pack does not predict a family or is not sure;
 * the score is then that of the likeliest. People judged to be children get neither, and no score either.
 * @param outputs the context graph's outputs; null where gender and age are not wanted
 * @param first the row of this photo's first person in them
 */
export function readPeople(
  people: readonly SeenBox[],
  outputs: Outputs | null,
  first: number,
  manifest: PackManifest,
  placement: Placement,
): PersonFinding[] {
  return people.map((person, index) => ({
    box: canvasToPhoto(person.box, placement, manifest.input),
    score: person.score,
    ...(outputs === null ? unread : readPerson(outputs, first + index, manifest)),
  }))
}

function readPerson(outputs: Outputs, row: number, manifest: PackManifest): Reading {
  const of = (family: 'gender' | 'age'): readonly Choice[] =>
    manifest.families.includes(family) ? probabilitiesOf(manifest, family, outputs[family]!.data, row) : []
  const ages = of('age')
  if (isChild(ages, manifest)) return unread
  const genders = of('gender')
  return {
    gender: (sureChoice(manifest, 'gender', genders)?.label ?? 'unknown') as Gender,
    genderScore: likeliest(genders)?.probability ?? 0,
    age: (sureChoice(manifest, 'age', ages)?.label ?? 'unknown') as Age,
    ageScore: likeliest(ages)?.probability ?? 0,
  }
}

function isChild(ages: readonly Choice[], manifest: PackManifest): boolean {
  const child = ages.find(({ label }) => label === CHILD)
  if (child === undefined) return false
  return child.probability >= (manifest.thresholds.child ?? CHILD_THRESHOLD) || likeliest(ages)?.label === CHILD
}
