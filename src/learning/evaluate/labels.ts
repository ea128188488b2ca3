import { createReadStream } from 'node:fs'
import { createInterface } from 'node:readline'
import { EXIT, UserError } from '../../errors.ts'
import type { Box } from '../../inference/findings.ts'
import {
  AGES,
  type Age,
  CATEGORIES,
  type Category,
  FAMILIES,
  type Family,
  GENDERS,
  type Gender,
  OCCASIONS,
  type Occasion,
  type Value,
  valuesOf,
} from '../../vocabulary/vocabulary.ts'

export type AttributeLabels = { readonly [family in Family]?: Value }

export interface PersonLabel {
  readonly box: Box
  readonly gender?: Gender
  readonly age?: Age
  /** A child has neither gender nor age. */
  readonly child: boolean
}

export interface GarmentLabel {
  readonly box: Box
  /** Index into `people`. */
  readonly person?: number
  readonly category: Category
  readonly attributes: AttributeLabels
}

/** What somebody saw in one photo (docs/labels.md). What is left out is unknown, an empty list says there is none. */
export interface PhotoLabel {
  readonly photo: string
  readonly caption?: string
  readonly occasion?: Occasion
  readonly people?: readonly PersonLabel[]
  readonly garments?: readonly GarmentLabel[]
  /** The main garment, where nobody drew boxes. */
  readonly main?: { readonly category?: Category; readonly attributes: AttributeLabels }
}

/**
 * Reads a label file: JSON lines, one photo each. Throws a `UserError` (exit 5) with file and line for a line that is
 * no JSON, a name outside the vocabulary, a bad box, a photo named twice, and for a file without labels.
 */
export async function readLabels(path: string): Promise<PhotoLabel[]> {
  const labels: PhotoLabel[] = []
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
    const label = parseLabel(line, new Place(path, number))
    const earlier = lines.get(label.photo)
    if (earlier !== undefined) {
      throw new Place(path, number).error(`the photo \`${label.photo}\` is named twice, first in line ${earlier}`)
    }
    lines.set(label.photo, number)
    labels.push(label)
  }
  if (labels.length === 0) {
    throw new UserError('labels_empty', `The label file \`${path}\` has no labels.`, { exit: EXIT.input })
  }
  return labels
}

/** Where in a label file something is. */
class Place {
  readonly #path: string
  readonly #line: number

  constructor(path: string, line: number) {
    this.#path = path
    this.#line = line
  }

  error(what: string): UserError {
    return new UserError('label_invalid', `${this.#path}, line ${this.#line}: ${what}.`, {
      exit: EXIT.input,
      hint: 'docs/labels.md describes the fields; the names are those of the vocabulary.',
    })
  }
}

type Raw = { readonly [key: string]: unknown }

function parseLabel(line: string, place: Place): PhotoLabel {
  const raw = parseJson(line, place)
  const { photo, caption, occasion, people, garments, main } = raw
  if (typeof photo !== 'string' || photo === '') throw place.error('`photo` is not a path')
  if (caption !== undefined && caption !== null && typeof caption !== 'string')
    throw place.error('`caption` is no text')
  const persons = people === undefined ? undefined : list(people, 'people', place).map((one) => parsePerson(one, place))
  return {
    photo,
    ...(typeof caption === 'string' ? { caption } : {}),
    ...optional('occasion', oneOf(occasion, OCCASIONS, 'occasion', place)),
    ...(persons === undefined ? {} : { people: persons }),
    ...(garments === undefined
      ? {}
      : { garments: list(garments, 'garments', place).map((one) => parseGarment(one, persons?.length ?? 0, place)) }),
    ...(main === undefined ? {} : { main: parseMain(object(main, 'main', place), place) }),
  }
}

function parseJson(line: string, place: Place): Raw {
  try {
    return object(JSON.parse(line), 'the line', place)
  } catch (error) {
    if (error instanceof UserError) throw error
    throw place.error(`not JSON (${(error as Error).message})`)
  }
}

function parsePerson(value: unknown, place: Place): PersonLabel {
  const { box, gender, age, child } = object(value, 'people', place)
  return {
    box: parseBox(box, place),
    ...optional('gender', oneOf(gender, GENDERS, 'gender', place)),
    ...optional('age', oneOf(age, AGES, 'age', place)),
    child: child === true,
  }
}

function parseGarment(value: unknown, people: number, place: Place): GarmentLabel {
  const { box, person, category, attributes } = object(value, 'garments', place)
  const named = oneOf(category, CATEGORIES, 'category', place)
  if (named === undefined) throw place.error('a garment has no `category`')
  if (
    person !== undefined &&
    person !== null &&
    !(Number.isInteger(person) && Number(person) < people && Number(person) >= 0)
  ) {
    throw place.error(`\`person\` is \`${String(person)}\` of ${people} people`)
  }
  return {
    box: parseBox(box, place),
    ...(typeof person === 'number' ? { person } : {}),
    category: named,
    attributes: parseAttributes(attributes, place),
  }
}

function parseMain({ category, attributes }: Raw, place: Place) {
  return {
    ...optional('category', oneOf(category, CATEGORIES, 'category', place)),
    attributes: parseAttributes(attributes, place),
  }
}

function parseAttributes(value: unknown, place: Place): AttributeLabels {
  if (value === undefined || value === null) return {}
  const found: { [family in Family]?: Value } = {}
  for (const [name, given] of Object.entries(object(value, 'attributes', place))) {
    const family = oneOf(name, FAMILIES, 'attribute', place) as Family
    const label = oneOf(given, valuesOf(family), family, place)
    if (label !== undefined) found[family] = label
  }
  return found
}

function parseBox(value: unknown, place: Place): Box {
  const numbers = Array.isArray(value) && value.length === 4 && value.every((one) => typeof one === 'number')
  const [x0, y0, x1, y1] = (numbers ? value : []) as [number, number, number, number]
  if (!numbers || !(x0 < x1 && y0 < y1 && x0 >= 0 && y0 >= 0 && x1 <= 1 && y1 <= 1)) {
    throw place.error(`\`box\` is \`${JSON.stringify(value)}\`, not [x0, y0, x1, y1] with 0 ≤ x0 < x1 ≤ 1`)
  }
  return { x0, y0, x1, y1 }
}

function oneOf<T extends string>(value: unknown, names: readonly T[], field: string, place: Place): T | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string' || !(names as readonly string[]).includes(value)) {
    throw place.error(`\`${field}\` is \`${String(value)}\`, which is none of ${names.join(', ')}`)
  }
  return value as T
}

function object(value: unknown, field: string, place: Place): Raw {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw place.error(`${field} is not an object`)
  return value as Raw
}

function list(value: unknown, field: string, place: Place): unknown[] {
  if (!Array.isArray(value)) throw place.error(`\`${field}\` is not a list`)
  return value
}

function optional<K extends string, T>(key: K, value: T | undefined): { [key in K]?: T } {
  return (value === undefined ? {} : { [key]: value }) as { [key in K]?: T }
}
