import type { FindingsEvaluation } from '../../../src/learning/evaluate/judge.ts'
import type { Proportion } from '../../../src/learning/evaluate/proportion.ts'

/** With fewer answers a class is not spoken of. */
const LEAST_CASES = 5

const percent = (share: number): string => `${Math.round(100 * share)} %`

/** The classes of a family that are most often called something else: `dress called pants (10 of 24)`. */
export function mixedUp(evaluation: FindingsEvaluation | undefined, family: 'category' | 'group' | 'neckline'): string {
  const confusion = evaluation?.families[family]?.confusion
  if (confusion === undefined) return 'not measured'
  const { labels, counts } = confusion
  const wrong = counts.flatMap((row, truth) => {
    const cases = row.reduce((sum, count) => sum + count, 0)
    const most = row.indexOf(Math.max(...row))
    if (cases < LEAST_CASES || row[most] === row[truth]) return []
    return [`${labels[truth]} called ${labels[most]} (${row[most]} of ${cases})`]
  })
  return wrong.length === 0 ? 'no class is called another more often than itself' : wrong.join(', ')
}

/** What becomes of faces without a body. */
export function facesAlone(evaluation: FindingsEvaluation | undefined): string {
  const person = evaluation?.main.person
  if (evaluation === undefined || person === undefined || person === null) return 'Not measured.'
  const named = (family: 'gender' | 'age', what: string) => {
    const of: Proportion | undefined = evaluation.families[family]?.named
    return of === undefined || of.n === 0
      ? `no ${what} is named`
      : `${what} is right in ${percent(of.share)} of ${of.n} named`
  }
  return `A person is found in ${percent(person.share)} of the ${person.n} faces of adults; ${named('gender', 'gender')}, ${named('age', 'age band')}.`
}

/** What becomes of children's faces. */
export function childrenFound(evaluation: FindingsEvaluation | undefined): string {
  const children = evaluation?.children
  if (children === undefined || children === null) return 'Not measured.'
  const left = Math.round(children.share * children.n)
  return `Of ${children.n} faces of children aged 0 to 9 in which a person was found, ${left} were given neither gender nor age, and ${children.n - left} were given one of them.`
}

/** How often a place alone says an occasion. */
export function placesAlone(evaluation: FindingsEvaluation | undefined): string {
  const occasion = evaluation?.families.occasion
  if (occasion === undefined) return 'Not measured.'
  return `From a photo alone one is named in ${percent(occasion.answered)} of ${occasion.n} scenes.`
}
