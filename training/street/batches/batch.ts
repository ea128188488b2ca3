import { coloursOf } from '../../../src/inference/contextual/colours.ts'
import {
  centreCell,
  distancesAt,
  gridOf,
  PEOPLE_STRIDE,
  REGION_STRIDE,
} from '../../../src/inference/contextual/grid.ts'
import type { Box } from '../../../src/inference/findings.ts'
import type { PredictedFamily } from '../../../src/inference/manifest.ts'
import { tokensOf } from '../../../src/inference/text/tokens.ts'
import { isGarment } from '../regions.ts'
import type { Labels, Sample } from '../sample.ts'
import { GARMENT_FAMILIES, LABELS, PERSON_FAMILIES, STREET } from '../settings.ts'
import { TEACHER_MAP } from '../teachers/features.ts'
import { type View, viewBox, viewPixels, viewRegions, viewWholeBox } from './augment.ts'

const { canvas } = STREET
const peopleGrid = gridOf(canvas, PEOPLE_STRIDE)
const regionGrid = gridOf(canvas, REGION_STRIDE)
const peopleCells = peopleGrid.width * peopleGrid.height

/** Captions a photo is shown with in one step: reading costs little beside looking. */
export const CAPTIONS = 4

/** What a photo is shown with besides its pixels. */
export interface Told {
  readonly caption: string | null
  readonly occasion: readonly string[]
  /** Neither the picture nor the text says anything of an occasion. */
  readonly silent: boolean
}

/** One input of the training graph: its name, type and shape without the batch. */
export interface Feed {
  readonly name: string
  readonly type: 'uint8' | 'int32' | 'float32'
  readonly shape: readonly number[]
}

/** `gender_set` etc.: 1 for every class that may be true; a row of zeros is no label. */
export const setOf = (family: PredictedFamily): string => `${family}_set`

/** What is found by its centre. */
export type CentredThings = 'people' | 'heads'

function centreFeeds(of: CentredThings): Feed[] {
  const { width, height } = peopleGrid
  return [
    { name: `${of}_heat_true`, type: 'float32', shape: [1, height, width] },
    { name: `${of}_distances_true`, type: 'float32', shape: [4, height, width] },
    { name: `${of}_centres`, type: 'float32', shape: [1, height, width] },
    { name: `${of}_known`, type: 'float32', shape: [1] },
  ]
}

/** Everything the street network is trained from, in one place. */
export const FEEDS: readonly Feed[] = [
  { name: 'photo', type: 'uint8', shape: [canvas.height, canvas.width, 3] },
  { name: 'regions_true', type: 'int32', shape: [regionGrid.height, regionGrid.width] },
  ...centreFeeds('people'),
  ...centreFeeds('heads'),
  { name: 'person_boxes', type: 'float32', shape: [STREET.people, 4] },
  { name: 'person_mask', type: 'float32', shape: [STREET.people] },
  ...PERSON_FAMILIES.map(
    (family): Feed => ({
      name: setOf(family),
      type: 'float32',
      shape: [STREET.people, LABELS[family].length],
    }),
  ),
  { name: 'garment_boxes', type: 'float32', shape: [STREET.garments, 4] },
  { name: 'garment_mask', type: 'float32', shape: [STREET.garments] },
  { name: 'garment_colours', type: 'float32', shape: [STREET.garments, STREET.colours] },
  ...GARMENT_FAMILIES.map(
    (family): Feed => ({
      name: setOf(family),
      type: 'float32',
      shape: [STREET.garments, LABELS[family].length],
    }),
  ),
  { name: 'occasion_set', type: 'float32', shape: [CAPTIONS, LABELS.occasion.length] },
  { name: 'occasion_silent', type: 'float32', shape: [CAPTIONS] },
  { name: 'teacher_features', type: 'float32', shape: TEACHER_MAP },
  { name: 'teacher_known', type: 'float32', shape: [1] },
  { name: 'tokens', type: 'int32', shape: [CAPTIONS, STREET.text.tokens, STREET.text.pieces] },
]

