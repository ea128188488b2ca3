import { batchRows } from '../../dataset/objects.ts'
import { readDataset } from '../../dataset/read.ts'
import type { GarmentRow, PersonRow, PhotoRow, Rows, TableName } from '../../dataset/rows.ts'
import { EXIT, UserError } from '../../errors.ts'
import type { PredictedFamily } from '../../inference/manifest.ts'
import { AGES, CATEGORIES, FAMILIES, GENDERS, OCCASIONS, valuesOf } from '../../vocabulary/vocabulary.ts'
import { type PhotoLabel, readLabels } from './labels.ts'
import { evaluateFamily, type FamilyEvaluation, type Judgement } from './metrics.ts'
import { evaluateRegions, matchRegions, type RegionEvaluation } from './regions.ts'

/** How a dataset compares with labels. */
export interface Evaluation {
  readonly photos: { readonly labelled: number; readonly found: number; readonly failed: number }
  readonly families: { readonly [family in PredictedFamily]?: FamilyEvaluation }
  /** Garments; null where no label has boxes. */
  readonly regions: RegionEvaluation | null
  readonly people: RegionEvaluation | null
}

interface PhotoRows {
  readonly photo: PhotoRow
  readonly people: PersonRow[]
  readonly garments: GarmentRow[]
}

/**
 * Compares a dataset's tables with a label file. Regions and labels are paired at an overlap of 0.5; gender, age,
 * category and attributes are judged on pairs, the occasion on photos, a `main` garment on the largest one found.
 * Labelled photos that are not in the dataset are counted, none at all is an error.
 */
export async function evaluateTables(dataset: string, labelFile: string): Promise<Evaluation> {
  const labels = await readLabels(labelFile)
  const found = await labelledRows(dataset, labels)
  if (found.size === 0) {
    throw new UserError('labels_elsewhere', `No photo of \`${labelFile}\` is in \`${dataset}\`.`, {
      exit: EXIT.input,
      hint: `The first labelled photo is \`${labels[0]?.photo}\`: is it the path that the photos table shows?`,
    })
  }
  const judge = new Judge()
  let failed = 0
  for (const [label, rows] of found) {
    if (rows.photo.status === 'failed') failed++
    judge.photo(label, rows)
  }
  const { families, regions, people } = judge.result(labelFile)
  return { photos: { labelled: labels.length, found: found.size, failed }, families, regions, people }
}

/** The rows of the labelled photos: by path, or where that is not there, by an end of the path that only one has. */
async function labelledRows(dataset: string, labels: readonly PhotoLabel[]): Promise<Map<PhotoLabel, PhotoRows>> {
  const byPath = new Map<string, PhotoLabel | null>()
  for (const label of labels) {
    const parts = label.photo.split('/')
    for (let i = 0; i < parts.length; i++) {
      const end = parts.slice(i).join('/')
      byPath.set(end, byPath.has(end) && i > 0 ? null : label)
    }
  }
  for (const label of labels) byPath.set(label.photo, label)
  const rows = new Map<PhotoLabel, PhotoRows>()
  const byId = new Map<string, PhotoRows>()
  for await (const photo of rowsOf(dataset, 'photos')) {
    const parts = photo.path.split('/')
    const label = parts.map((_, i) => byPath.get(parts.slice(i).join('/'))).find((one) => one !== undefined)
    if (!label || rows.has(label)) continue
    const entry = { photo, people: [], garments: [] }
    rows.set(label, entry)
    byId.set(photo.photo_id, entry)
  }
  for await (const person of rowsOf(dataset, 'people')) byId.get(person.photo_id)?.people.push(person)
  for await (const garment of rowsOf(dataset, 'garments')) byId.get(garment.photo_id)?.garments.push(garment)
  return rows
}

async function* rowsOf<T extends TableName>(dataset: string, table: T): AsyncGenerator<Rows[T]> {
  for await (const batch of readDataset(dataset, table)) yield* batchRows(batch, table)
}

