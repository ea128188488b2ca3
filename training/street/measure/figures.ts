import type { Engine } from '../../../src/inference/engine.ts'
import type { Box, Findings, GarmentFinding, PersonFinding } from '../../../src/inference/findings.ts'
import { area, intersectionOverUnion } from '../../../src/inference/geometry.ts'
import { groupOf } from '../../../src/vocabulary/vocabulary.ts'
import type { Labels, Sample, Tile } from '../sample.ts'
import { type Proportion, proportion } from './interval.ts'
import { lookAt } from './look-at.ts'
import { matched, unplaced } from './match.ts'

/** A photo of one tile with what is known and what was found; truth boxes in shares of the photo. */
export interface Judged {
  readonly sample: Sample
  readonly found: Findings
}

/** Looks at the photos of samples of one tile. */
export async function judge(engine: Engine, samples: readonly Sample[]): Promise<Judged[]> {
  const photos = samples.map((sample) => ({ file: (sample.tiles[0] as Tile).file, caption: sample.caption }))
  const found = await lookAt(engine, photos)
  return samples.map((sample, index) => ({ sample, found: found[index] as Findings }))
}

export type Figures = Readonly<Record<string, Proportion>>

/** Hits of questions asked one by one; an unasked question counts nowhere. */
class Tally {
  readonly #counts = new Map<string, { hits: number; n: number }>()

  ask(question: string, hit: boolean | null): void {
    if (hit === null) return
    const count = this.#counts.get(question) ?? { hits: 0, n: 0 }
    this.#counts.set(question, { hits: count.hits + (hit ? 1 : 0), n: count.n + 1 })
  }

  figures(): Figures {
    return Object.fromEntries([...this.#counts].map(([question, { hits, n }]) => [question, proportion(hits, n)]))
  }
}

/** Regions and categories on photos with masks (Clothing Co-Parsing, drawn photos). */
export function regionFigures(judged: readonly Judged[]): Figures {
  const tally = new Tally()
  for (const { sample, found } of judged) {
    const truth = inPhoto(sample).garments
    const pairs = matched(found.garments, truth)
    for (const garment of truth)
      tally.ask(
        'region recall',
        pairs.some((pair) => pair.truth === garment),
      )
    for (const garment of found.garments)
      tally.ask(
        'region precision',
        pairs.some((pair) => pair.found === garment),
      )
    tally.ask('photos with a garment', found.garments.length > 0)
    for (const pair of pairs) {
      const { category } = pair.truth.labels
      tally.ask('category of matched regions', contains(category, pair.found.category))
      tally.ask(
        'group of matched regions',
        category?.some((name) => groupOf(name as never) === groupOf(pair.found.category)) ?? null,
      )
      for (const [family, finding] of Object.entries(pair.found.attributes)) {
        tally.ask(`${family} of matched regions`, contains(pair.truth.labels[family as never], finding.value))
      }
    }
  }
  return tally.figures()
}

/** Attributes of the main upper garment and gender of the main person (Clothing Attribute Dataset). */
export function mainGarmentFigures(judged: readonly Judged[]): Figures {
  const tally = new Tally()
  for (const { sample, found } of judged) {
    const person = mainPerson(found)
    const truth = inPhoto(sample)
    const largest = [...(truth.people ?? [])].sort((a, b) => area(b.box) - area(a.box))[0]
    if (largest !== undefined) {
      tally.ask('gender, unknown counted as wrong', contains(largest.labels.gender, person?.gender ?? 'unknown'))
      if (person !== null && person.gender !== 'unknown')
        tally.ask('gender where named', contains(largest.labels.gender, person.gender))
    }
    const labels = truth.garments[0]?.labels
    const garment = mainGarment(found, person)
    tally.ask('main garment found', garment !== null)
    if (labels === undefined || garment === null) continue
    tally.ask('category (7)', contains(labels.category, garment.category))
    const attribute = (family: 'sleeve_length' | 'neckline' | 'product_color') => {
      const value = garment.attributes[family]?.value
      if (value !== undefined) tally.ask(family, contains(labels[family], value))
    }
    attribute('sleeve_length')
    attribute('neckline')
    attribute('product_color')
    const pattern = garment.attributes.pattern?.value
    const solid = labels.pattern?.includes('solid')
    if (pattern !== undefined && solid !== undefined) tally.ask('solid or patterned', (pattern === 'solid') === solid)
  }
  return tally.figures()
}

/** Persons against the boxes of the person teacher: those that cover at least a tenth of the photo's height. */
export function personFigures(judged: readonly Judged[]): Figures {
  const tally = new Tally()
  for (const { sample, found } of judged) {
    const truth = (inPhoto(sample).people ?? []).filter(({ box }) => box.y1 - box.y0 >= 0.25)
    for (const person of truth) {
      tally.ask(
        'persons found',
        found.people.some((one) => intersectionOverUnion(one.box, person.box) >= 0.5),
      )
    }
  }
  return tally.figures()
}

/** Occasion where one is named, and how often one is. */
export function occasionFigures(judged: readonly Judged[]): Figures {
  const tally = new Tally()
  for (const { sample, found } of judged) {
    if (sample.occasion.length === 0) continue
    tally.ask('occasion named', found.occasion !== null)
    if (found.occasion !== null) tally.ask('occasion where named', sample.occasion.includes(found.occasion))
  }
  return tally.figures()
}

function contains(labels: Labels[keyof Labels], value: string): boolean | null {
  return labels === undefined ? null : labels.includes(value)
}

function mainPerson(found: Findings): PersonFinding | null {
  return [...found.people].sort((a, b) => area(b.box) - area(a.box))[0] ?? null
}

/** The largest garment that covers the upper body, of the main person if there is one. */
function mainGarment(found: Findings, person: PersonFinding | null): GarmentFinding | null {
  const index = person === null ? null : found.people.indexOf(person)
  const upper = found.garments.filter(({ category }) => groupOf(category) !== 'lower_body_garment')
  const own = upper.filter((garment) => garment.person === index)
  return [...(own.length > 0 ? own : upper)].sort((a, b) => area(b.box) - area(a.box))[0] ?? null
}

/** The truth of a photo of one tile, its boxes in shares of the photo. */
export function inPhoto(sample: Sample): Pick<Sample, 'people' | 'garments'> {
  const place = (sample.tiles[0] as Tile).box
  const back = <T extends { readonly box: Box }>(one: T): T => ({
    ...one,
    box: unplaced(one.box, place),
  })
  return { people: sample.people?.map(back) ?? null, garments: sample.garments.map(back) }
}
