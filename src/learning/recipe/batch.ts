import { coloursOf } from '../../inference/contextual/colours.ts'
import { centreCell, distancesAt } from '../../inference/contextual/grid.ts'
import type { Box } from '../../inference/findings.ts'
import type { PredictedFamily } from '../../inference/manifest.ts'
import { tokensOf } from '../../inference/text/tokens.ts'
import { type Category, GROUPS, groupOf } from '../../vocabulary/vocabulary.ts'
import type { TypedArray } from '../onnx/model.ts'
import { classOf, type Example } from './examples.ts'
import { onCanvas } from './pixels.ts'
import {
  CANVAS,
  COLOUR_BINS,
  GARMENT_FAMILIES,
  LABELS,
  LIMITS,
  PEOPLE_GRID,
  PERSON_FAMILIES,
  REGION_GRID,
  REGIONS,
  TEXT,
} from './sizes.ts'
import { type View, viewBox, viewPixels } from './view.ts'

/** An input of the training graph without its batch. */
export interface Feed {
  readonly name: string
  readonly dtype: 'uint8' | 'int32' | 'float32'
  readonly shape: readonly number[]
}

const float = (name: string, ...shape: number[]): Feed => ({ name, dtype: 'float32', shape })
const labels = (family: PredictedFamily, ...shape: number[]): Feed => ({
  name: `${family}_label`,
  dtype: 'int32',
  shape,
})

/** What the network reads. */
export const INPUT_FEEDS: readonly Feed[] = [
  { name: 'photo', dtype: 'uint8', shape: [CANVAS.height, CANVAS.width, 3] },
  float('garment_boxes', LIMITS.garments, 4),
  float('garment_mask', LIMITS.garments),
  float('garment_groups', LIMITS.garments, GROUPS.length),
  float('garment_colours', LIMITS.garments, COLOUR_BINS),
  float('person_boxes', LIMITS.people, 4),
  float('person_mask', LIMITS.people),
  { name: 'tokens', dtype: 'int32', shape: [TEXT.tokens, TEXT.pieces] },
]

/** What it is told besides while it is trained. -1 = unknown. */
export const TRUTH_FEEDS: readonly Feed[] = [
  { name: 'region_label', dtype: 'int32', shape: [REGION_GRID.height, REGION_GRID.width] },
  float('people_heat', 1, PEOPLE_GRID.height, PEOPLE_GRID.width),
  float('people_distances', 4, PEOPLE_GRID.height, PEOPLE_GRID.width),
  float('people_centres', 1, PEOPLE_GRID.height, PEOPLE_GRID.width),
  float('people_known', 1, 1, 1),
  ...GARMENT_FAMILIES.map((family) => labels(family, LIMITS.garments)),
  ...PERSON_FAMILIES.map((family) => labels(family, LIMITS.people)),
  labels('occasion'),
  float('weak', LIMITS.garments),
]

const FEEDS = [...INPUT_FEEDS, ...TRUTH_FEEDS]
const perRow = ({ shape }: Feed): number => shape.reduce((product, size) => product * size, 1)

export type Batch = Record<string, TypedArray>

/** A batch of photos of which nothing is known. */
export function emptyBatch(rows: number): Batch {
  const kinds = { uint8: Uint8Array, int32: Int32Array, float32: Float32Array }
  const batch: Batch = {}
  for (const feed of FEEDS) {
    const data = new kinds[feed.dtype](rows * perRow(feed))
    batch[feed.name] = feed.name.endsWith('_label') ? data.fill(-1) : data
  }
  return batch
}

/** Fills a row of a batch with an example seen through a view. */
export function fillRow(batch: Batch, row: number, example: Example, record: Uint8Array, view: View): void {
  const part = (name: string): TypedArray => {
    const feed = FEEDS.find((candidate) => candidate.name === name) as Feed
    return (batch[name] as TypedArray).subarray(row * perRow(feed), (row + 1) * perRow(feed))
  }
  const { label } = example
  const seen = (box: Box): Box | null => viewBox(onCanvas(box, record), view)
  const pixels = part('photo') as Uint8Array
  viewPixels(record, view, pixels)
  fillPeople(label.people, seen, part)
  fillGarments(label.garments ?? [], seen, pixels, part)
  fillRegions(example, seen, part('region_label') as Int32Array)
  part('occasion_label')[0] = label.occasion === undefined ? -1 : LABELS.occasion.indexOf(label.occasion)
  part('tokens').set(tokensOf(label.caption ?? null, TEXT) as never)
  part('weak').fill((example.weak ? 1 : 0) as never)
}

/** Colours are taken from the middle of a box, regions from nearly all of it, so that boxes found have its size. */
const COLOUR_INSET = 0.25
const REGION_INSET = 0.08