export type FeedData = Uint8Array | Int32Array | Float32Array
export type Batch = Record<string, FeedData>

/** Numbers a row of a feed has. */
export const perRow = (feed: Feed): number => feed.shape.reduce((product, size) => product * size, 1)

/** Beside them, what close-ups of persons are cut by. */
export const HEAD_FEEDS: readonly Feed[] = [
  { name: 'head_boxes', type: 'float32', shape: [STREET.people, 4] },
  { name: 'head_mask', type: 'float32', shape: [STREET.people] },
]

/** A batch of the street network of `rows` empty rows. */
export function emptyBatch(rows: number): Batch {
  return emptyRows([...FEEDS, ...HEAD_FEEDS], rows)
}

/** The feed called `name`. */
export function feedOf(name: string): Feed {
  const feed = [...FEEDS, ...HEAD_FEEDS].find((candidate) => candidate.name === name)
  if (feed === undefined) throw new Error(`no batch has a feed ${name}`)
  return feed
}

/** A batch of `rows` rows of zeros. */
export function emptyRows(feeds: readonly Feed[], rows: number): Batch {
  const kinds = { uint8: Uint8Array, int32: Int32Array, float32: Float32Array }
  return Object.fromEntries(feeds.map((feed) => [feed.name, new kinds[feed.type](rows * perRow(feed))]))
}

/** Makes a box as a little off as boxes found are. */
type Nudge = (box: Box) => Box

/**
 * Fills row `row` from a cached record seen through `view`.
 * @param told the captions the text branch reads, the label's own words already removed, and what they say
 */
export function fillRow(
  batch: Batch,
  row: number,
  sample: Sample,
  record: Uint8Array,
  view: View,
  told: readonly Told[],
  nudge: Nudge,
): void {
  const part = (name: string): FeedData => {
    const feed = feedOf(name)
    return (batch[name] as FeedData).subarray(row * perRow(feed), (row + 1) * perRow(feed))
  }
  const pixels = part('photo') as Uint8Array
  viewPixels(record, view, canvas, pixels)
  const regions = part('regions_true') as Int32Array
  viewRegions(record, view, regionGrid, regions)
  fillPeople(sample, view, nudge, part)
  fillGarments(sample, view, nudge, pixels, regions, part)
  for (const [slot, { caption, occasion, silent }] of told.entries()) {
    fillSet(part('occasion_set'), slot, 'occasion', occasion)
    part('occasion_silent')[slot] = Number(silent)
    part('tokens').set(tokensOf(caption, STREET.text), slot * STREET.text.tokens * STREET.text.pieces)
  }
}

type Part = (name: string) => FeedData

function fillPeople(sample: Sample, view: View, nudge: Nudge, part: Part): void {
  const [people, heads] = [mapsOf('people', part), mapsOf('heads', part)]
  people.known[0] = sample.people === null || sample.tiles.length > 1 ? 0 : 1
  heads.known[0] = sample.people?.every(({ head }) => head !== undefined) ? 1 : 0
  let slot = 0
  for (const person of sample.people ?? []) {
    const box = viewBox(person.box, view)
    if (box === null) continue
    addCentre(box, people)
    const head = person.head ? viewWholeBox(person.head, view) : null
    if (head !== null) addCentre(head, heads)
    if (slot === STREET.people) continue
    fillBox(part('person_boxes'), slot, nudge(box))
    part('person_mask')[slot] = 1
    if (head !== null) {
      fillBox(part('head_boxes'), slot, head)
      part('head_mask')[slot] = 1
    }
    for (const family of PERSON_FAMILIES) fillSet(part(setOf(family)), slot, family, person.labels[family])
    slot++
  }
}

interface Maps {
  readonly heat: FeedData
  readonly distances: FeedData
  readonly centres: FeedData
  readonly known: FeedData
}

