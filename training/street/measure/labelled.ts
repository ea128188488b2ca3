import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Box } from '../../../src/inference/findings.ts'
import { clipBox } from '../../../src/inference/geometry.ts'
import type { GarmentTruth, PersonTruth, PhotoTruth } from '../../../src/learning/evaluate/truth.ts'
import type { Folders } from '../folders.ts'
import type { Sample, Split, Tile } from '../sample.ts'
import { ccpSamples } from '../sources/ccp.ts'
import { labelsOf } from '../sources/clothing-attributes.ts'
import { readCsv } from '../sources/csv.ts'
import { drawnSamples } from '../sources/drawn.ts'
import { bandOf } from '../sources/fairface.ts'
import { miniplacesSamples } from '../sources/miniplaces.ts'
import { splitOf } from '../split.ts'
import { askTeachers, type TeacherSays } from '../teachers/teachers.ts'
import { garmentAnswers, personAnswers, unplaced } from './answers.ts'

/** A photo file with what people (or the drawing program) know of it; `photo` is the file's name in its data set. */
export interface Labelled {
  readonly file: string
  readonly truth: PhotoTruth
}

/** A person who covers less of the photo's height may be missed: the person teacher is not sure of them either. */
const LEAST_HEIGHT = 0.25

/** The main garment of the Clothing Attribute Dataset is the upper one. */
const UPPER = ['full_body_garment', 'outerwear', 'upper_body_garment'] as const

/** Data sets whose photos are labelled, in the order in which they are quoted. */
export const LABELLED = ['ccp', 'clothing-attributes', 'fairface', 'miniplaces', 'drawn'] as const
export type LabelledSource = (typeof LABELLED)[number]

/** The labelled photos of one data set that belong to a split; none where there is no drawn feed. */
export async function labelledPhotos(folders: Folders, source: LabelledSource, split: Split): Promise<Labelled[]> {
  const folder = join(folders.data, source)
  const ask = () => askTeachers(source, join(folder, 'photos'), folders.models, folders.cache)
  const kept = (samples: readonly Sample[]) => samples.filter((sample) => sample.split === split)
  switch (source) {
    case 'ccp': {
      const says = await ask()
      return kept(await ccpSamples(folder, says)).map((sample) => maskedTruth(sample, says))
    }
    case 'clothing-attributes':
      return await attributesTruth(folder, await ask(), split)
    case 'fairface':
      return await faceTruth(folder, split)
    case 'miniplaces':
      return kept(await miniplacesSamples(folder)).map((sample) => labelled(sample, occasionOf(sample)))
    case 'drawn':
      return existsSync(join(folders.drawn, 'labels.jsonl'))
        ? kept(await drawnSamples(folders.drawn)).map(drawnTruth)
        : []
  }
}

/** Clothing Co-Parsing: garments as masked, persons as the person teacher sees them. */
function maskedTruth(sample: Sample, says: ReadonlyMap<string, TeacherSays>): Labelled {
  return labelled(sample, { ...teachersPeople(says.get(nameOf(sample))), garments: garmentsOf(sample) })
}

/** Clothing Attribute Dataset: main person and main upper garment; persons as the person teacher sees them. */
async function attributesTruth(
  folder: string,
  says: ReadonlyMap<string, TeacherSays>,
  split: Split,
): Promise<Labelled[]> {
  const rows = await readCsv(join(folder, 'labels.csv'))
  return rows.flatMap((row): Labelled[] => {
    const photo = row.photo as string
    if (splitOf('clothing-attributes', photo) !== split) return []
    const { person, garment } = labelsOf(row)
    const main = { ...personAnswers(person), groups: UPPER, ...garmentAnswers(garment) }
    return [{ file: join(folder, 'photos', photo), truth: { photo, ...teachersPeople(says.get(photo)), main } }]
  })
}

/** FairFace: each face a photo of its own; children are labelled as such, ages 10 to 19 are left out. */
async function faceTruth(folder: string, split: Split): Promise<Labelled[]> {
  const rows = await readCsv(join(folder, 'labels.csv'))
  return rows.flatMap((row): Labelled[] => {
    const photo = row.face as string
    const band = bandOf[row.age as string]
    if (splitOf('fairface', photo) !== split || band === undefined) return []
    const gender = row.gender === 'Male' ? 'male' : 'female'
    const main = { ...personAnswers({ gender: [gender], age: [band] }), attributes: {} }
    return [{ file: join(folder, 'faces', photo), truth: { photo, main } }]
  })
}

/** Photos of the drawn feed: everything is known. */
function drawnTruth(sample: Sample): Labelled {
  const people = (sample.people ?? []).map(
    ({ box, labels }): PersonTruth => personTruth(inPhoto(sample, box), personAnswers(labels)),
  )
  return labelled(sample, {
    people,
    garments: garmentsOf(sample),
    ...occasionOf(sample),
    ...(sample.caption === null ? {} : { caption: sample.caption }),
  })
}

function labelled(sample: Sample, truth: Omit<PhotoTruth, 'photo'>): Labelled {
  return { file: (sample.tiles[0] as Tile).file, truth: { photo: nameOf(sample), ...truth } }
}

const nameOf = (sample: Sample): string => sample.id.slice(sample.source.length + 1)

function teachersPeople(says: TeacherSays | undefined): Pick<PhotoTruth, 'people'> {
  if (says === undefined || says.people.length === 0) return {}
  return { people: says.people.map(({ box }) => personTruth(box, { child: false })) }
}

function personTruth(box: Box, answers: ReturnType<typeof personAnswers>): PersonTruth {
  return { box: rounded(clipBox(box)), ...answers, optional: box.y1 - box.y0 < LEAST_HEIGHT }
}

function garmentsOf(sample: Sample): GarmentTruth[] {
  return sample.garments.map(({ box, labels }) => ({
    box: rounded(clipBox(inPhoto(sample, box))),
    ...garmentAnswers(labels),
    optional: false,
  }))
}

function occasionOf({ occasion }: Sample): Pick<PhotoTruth, 'occasion'> {
  return occasion.length > 0 ? { occasion: occasion as NonNullable<PhotoTruth['occasion']> } : {}
}

/** A box of a sample of one tile, in shares of the photo. */
const inPhoto = (sample: Sample, box: Box): Box => unplaced(box, (sample.tiles[0] as Tile).box)

/** As label files write it, so that a figure is the same from samples and from a label file. */
function rounded({ x0, y0, x1, y1 }: Box): Box {
  const round = (value: number) => Math.round(value * 1e4) / 1e4
  return { x0: round(x0), y0: round(y0), x1: round(x1), y1: round(y1) }
}
