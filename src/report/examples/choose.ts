import { readDataset } from '../../dataset/read.ts'
import type { GarmentRow, PersonRow, PhotoRow, TableName } from '../../dataset/rows.ts'
import type { Box } from '../../inference/findings.ts'
import { CATEGORIES, type Category } from '../../vocabulary/vocabulary.ts'

/** One garment to show, and all people of its photo, whose heads are to be blurred. */
export interface ExamplePlan {
  readonly category: Category
  /** As in the photos table: relative to the input folder. */
  readonly path: string
  readonly garment: Box
  readonly wearer: Box
  readonly people: readonly Box[]
}

type Candidate = Pick<GarmentRow, 'photo_id' | 'person' | 'category' | 'category_score' | 'account'> & {
  readonly box: Box
}

/** More than are shown, for those whose photo turns out to be missing or unfit. */
const SPARE = 4

/**
 * The surest garments of each category, one an account, with a wearer. Left out are photos in which anyone was given
 * neither gender nor age (children are not), and copies of other photos.
 */
export async function chooseExamples(datasets: readonly string[], each: number): Promise<ExamplePlan[]> {
  const candidates = await surestGarments(datasets, each * SPARE)
  const wanted = new Set(candidates.map(({ photo_id }) => photo_id))
  const people = await rowsOf<PersonRow>(datasets, 'people', (row) => wanted.has(row.photo_id))
  const photos = await rowsOf<PhotoRow>(datasets, 'photos', (row) => wanted.has(row.photo_id) && row.status === 'ok')
  const paths = new Map(photos.map(({ photo_id, path }) => [photo_id, path]))
  const shown = new Map<Category, number>()
  return candidates.flatMap(({ photo_id, person, category, box }) => {
    const present = people.filter((row) => row.photo_id === photo_id)
    const wearer = present.find((row) => row.person === person)
    const path = paths.get(photo_id)
    const count = shown.get(category) ?? 0
    if (wearer === undefined || path === undefined || count >= each * 2 || present.some(isWithheld)) return []
    shown.set(category, count + 1)
    return [{ category, path, garment: box, wearer: boxOf(wearer), people: present.map(boxOf) }]
  })
}

function isWithheld({ gender, age }: PersonRow): boolean {
  return gender === 'unknown' && age === 'unknown'
}

async function surestGarments(datasets: readonly string[], each: number): Promise<Candidate[]> {
  const best = new Map<Category, readonly Candidate[]>()
  for (const dataset of datasets) {
    for await (const batch of readDataset(dataset, 'garments')) {
      for (const line of batch) {
        const row = line as unknown as GarmentRow
        if (row.person === null || row.duplicate) continue
        const list = best.get(row.category) ?? []
        if (list.length >= each && row.category_score <= (list.at(-1)?.category_score ?? 0)) continue
        const { photo_id, person, category, category_score, account } = row
        const candidate = { photo_id, person, category, category_score, account, box: boxOf(row) }
        best.set(category, insert(list, candidate).slice(0, each))
      }
    }
  }
  return CATEGORIES.flatMap((category) => best.get(category) ?? [])
}

/** The list with one more, surest first, of each account only its surest. */
function insert(list: readonly Candidate[], candidate: Candidate): readonly Candidate[] {
  const rival = list.find(({ account }) => account !== null && account === candidate.account)
  if (rival !== undefined && rival.category_score >= candidate.category_score) return list
  return [...list.filter((other) => other !== rival), candidate].sort(
    (a, b) => b.category_score - a.category_score || (a.photo_id < b.photo_id ? -1 : 1),
  )
}

async function rowsOf<Row>(datasets: readonly string[], table: TableName, keep: (row: Row) => boolean): Promise<Row[]> {
  const rows: Row[] = []
  for (const dataset of datasets) {
    for await (const batch of readDataset(dataset, table)) {
      for (const line of batch) {
        const row = line?.toJSON() as unknown as Row
        if (keep(row)) rows.push(row)
      }
    }
  }
  return rows
}

function boxOf({ x0, y0, x1, y1 }: Box): Box {
  return { x0, y0, x1, y1 }
}