function mapsOf(things: CentredThings, part: Part): Maps {
  return {
    heat: part(`${things}_heat_true`),
    distances: part(`${things}_distances_true`),
    centres: part(`${things}_centres`),
    known: part(`${things}_known`),
  }
}

/** A Gaussian round the centre's cell, its deviation a tenth of the box (Zhou et al. 2019, arXiv 1904.07850). */
function addCentre(box: Box, { heat, distances, centres }: Maps): void {
  const { column, row } = centreCell(box, peopleGrid)
  const spread = (size: number, cells: number) => Math.max(0.7, 0.1 * size * cells)
  const sx = spread(box.x1 - box.x0, peopleGrid.width)
  const sy = spread(box.y1 - box.y0, peopleGrid.height)
  for (let y = 0; y < peopleGrid.height; y++) {
    for (let x = 0; x < peopleGrid.width; x++) {
      const at = y * peopleGrid.width + x
      const value = Math.exp(-(((x - column) / sx) ** 2) / 2 - ((y - row) / sy) ** 2 / 2)
      if (value > (heat[at] as number)) heat[at] = value
      if (Math.abs(x - column) > 1 || Math.abs(y - row) > 1) continue
      const { left, top, right, bottom } = distancesAt(x, y, box, peopleGrid)
      for (const [side, distance] of [left, top, right, bottom].entries()) distances[side * peopleCells + at] = distance
      centres[at] = 1
    }
  }
  heat[row * peopleGrid.width + column] = 1
}

function fillGarments(
  sample: Sample,
  view: View,
  nudge: Nudge,
  pixels: Uint8Array,
  regions: Int32Array,
  part: Part,
): void {
  let slot = 0
  for (const garment of sample.garments) {
    const seen = viewBox(garment.box, view)
    if (seen === null || slot === STREET.garments) continue
    const box = nudge(seen)
    fillBox(part('garment_boxes'), slot, box)
    part('garment_mask')[slot] = 1
    const colours = coloursOf(pixels, canvas, clothCells(box, regions))
    part('garment_colours').set(colours, slot * STREET.colours)
    for (const family of GARMENT_FAMILIES) fillSet(part(setOf(family)), slot, family, garment.labels[family])
    slot++
  }
}

/** Cells whose pixels show the garment: its commonest garment region in the box; without regions, the box's core. */
function clothCells(box: Box, regions: Int32Array): number[] {
  const inside = cellsIn(box)
  const counts = new Map<number, number>()
  for (const cell of inside) {
    const region = regions[cell] as number
    if (isGarment(region)) counts.set(region, (counts.get(region) ?? 0) + 1)
  }
  const [best] = [...counts].sort((a, b) => b[1] - a[1])
  if (best !== undefined) return inside.filter((cell) => regions[cell] === best[0])
  const w = box.x1 - box.x0
  const h = box.y1 - box.y0
  return cellsIn({ x0: box.x0 + w * 0.28, x1: box.x1 - w * 0.28, y0: box.y0 + h * 0.15, y1: box.y1 - h * 0.2 })
}

function cellsIn(box: Box): number[] {
  const cells: number[] = []
  const x1 = Math.min(regionGrid.width, Math.ceil(box.x1 * regionGrid.width))
  const y1 = Math.min(regionGrid.height, Math.ceil(box.y1 * regionGrid.height))
  for (let y = Math.floor(box.y0 * regionGrid.height); y < y1; y++) {
    for (let x = Math.floor(box.x0 * regionGrid.width); x < x1; x++) cells.push(y * regionGrid.width + x)
  }
  return cells
}

function fillBox(boxes: FeedData, slot: number, box: Box): void {
  boxes.set([box.x0, box.y0, box.x1, box.y1], slot * 4)
}

function fillSet(sets: FeedData, slot: number, family: PredictedFamily, values: Labels[PredictedFamily]): void {
  const labels = LABELS[family]
  for (const value of values ?? []) {
    const index = labels.indexOf(value)
    if (index < 0) throw new Error(`\`${value}\` is no value of ${family}`)
    sets[slot * labels.length + index] = 1
  }
}
