import { createReadStream } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { EXIT, UserError } from '../../errors.ts'
import {
  AGES,
  CATEGORIES,
  FAMILIES,
  type Family,
  GENDERS,
  GROUPS,
  OCCASIONS,
  valuesOf,
} from '../../vocabulary/vocabulary.ts'
import { optional, Place, type Raw } from './label-values.ts'
import type { AttributeAnswers, GarmentTruth, MainTruth, MaskTruth, PersonAnswers, PhotoTruth } from './truth.ts'

/**
 * Reads a label file: JSON lines, one photo each. Throws a `UserError` (exit 5) with file and line for a line that is
 * no JSON, a name outside the vocabulary, a bad box, a photo named twice, and for a file without labels.
 */
export async function readTruth(path: string): Promise<PhotoTruth[]> {
  return await readLabelFile(path, (truth) => truth)
}

/** As {@link readTruth}, each photo turned into what `use` makes of it, which may find fault with its line. */
export async function readLabelFile<T>(path: string, use: (truth: PhotoTruth, place: Place) => T): Promise<T[]> {
  const read: T[] = []
  const lines = new Map<string, number>()
  let number = 0
  const input = createReadStream(path)
  const opened = new Promise<void>((resolve, reject) => {
    input.once('open', () => resolve())
    input.once('error', reject)
  })
  await opened.catch((cause) => {
    throw new UserError('labels_missing', `The label file \`${path}\` cannot be read.`, { exit: EXIT.input, cause })
  })
  for await (const line of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    number++
    if (line.trim() === '') continue
    const place = new Place(path, number)
    const truth = parseTruth(place.json(line), place, dirname(path))
    const earlier = lines.get(truth.photo)
    if (earlier !== undefined) {
      throw place.error(`the photo \`${truth.photo}\` is named twice, first in line ${earlier}`)
    }
    lines.set(truth.photo, number)
    read.push(use(truth, place))
  }
  if (read.length === 0) {
    throw new UserError('labels_empty', `The label file \`${path}\` has no labels.`, { exit: EXIT.input })
  }
  return read
}

/** @param folder that of the label file, from which masks are named */
function parseTruth(raw: Raw, place: Place, folder: string): PhotoTruth {
  const { photo, caption, occasion, people, garments, main, mask } = raw
  if (typeof photo !== 'string' || photo === '') throw place.error('`photo` is not a path')
  if (caption !== undefined && caption !== null && typeof caption !== 'string') {
    throw place.error('`caption` is no text')
  }
  if (garments !== undefined && mask !== undefined) throw place.error('both `garments` and `mask` are given')
  const persons = people === undefined ? undefined : place.list(people, 'people').map((one) => parsePerson(one, place))
  return {
    photo,
    ...(typeof caption === 'string' ? { caption } : {}),
    ...optional('occasion', place.answers(occasion, OCCASIONS, 'occasion')),
    ...optional('people', persons),
    ...(garments === undefined
      ? {}
      : { garments: place.list(garments, 'garments').map((one) => parseGarment(one, persons?.length ?? 0, place)) }),
    ...(main === undefined ? {} : { main: parseMain(place.object(main, 'main'), place) }),
    ...(mask === undefined ? {} : { mask: parseMask(place.object(mask, 'mask'), place, folder) }),
  }
}

function parsePerson(value: unknown, place: Place) {
  const raw = place.object(value, 'people')
  return { box: place.box(raw.box), ...parseAnswers(raw, place), optional: raw.optional === true }
}

function parseAnswers({ gender, age, child }: Raw, place: Place): PersonAnswers {
  return {
    ...optional('gender', place.answers(gender, GENDERS, 'gender')),
    ...optional('age', place.answers(age, AGES, 'age')),
    child: child === true,
  }
}

function parseGarment(value: unknown, people: number, place: Place): GarmentTruth {
  const raw = place.object(value, 'garments')
  const { person } = raw
  if (
    person !== undefined &&
    person !== null &&
    !(Number.isInteger(person) && Number(person) < people && Number(person) >= 0)
  ) {
    throw place.error(`\`person\` is \`${String(person)}\` of ${people} people`)
  }
  return {
    box: place.box(raw.box),
    ...(typeof person === 'number' ? { person } : {}),
    ...optional('category', place.answers(raw.category, CATEGORIES, 'category')),
    attributes: parseAttributes(raw.attributes, place),
    optional: raw.optional === true,
  }
}

function parseMain(raw: Raw, place: Place): MainTruth {
  return {
    ...parseAnswers(raw, place),
    ...optional('groups', place.answers(raw.groups, GROUPS, 'groups')),
    ...optional('category', place.answers(raw.category, CATEGORIES, 'category')),
    attributes: parseAttributes(raw.attributes, place),
  }
}

function parseAttributes(value: unknown, place: Place): AttributeAnswers {
  if (value === undefined || value === null) return {}
  const found: { -readonly [family in Family]?: AttributeAnswers[family] } = {}
  for (const [name, given] of Object.entries(place.object(value, 'attributes'))) {
    const [family] = place.answers(name, FAMILIES, 'attribute') as readonly [Family]
    const answers = place.answers(given, valuesOf(family), family)
    if (answers !== undefined) found[family] = answers
  }
  return found
}

function parseMask({ file, categories }: Raw, place: Place, folder: string): MaskTruth {
  if (typeof file !== 'string' || file === '') throw place.error('`file` of `mask` is not a path')
  const named = Object.entries(place.object(categories, '`categories` of `mask`'))
  return {
    file: resolve(folder, file),
    categories: new Map(
      named.map(([index, given]) => {
        const answers = place.answers(given, CATEGORIES, 'category')
        if (!/^[1-9]\d{0,2}$/.test(index) || Number(index) > 255 || answers === undefined) {
          throw place.error(
            `\`categories\` of \`mask\` has \`${index}\`, which is no index from 1 to 255 with a category`,
          )
        }
        return [Number(index), answers] as const
      }),
    ),
  }
}
