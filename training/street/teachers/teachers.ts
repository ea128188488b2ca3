import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { InferenceSession } from 'onnxruntime-node'
import sharp from 'sharp'
import type { Box } from '../../../src/inference/findings.ts'
import type { Labels, PersonTruth } from '../sample.ts'
import { type FaceReading, readFace } from './age-gender.ts'
import type { Scored } from './geometry.ts'
import { personsByYolox } from './yolox.ts'
import { facesByYunet } from './yunet.ts'

/** What the teachers say of one photo; boxes in shares of the photo. */
export interface TeacherSays {
  readonly people: readonly PersonTruth[]
}

/** Under these a teacher's word is not taken as a label. */
const LEAST_PERSON = 0.45
const LEAST_FACE = 0.7
const LEAST_GENDER = 0.97

interface Sessions {
  readonly persons: InferenceSession
  readonly faces: InferenceSession
  readonly ages: InferenceSession
}

/**
 * Machine labels of every photo in a folder, by file name; computed once and kept as JSON in `cache`.
 * @param models the folder of teacher networks
 */
export async function askTeachers(
  name: string,
  photos: string,
  models: string,
  cache: string,
): Promise<Map<string, TeacherSays>> {
  const kept = join(cache, `teachers-${name}.json`)
  const known = await readFile(kept, 'utf8').catch(() => null)
  if (known !== null) return new Map(Object.entries(JSON.parse(known) as Record<string, TeacherSays>))
  const sessions = await openTeachers(models)
  const says: Record<string, TeacherSays> = {}
  for (const photo of (await readdir(photos)).sort()) says[photo] = await askAbout(sessions, join(photos, photo))
  await mkdir(cache, { recursive: true })
  await writeFile(kept, JSON.stringify(says))
  return new Map(Object.entries(says))
}

async function openTeachers(models: string): Promise<Sessions> {
  const { InferenceSession } = await import('onnxruntime-node')
  const open = (file: string) => InferenceSession.create(join(models, file), { intraOpNumThreads: 2 })
  return {
    persons: await open('yolox_nano.onnx'),
    faces: await open('yunet.onnx'),
    ages: await open('age_gender.onnx'),
  }
}

async function askAbout(sessions: Sessions, file: string): Promise<TeacherSays> {
  const persons = await personsByYolox(sessions.persons, file, LEAST_PERSON)
  const faces = await facesByYunet(sessions.faces, file, LEAST_FACE)
  const people: PersonTruth[] = []
  for (const person of persons) {
    const face = faceOf(person, faces)
    people.push({
      box: person.box,
      head: face === null ? null : headOf(face.box, await aspectOf(file)),
      labels: face === null ? {} : labelsOf(await readFace(sessions.ages, file, face.box)),
    })
  }
  return { people }
}

/** The face whose middle lies highest within the upper half of the person. */
function faceOf(person: Scored, faces: readonly Scored[]): Scored | null {
  const { x0, y0, x1, y1 } = person.box
  const inside = faces.filter(({ box }) => {
    const x = middle(box.x0, box.x1)
    const y = middle(box.y0, box.y1)
    return x > x0 && x < x1 && y > y0 && y < middle(y0, y1)
  })
  return inside.sort((a, b) => middle(a.box.y0, a.box.y1) - middle(b.box.y0, b.box.y1))[0] ?? null
}

/** Side and middle of FairFace's crops by the faces this teacher finds on them: medians over 111 crops. */
const FACE_HEIGHT = 0.868
const FACE_MIDDLE = 0.428

/**
 * What FairFace would have cut around a face; may reach beyond the photo.
 * @param face as this teacher finds it, in shares of the photo
 * @param aspect the photo's width / height
 */
export function headOf(face: Box, aspect: number): Box {
  const height = (face.y1 - face.y0) / FACE_HEIGHT
  const width = height / aspect
  const x = middle(face.x0, face.x1)
  const y = middle(face.y0, face.y1) + (0.5 - FACE_MIDDLE) * height
  return { x0: x - width / 2, y0: y - height / 2, x1: x + width / 2, y1: y + height / 2 }
}

async function aspectOf(file: string): Promise<number> {
  const { autoOrient } = await sharp(file).metadata()
  return autoOrient.width / autoOrient.height
}

/** Certain readings only: years near a band's edge and undecided genders give no label. */
function labelsOf({ years, male }: FaceReading): Labels {
  const gender = male >= LEAST_GENDER ? 'male' : male <= 1 - LEAST_GENDER ? 'female' : null
  const age =
    years > 18 && years < 27 ? 'under_30' : years > 33 && years < 46 ? '30_to_49' : years > 54 ? '50_and_over' : null
  return { ...(gender === null ? {} : { gender: [gender] }), ...(age === null ? {} : { age: [age] }) }
}

function middle(a: number, b: number): number {
  return (a + b) / 2
}
