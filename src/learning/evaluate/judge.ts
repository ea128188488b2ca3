import type { Findings, GarmentFinding, PersonFinding } from '../../inference/findings.ts'
import { area } from '../../inference/geometry.ts'
import type { PredictedFamily } from '../../inference/manifest.ts'
import {
  AGES,
  CATEGORIES,
  FAMILIES,
  type Family,
  GENDERS,
  GROUPS,
  type Group,
  groupOf,
  OCCASIONS,
  valuesOf,
} from '../../vocabulary/vocabulary.ts'
import { evaluateFamily, type FamilyEvaluation, type Judgement } from './metrics.ts'
import { type Proportion, shareOf } from './proportion.ts'
import { evaluateRegions, matchRegions, type RegionEvaluation } from './regions.ts'
import type { Answers, GarmentTruth, MainTruth, PersonAnswers, PersonTruth, PhotoTruth } from './truth.ts'

/** What is judged: the families that packs predict, the category's group, and whether a pattern is `solid`. */
export type JudgedFamily = PredictedFamily | 'group' | 'solid_or_patterned'

/** How findings compare with labels. */
export interface FindingsEvaluation {
  readonly families: { readonly [family in JudgedFamily]?: FamilyEvaluation }
  /** Garments; null where no label has boxes. */
  readonly regions: RegionEvaluation | null
  readonly people: RegionEvaluation | null
  /** Photos with a labelled main garment or person in which one was found; null where none is labelled. */
  readonly main: { readonly garment: Proportion | null; readonly person: Proportion | null }
  /** Children found that were given neither gender nor age; null where none was found. */
  readonly children: Proportion | null
}

/** A labelled photo and what was found in it. */
export interface JudgedPhoto {
  readonly truth: PhotoTruth
  readonly found: Findings
}

/**
 * Compares findings with labels (docs/labels.md). Boxes are paired at an overlap of 0.5; gender, age, category and
 * attributes are judged on pairs, the occasion on photos, `main` on the largest person found and the largest garment
 * they wear.
 * @param data where the cases come from, for the confusion matrices
 */
export function evaluateFindings(photos: Iterable<JudgedPhoto>, data: string): FindingsEvaluation {
  const judge = new Judge()
  for (const photo of photos) judge.photo(photo)
  return judge.result(data)
}

/** Every answer on which a family was judged, in the order of the photos. */
export function judgements(photos: Iterable<JudgedPhoto>, family: JudgedFamily): readonly Judgement[] {
  const judge = new Judge()
  for (const photo of photos) judge.photo(photo)
  return judge.families.get(family) ?? []
}

type Wearer = NonNullable<Judgement['wearer']>

/** Collects judgements photo by photo. */
class Judge {
  readonly families = new Map<JudgedFamily, Judgement[]>()
  readonly #regions = new RegionTally()
  readonly #people = new RegionTally()
  readonly #main = { garment: [] as boolean[], person: [] as boolean[] }
  readonly #children: boolean[] = []

