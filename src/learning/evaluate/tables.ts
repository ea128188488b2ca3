import { batchRows } from '../../dataset/objects.ts'
import { readDataset } from '../../dataset/read.ts'
import type { GarmentRow, PersonRow, PhotoRow, Rows, TableName } from '../../dataset/rows.ts'
import { EXIT, UserError } from '../../errors.ts'
import type { Box, Findings, GarmentFinding } from '../../inference/findings.ts'
import { FAMILIES } from '../../vocabulary/vocabulary.ts'
import { evaluateFindings, type FindingsEvaluation, type JudgedPhoto } from './judge.ts'
import { maskGarments } from './mask.ts'
import { readTruth } from './read-truth.ts'
import type { PhotoTruth } from './truth.ts'

/** How a dataset compares with labels. */
export interface Evaluation extends FindingsEvaluation {
  readonly photos: { readonly labelled: number; readonly found: number; readonly failed: number }
}

interface PhotoRows {
  readonly photo: PhotoRow
  readonly people: PersonRow[]
  readonly garments: GarmentRow[]
}

/**
 * Compares a dataset's tables with a label file. Labelled photos that are not in the dataset are counted, none at all
 * is an error (`UserError`, exit 5).
 */
export async function evaluateTables(dataset: string, labelFile: string): Promise<Evaluation> {
  const truths = await readTruth(labelFile)
  const found = await labelledRows(dataset, truths)
  if (found.size === 0) {
    throw new UserError('labels_elsewhere', `No photo of \`${labelFile}\` is in \`${dataset}\`.`, {
      exit: EXIT.input,
      hint: `The first labelled photo is \`${truths[0]?.photo}\`: is it the path that the photos table shows?`,
    })
  }
  const photos: JudgedPhoto[] = []
  let failed = 0
  for (const [truth, rows] of found) {
    if (rows.photo.status === 'failed') failed++
    photos.push({ truth: await withMaskGarments(truth), found: findingsOf(rows) })
  }
  return {
    photos: { labelled: truths.length, found: found.size, failed },
    ...evaluateFindings(photos, labelFile),
  }
}

async function withMaskGarments(truth: PhotoTruth): Promise<PhotoTruth> {
  return truth.mask === undefined ? truth : { ...truth, garments: await maskGarments(truth.mask) }
}

/** The rows of the labelled photos: by path, or where that is not there, by an end of the path that only one has. */
async function labelledRows(dataset: string, labels: readonly PhotoTruth[]): Promise<Map<PhotoTruth, PhotoRows>> {
  const byPath = new Map<string, PhotoTruth | null>()
  for (const label of labels) {
    const parts = label.photo.split('/')
    for (let i = 0; i < parts.length; i++) {
      const end = parts.slice(i).join('/')
      byPath.set(end, byPath.has(end) && i > 0 ? null : label)
    }
  }
  for (const label of labels) byPath.set(label.photo, label)
  const rows = new Map<PhotoTruth, PhotoRows>()
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

/** A photo's rows as what was found in it; a photo that failed has none. */
function findingsOf({ photo, people, garments }: PhotoRows): Findings {
  const ordered = [...people].sort((a, b) => a.person - b.person)
  const index = new Map(ordered.map(({ person }, i) => [person, i]))
  return {
    people: ordered.map((row) => ({
      box: boxOf(row),
      score: row.score,
      gender: row.gender,
      genderScore: row.gender_score,
      age: row.age,
      ageScore: row.age_score,
    })),
    garments: garments.map((row) => ({
      box: boxOf(row),
      person: row.person === null ? null : (index.get(row.person) ?? null),
      category: row.category,
      categoryScore: row.category_score,
      attributes: attributesOf(row),
    })),
    occasion: photo.occasion,
    occasionScore: photo.occasion_score,
  }
}

function attributesOf(row: GarmentRow): GarmentFinding['attributes'] {
  return Object.fromEntries(
    FAMILIES.flatMap((family) => {
      const value = row[family]
      return value === null ? [] : [[family, { value, score: row[`${family}_score`] ?? 0 }]]
    }),
  )
}

const boxOf = ({ x0, y0, x1, y1 }: Box): Box => ({ x0, y0, x1, y1 })
