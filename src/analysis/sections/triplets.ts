import { AGES, GENDERS, OCCASIONS } from '../../vocabulary/vocabulary.ts'
import type { Triplet } from '../analysis.ts'
import { CONCEPTS } from '../concepts.ts'
import { type Bootstrap, critical, effectiveClusters, variance } from '../statistics/bootstrap.ts'
import { studentTwoSided } from '../statistics/distributions.ts'
import { benjaminiHochberg } from '../statistics/false-discovery.ts'
import { type Cube, wearerSlot } from '../tally/cube.ts'
import { byBucket, type Page, totals } from '../tally/pages.ts'
import type { AgeTable } from './ages.ts'
import { frequentConcepts } from './groups.ts'

const N = CONCEPTS.length
const MOST_ROWS = 300
const MOST_VALUES = 120
/** A lift not this much above the more general triplet's adds nothing to it. */
const MARGIN = 1.1

interface Wearer {
  readonly gender: number
  /** -1: any. */
  readonly age: number
  readonly occasion: number
  readonly page: Page
}

interface Candidate {
  readonly wearer: Wearer
  readonly concept: number
  readonly triplet: Omit<Triplet, 'q' | 'redundant' | 'explained_by'>
  readonly p: number
}

/**
 * Knowledge triplets (person, clothing, occasion): how many garments, their share of all, lift over independence of
 * clothing and context, confidence P(concept | context), an interval of the lift and a q-value for lift > 1. The person is a
 * gender, or a gender and an age. A triplet is redundant where a more general one (any age, or the category instead
 * of its value) has a lift that its own does not exceed by a tenth with its interval's lower end.
 */
export function triplets(cube: Cube, ages: AgeTable, bootstrap: Bootstrap, minCount: number): Triplet[] {
  const wearers = listWearers(cube)
  if (wearers.length === 0) return []
  const population = cube.wearer.sum(
    wearers.flatMap(({ gender, age, occasion }) => (age < 0 ? agesOf(gender, occasion) : [])),
  )
  const concepts = frequentConcepts(cube, minCount, MOST_VALUES)
  const rounds = new Map(
    [0, ...concepts].map((concept) => [concept, bootstrap.totals(byBucket(population, N, concept))]),
  )
  const base = { all: totals(population, N), rounds }
  const candidates = wearers.flatMap((wearer) =>
    candidatesOf(wearer, ages.visibleOf(wearer), base, concepts, bootstrap),
  )
  const q = benjaminiHochberg(candidates.map(({ p }) => p))
  const index = new Map(candidates.map((candidate) => [keyOf(candidate.wearer, candidate.concept), candidate]))
  return candidates
    .map((candidate, at) => {
      const general = explanation(candidate, index)
      return { ...candidate.triplet, q: q[at]!, redundant: general !== null, explained_by: general }
    })
    .filter((triplet) => triplet.lift > 1)
    .sort((a, b) => Number(a.redundant) - Number(b.redundant) || b.count - a.count)
    .slice(0, MOST_ROWS)
}

function agesOf(gender: number, occasion: number): number[] {
  return AGES.map((_, age) => wearerSlot(gender, age, occasion))
}

function listWearers(cube: Cube): Wearer[] {
  const genders = [...GENDERS.keys()].filter((gender) => GENDERS[gender] !== 'unknown')
  return genders.flatMap((gender) =>
    [...OCCASIONS.keys()].flatMap((occasion) =>
      [-1, ...AGES.keys()].flatMap((age) => {
        const slots = age < 0 ? agesOf(gender, occasion) : [wearerSlot(gender, age, occasion)]
        const page = cube.wearer.sum(slots)
        return page.held[0]! > 0 ? [{ gender, age, occasion, page }] : []
      }),
    ),
  )
}

function candidatesOf(
  wearer: Wearer,
  visible: readonly boolean[],
  { all, rounds }: { all: Float64Array; rounds: ReadonlyMap<number, Float64Array> },
  concepts: readonly number[],
  bootstrap: Bootstrap,
): Candidate[] {
  if (!visible[0] || AGES[wearer.age] === 'unknown') return []
  const here = totals(wearer.page, N)
  const base = bootstrap.totals(byBucket(wearer.page, N, 0))
  const whole = rounds.get(0)!
  return concepts.flatMap((concept) => {
    if (!visible[concept] || here[concept] === 0) return []
    const counts = byBucket(wearer.page, N, concept)
    const lift = (here[concept]! * all[0]!) / (here[0]! * all[concept]!)
    const logs = bootstrap.totals(counts)
    const conceptRounds = rounds.get(concept)!
    for (let r = 0; r < logs.length; r++) {
      logs[r] = Math.log(((logs[r]! + 0.5) * whole[r]!) / (base[r]! * (conceptRounds[r]! + 0.5)))
    }
    const clusters = effectiveClusters(counts)
    const sd = Math.sqrt(Math.max(variance(logs) || 0, (1 - here[concept]! / here[0]!) / here[concept]!))
    const half = critical(clusters) * sd
    const oneSided = studentTwoSided(Math.log(lift) / sd, Math.max(1, clusters - 1)) / 2
    return [
      {
        wearer,
        concept,
        p: lift > 1 ? oneSided : 1 - oneSided,
        triplet: {
          gender: GENDERS[wearer.gender]!,
          age: AGES[wearer.age] ?? null,
          concept: CONCEPTS[concept]!.name,
          occasion: OCCASIONS[wearer.occasion]!,
          count: here[concept]!,
          share: here[concept]! / all[0]!,
          lift,
          confidence: here[concept]! / here[0]!,
          low: lift * Math.exp(-half),
          high: lift * Math.exp(half),
        },
      },
    ]
  })
}

function keyOf({ gender, age, occasion }: Wearer, concept: number): string {
  return `${gender} ${age} ${occasion} ${concept}`
}

/** The name of the more general triplet that explains this one, or null. */
function explanation({ wearer, concept, triplet }: Candidate, index: ReadonlyMap<string, Candidate>): string | null {
  const { parent, family } = CONCEPTS[concept]!
  const general = [
    wearer.age < 0 ? undefined : index.get(keyOf({ ...wearer, age: -1 }, concept)),
    family < 0 ? undefined : index.get(keyOf(wearer, parent)),
  ]
  for (const candidate of general) {
    if (candidate === undefined || triplet.low > candidate.triplet.lift * MARGIN) continue
    const { gender, age, occasion, concept: name } = candidate.triplet
    return [gender, age, name, occasion].filter((word) => word !== null).join(' · ')
  }
  return null
}