  photo({ truth, found }: JudgedPhoto): void {
    if (truth.occasion !== undefined) this.#add('occasion', truth.occasion, found.occasion, found.occasionScore)
    if (truth.people !== undefined) {
      for (const [person, labels] of this.#people.match(found.people, truth.people)) this.#person(labels, person)
    }
    if (truth.garments !== undefined) {
      const scored = found.garments.map((garment) => ({ ...garment, score: garment.categoryScore }))
      for (const [garment, labels] of this.#regions.match(scored, truth.garments)) {
        const wearer = labels.person === undefined ? undefined : truth.people?.[labels.person]
        this.#garment(labels, garment, wearerOf(wearer))
      }
    }
    if (truth.main !== undefined) this.#mainOf(truth.main, found)
  }

  result(data: string): FindingsEvaluation {
    const families: { [family in JudgedFamily]?: FamilyEvaluation } = {}
    for (const [family, labels] of judgedFamilies()) {
      const cases = this.families.get(family)
      if (cases !== undefined) families[family] = evaluateFamily(cases, labels, data)
    }
    const share = (cases: readonly boolean[]) => (cases.length > 0 ? shareOf(cases, Boolean) : null)
    return {
      families,
      regions: this.#regions.result(),
      people: this.#people.result(),
      main: { garment: share(this.#main.garment), person: share(this.#main.person) },
      children: share(this.#children),
    }
  }

  #mainOf(main: MainTruth, found: Findings): void {
    const person = largest(found.people)
    if (main.gender !== undefined || main.age !== undefined) this.#main.person.push(person !== undefined)
    this.#person(main, person)
    if (main.category === undefined && Object.keys(main.attributes).length === 0) return
    const garment = mainGarment(found, person, main.groups ?? GROUPS)
    this.#main.garment.push(garment !== undefined)
    this.#garment(main, garment, wearerOf(main))
  }

  #person(labels: PersonAnswers, person: PersonFinding | undefined): void {
    if (labels.child) {
      if (person !== undefined) this.#children.push(person.gender === 'unknown' && person.age === 'unknown')
      return
    }
    const wearer = wearerOf(labels)
    for (const family of ['gender', 'age'] as const) {
      const truth: readonly string[] | undefined = labels[family]
      if (truth === undefined || truth.includes('unknown')) continue
      const said = person?.[family] ?? 'unknown'
      this.#add(family, truth, said === 'unknown' ? null : said, person?.[`${family}Score`] ?? null, wearer)
    }
  }

  #garment(
    { category, attributes }: Pick<GarmentTruth, 'category' | 'attributes'>,
    found: GarmentFinding | undefined,
    wearer: Wearer | undefined,
  ): void {
    if (category !== undefined) {
      this.#add('category', category, found?.category ?? null, found?.categoryScore ?? null, wearer)
      const groups = GROUPS.filter((group) => category.some((name) => groupOf(name) === group))
      this.#add('group', groups, found === undefined ? null : groupOf(found.category), null, wearer)
    }
    for (const family of FAMILIES) {
      const truth = attributes[family]
      if (truth === undefined) continue
      const said = found?.attributes[family]
      this.#add(family, truth, said?.value ?? null, said?.score ?? null, wearer)
      if (family === 'pattern') this.#solid(truth, said?.value ?? null, wearer)
    }
  }

  #solid(truth: Answers<string>, said: string | null, wearer: Wearer | undefined): void {
    const solid = truth.includes('solid')
    if (solid && truth.length > 1) return
    const name = (value: string) => (value === 'solid' ? 'solid' : 'patterned')
    this.#add('solid_or_patterned', [solid ? 'solid' : 'patterned'], said === null ? null : name(said), null, wearer)
  }

  #add(
    family: JudgedFamily,
    truth: readonly string[],
    predicted: string | null,
    score: number | null,
    wearer?: Wearer | undefined,
  ): void {
    const cases = this.families.get(family) ?? []
    cases.push({ truth, predicted, score, ...(wearer === undefined ? {} : { wearer }) })
    this.families.set(family, cases)
  }
}

/** Collects found and labelled regions. */
class RegionTally {
  readonly #found: { score: number; matched: boolean }[] = []
  #labelled = 0
  #any = false

  match<F extends { readonly box: L['box']; readonly score: number }, L extends GarmentTruth | PersonTruth>(
    found: readonly F[],
    labelled: readonly L[],
  ): Map<F, L> {
    const pairs = matchRegions(found, labelled)
    this.#any = true
    this.#labelled += labelled.filter(({ optional }) => !optional).length
    for (const one of found) {
      if (pairs.get(one)?.optional !== true) this.#found.push({ score: one.score, matched: pairs.has(one) })
    }
    return pairs
  }

  result(): RegionEvaluation | null {
    return this.#any ? evaluateRegions(this.#found, this.#labelled) : null
  }
}

/** Of whom a case is, for the families' splits: where labels name one gender or age band. */
function wearerOf(labels: PersonAnswers | undefined): Wearer | undefined {
  if (labels === undefined) return undefined
  const [gender, age] = [labels.gender, labels.age].map((answers) => (answers?.length === 1 ? answers[0] : undefined))
  return { ...(gender === undefined ? {} : { gender }), ...(age === undefined ? {} : { age }) }
}

/** The largest garment of these groups, of the main person if they wear one. */
function mainGarment(
  { people, garments }: Findings,
  person: PersonFinding | undefined,
  groups: readonly Group[],
): GarmentFinding | undefined {
  const index = person === undefined ? null : people.indexOf(person)
  const candidates = garments.filter(({ category }) => groups.includes(groupOf(category)))
  return largest(candidates.filter((garment) => garment.person === index)) ?? largest(candidates)
}

function largest<T extends { readonly box: PersonFinding['box'] }>(found: readonly T[]): T | undefined {
  return found.reduce<T | undefined>((a, b) => (a !== undefined && area(a.box) >= area(b.box) ? a : b), undefined)
}

function judgedFamilies(): [JudgedFamily, readonly string[]][] {
  const known = (names: readonly string[]) => names.filter((name) => name !== 'unknown')
  return [
    ['group', GROUPS],
    ['category', CATEGORIES],
    ...FAMILIES.map((family: Family): [JudgedFamily, readonly string[]] => [family, valuesOf(family)]),
    ['solid_or_patterned', ['solid', 'patterned']],
    ['gender', known(GENDERS)],
    ['age', known(AGES)],
    ['occasion', OCCASIONS],
  ]
}