/** Collects judgements photo by photo. */
class Judge {
  readonly #families = new Map<PredictedFamily, Judgement[]>()
  readonly #regions = { found: [] as { score: number; matched: boolean }[], labelled: 0, any: false }
  readonly #people = { found: [] as { score: number; matched: boolean }[], labelled: 0, any: false }

  photo(label: PhotoLabel, { photo, people, garments }: PhotoRows): void {
    if (label.occasion !== undefined) this.#add('occasion', label.occasion, photo.occasion, photo.occasion_score)
    if (label.people !== undefined) {
      const boxes = people.map((row) => ({ box: row, score: row.score, row }))
      const pairs = this.#match(this.#people, boxes, label.people)
      for (const [{ row }, { gender, age, child }] of pairs) {
        if (child) continue
        if (gender !== undefined && gender !== 'unknown')
          this.#add('gender', gender, said(row.gender), row.gender_score)
        if (age !== undefined && age !== 'unknown') this.#add('age', age, said(row.age), row.age_score)
      }
    }
    if (label.garments !== undefined) {
      const boxes = garments.map((row) => ({ box: row, score: row.category_score, row }))
      for (const [{ row }, garment] of this.#match(this.#regions, boxes, label.garments)) {
        this.#add('category', garment.category, row.category, row.category_score)
        this.#attributes(garment.attributes, row)
      }
    } else if (label.main !== undefined) {
      const main = garments.reduce<GarmentRow | undefined>((a, b) => (a && area(a) >= area(b) ? a : b), undefined)
      const { category, attributes } = label.main
      if (category !== undefined) this.#add('category', category, main?.category ?? null, main?.category_score ?? 0)
      this.#attributes(attributes, main)
    }
  }

  result(data: string): Pick<Evaluation, 'families' | 'regions' | 'people'> {
    const families: { [family in PredictedFamily]?: FamilyEvaluation } = {}
    for (const [family, labels] of judgedFamilies()) {
      const judgements = this.#families.get(family)
      if (judgements !== undefined) families[family] = evaluateFamily(judgements, labels, data)
    }
    const summary = ({
      any,
      found,
      labelled,
    }: {
      any: boolean
      found: { score: number; matched: boolean }[]
      labelled: number
    }) => (any ? evaluateRegions(found, labelled) : null)
    return { families, regions: summary(this.#regions), people: summary(this.#people) }
  }

  #match<
    F extends { box: PersonRow | GarmentRow; score: number },
    L extends { box: { x0: number; y0: number; x1: number; y1: number } },
  >(
    tally: { found: { score: number; matched: boolean }[]; labelled: number; any: boolean },
    found: readonly F[],
    labelled: readonly L[],
  ): Map<F, L> {
    const pairs = matchRegions(found, labelled)
    tally.any = true
    tally.labelled += labelled.length
    for (const one of found) tally.found.push({ score: one.score, matched: pairs.has(one) })
    return pairs
  }

  #attributes(labels: { readonly [family: string]: string | undefined }, row: GarmentRow | undefined): void {
    for (const family of FAMILIES) {
      const truth = labels[family]
      if (truth !== undefined) this.#add(family, truth, row?.[family] ?? null, row?.[`${family}_score`] ?? 0)
    }
  }

  #add(family: PredictedFamily, truth: string, predicted: string | null, score: number | null): void {
    const judgements = this.#families.get(family) ?? []
    judgements.push({ truth, predicted, score: score ?? 0 })
    this.#families.set(family, judgements)
  }
}

const said = (name: string): string | null => (name === 'unknown' ? null : name)

const area = ({ x0, y0, x1, y1 }: GarmentRow): number => (x1 - x0) * (y1 - y0)

function judgedFamilies(): [PredictedFamily, readonly string[]][] {
  const known = (names: readonly string[]) => names.filter((name) => name !== 'unknown')
  return [
    ['category', CATEGORIES],
    ['gender', known(GENDERS)],
    ['age', known(AGES)],
    ['occasion', OCCASIONS],
    ...FAMILIES.map((family) => [family, valuesOf(family)] as [PredictedFamily, readonly string[]]),
  ]
}