type Part = (name: string) => TypedArray
type Seen = (box: Box) => Box | null

const corners = ({ x0, y0, x1, y1 }: Box): number[] => [x0, y0, x1, y1]

function fillPeople(people: Example['label']['people'], seen: Seen, part: Part): void {
  part('people_known')[0] = people === undefined ? 0 : 1
  let slot = 0
  for (const person of people ?? []) {
    const box = seen(person.box)
    if (box === null) continue
    addCentre(box, part)
    if (slot === LIMITS.people) continue
    part('person_boxes').set(corners(box) as never, 4 * slot)
    part('person_mask')[slot] = 1
    part('gender_label')[slot] = person.gender === undefined ? -1 : LABELS.gender.indexOf(person.gender)
    const age = person.child ? 'child' : person.age
    part('age_label')[slot] = age === undefined ? -1 : LABELS.age.indexOf(age)
    slot++
  }
}

/** A Gaussian round the centre's cell, its deviation a tenth of the box (Zhou et al. 2019), and distances beside it. */
function addCentre(box: Box, part: Part): void {
  const { width, height } = PEOPLE_GRID
  const { column, row } = centreCell(box, PEOPLE_GRID)
  const sx = Math.max(0.7, 0.1 * (box.x1 - box.x0) * width)
  const sy = Math.max(0.7, 0.1 * (box.y1 - box.y0) * height)
  const heat = part('people_heat')
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x
      const value = Math.exp(-(((x - column) / sx) ** 2) / 2 - ((y - row) / sy) ** 2 / 2)
      heat[at] = Math.max(Number(heat[at]), value)
      if (Math.abs(x - column) > 1 || Math.abs(y - row) > 1) continue
      const { left, top, right, bottom } = distancesAt(x, y, box, PEOPLE_GRID)
      for (const [side, distance] of [left, top, right, bottom].entries()) {
        part('people_distances')[side * width * height + at] = distance
      }
      part('people_centres')[at] = 1
    }
  }
}

function fillGarments(
  garments: NonNullable<Example['label']['garments']>,
  seen: Seen,
  pixels: Uint8Array,
  part: Part,
): void {
  let slot = 0
  for (const garment of garments) {
    const box = seen(garment.box)
    if (box === null || slot === LIMITS.garments) continue
    part('garment_boxes').set(corners(box) as never, 4 * slot)
    part('garment_mask')[slot] = 1
    part('garment_groups')[slot * GROUPS.length + GROUPS.indexOf(groupOf(garment.category as Category))] = 1
    part('garment_colours').set(
      coloursOf(pixels, CANVAS, [...cellsIn(inner(box, COLOUR_INSET))]) as never,
      slot * COLOUR_BINS,
    )
    for (const family of GARMENT_FAMILIES) part(`${family}_label`)[slot] = classOf(family, garment)
    slot++
  }
}

/** A box without a share of its width and height on each side: where the garment is rather than what is round it. */
function inner({ x0, y0, x1, y1 }: Box, share: number): Box {
  const [dx, dy] = [(x1 - x0) * share, (y1 - y0) * share]
  return { x0: x0 + dx, y0: y0 + dy, x1: x1 - dx, y1: y1 - dy }
}

/** Cells of the region grid whose centre is in a box. */
function* cellsIn(box: Box): Generator<number> {
  const { width, height } = REGION_GRID
  for (let y = Math.max(0, Math.ceil(box.y0 * height - 0.5)); y < Math.min(height, box.y1 * height - 0.5); y++) {
    for (let x = Math.max(0, Math.ceil(box.x0 * width - 0.5)); x < Math.min(width, box.x1 * width - 0.5); x++) {
      yield y * width + x
    }
  }
}

/**
 * Regions from boxes: what is well inside a garment's box is its group, what is in no box is background, the rest is unknown. Smaller
 * boxes lie above larger ones.
 */
function fillRegions({ label }: Example, seen: Seen, regions: Int32Array): void {
  const { people, garments } = label
  if (garments === undefined || people === undefined) return
  regions.fill(0)
  for (const { box } of [...people, ...garments]) {
    const there = seen(box)
    if (there !== null) for (const cell of cellsIn(there)) regions[cell] = -1
  }
  const size = ({ x0, y0, x1, y1 }: Box) => (x1 - x0) * (y1 - y0)
  for (const { box, category } of [...garments].sort((a, b) => size(b.box) - size(a.box))) {
    const there = seen(box)
    const region = REGIONS.indexOf(groupOf(category))
    if (there !== null) for (const cell of cellsIn(inner(there, REGION_INSET))) regions[cell] = region
  }
}
