import type { Placement } from '../../photo/placement.ts'
import { GROUPS, type Group } from '../../vocabulary/vocabulary.ts'
import type { Box } from '../findings.ts'
import type { Size } from '../geometry.ts'
import { type Component, componentsOf } from './components.ts'
import { extentOf, onPhoto } from './grid.ts'
import type { SeenBox } from './people.ts'
import { adjustToPrevalence } from './prevalence.ts'

/** A garment as the look graph sees one: its pixels and their extent, in shares of the canvas. */
export interface SeenGarment {
  readonly group: Group
  /** Index into the people; null where the region lies in nobody's box. */
  readonly person: number | null
  readonly box: Box
  /** Cells of the region grid, row * width + column. */
  readonly cells: readonly number[]
  /** Mean probability of the group over the cells. */
  readonly score: number
}

/** A fragment under this share of its garment's largest fragment is a speck, not a part of the garment. */
const SPECK = 0.1
/** How far beside a box, in halves of its side, clothes are still that person's: coats reach beyond found boxes. */
const MARGIN = 0.2

export interface RegionOptions {
  /** Index → class, as `manifest.regions`. */
  readonly classes: readonly string[]
  /** Least probability of any garment at a cell. */
  readonly pixel: number
  /** Least share of the canvas. */
  readonly area: number
  /** Least mean probability. */
  readonly garment: number
  readonly limit: number
  readonly placement: Placement
}

/**
 * Garments from the probability maps. A cell where any garment is likelier than none belongs to the person in whose
 * box it lies or which it just misses ({@link wearerAt}), and to the likeliest group there, given what else that person
 * wears. What one person wears of one group is one garment, also where a bag or an arm cuts it in two, less its specks;
 * outside all boxes each connected region is one. Regions too small or too unsure are left out.
 * @param probabilities one photo's `regions` output: classes.length planes of grid.height * grid.width
 * @returns at most `limit` garments, the largest, by wearer, then from top to bottom; nobody's last
 */
export function findGarments(
  probabilities: Float32Array,
  grid: Size,
  people: readonly SeenBox[],
  options: RegionOptions,
): SeenGarment[] {
  const { labels, likely } = labelCells(probabilities, grid, people, options)
  const least = options.area * labels.length
  const garments: SeenGarment[] = []
  for (const { label, cells } of mergeFragments(componentsOf(labels, grid), people.length)) {
    const group = GROUPS[label % GROUPS.length]!
    const score = cells.reduce((sum, cell) => sum + likely[cell]!, 0) / cells.length
    if (cells.length < least || score < options.garment) continue
    const wearer = Math.floor(label / GROUPS.length)
    garments.push({ group, person: wearer === people.length ? null : wearer, box: extentOf(cells, grid), cells, score })
  }
  return garments
    .sort((a, b) => b.cells.length - a.cells.length)
    .slice(0, options.limit)
    .sort((a, b) => rank(a, people) - rank(b, people) || a.box.y0 - b.box.y0 || a.box.x0 - b.box.x0)
}

const rank = (garment: SeenGarment, people: readonly SeenBox[]): number => garment.person ?? people.length

/** Cells that show clothes: whose, of which group, and how likely. */
interface Worn {
  /** Per cell wearer * groups + group, nobody being the wearer after the last; -1 where there is no garment. */
  readonly labels: Int32Array
  /** Per cell, the probability of its group. */
  readonly likely: Float32Array
}

/** Sorts the cells that are clothes by wearer, and each wearer's cells into groups ({@link adjustToPrevalence}). */
function labelCells(probabilities: Float32Array, grid: Size, people: readonly SeenBox[], options: RegionOptions): Worn {
  const plane = grid.width * grid.height
  const worn: Worn = { labels: new Int32Array(plane).fill(-1), likely: new Float32Array(plane) }
  const classOf = GROUPS.map((group) => options.classes.indexOf(group))
  for (const [wearer, cells] of clothedCells(probabilities, grid, people, options)) {
    const shares = new Float32Array(cells.length * GROUPS.length)
    for (const [at, { cell, clothes }] of cells.entries()) {
      for (const [group, index] of classOf.entries()) {
        shares[at * GROUPS.length + group] = index < 0 ? 0 : probabilities[index * plane + cell]! / clothes
      }
    }
    if (wearer < people.length) adjustToPrevalence(shares, GROUPS.length)
    for (const [at, { cell, clothes }] of cells.entries()) {
      const own = shares.subarray(at * GROUPS.length, (at + 1) * GROUPS.length)
      const group = own.indexOf(Math.max(...own))
      worn.labels[cell] = wearer * GROUPS.length + group
      worn.likely[cell] = own[group]! * clothes
    }
  }
  return worn
}

interface ClothedCell {
  readonly cell: number
  /** Probability of any garment. */
  readonly clothes: number
}

/** By wearer, the cells where a garment of whatever group is likelier than each other class. */
function clothedCells(
  probabilities: Float32Array,
  grid: Size,
  people: readonly SeenBox[],
  options: RegionOptions,
): Map<number, ClothedCell[]> {
  const plane = grid.width * grid.height
  const isGroup = options.classes.map((name) => GROUPS.includes(name as Group))
  const found = new Map<number, ClothedCell[]>()
  for (let cell = 0; cell < plane; cell++) {
    let clothes = 0
    let other = 0
    for (const [index, group] of isGroup.entries()) {
      const probability = probabilities[index * plane + cell]!
      if (group) clothes += probability
      else if (probability > other) other = probability
    }
    if (!(clothes >= other && clothes >= options.pixel)) continue
    const column = cell % grid.width
    const row = (cell - column) / grid.width
    if (!onPhoto(column, row, options.placement)) continue
    const wearer = wearerAt((column + 0.5) / grid.width, (row + 0.5) / grid.height, people)
    const cells = found.get(wearer)
    if (cells === undefined) found.set(wearer, [{ cell, clothes }])
    else cells.push({ cell, clothes })
  }
  return found
}

/**
 * Whose clothes a point (shares of the canvas) is on: the person in whose box it lies, the nearest by centre in units
 * of the box, or else one whose box it just misses; people.length for nobody.
 */
export function wearerAt(x: number, y: number, people: readonly SeenBox[]): number {
  let wearer = people.length
  let nearest = Number.POSITIVE_INFINITY
  for (const [index, { box }] of people.entries()) {
    const across = Math.abs(2 * x - box.x0 - box.x1) / (box.x1 - box.x0)
    const along = Math.abs(2 * y - box.y0 - box.y1) / (box.y1 - box.y0)
    const farther = Math.max(across, along)
    // Inside a box counts before beside another, whatever the distance.
    const distance = across + along + (farther > 1 ? 2 : 0)
    if (farther <= 1 + MARGIN && distance < nearest) {
      nearest = distance
      wearer = index
    }
  }
  return wearer
}

/** One garment for each label of a person, its specks left out; nobody's fragments stay apart. */
function mergeFragments(fragments: readonly Component[], people: number): Component[] {
  const nobody = people * GROUPS.length
  const merged: Component[] = []
  for (const label of new Set(fragments.map((fragment) => fragment.label))) {
    const same = fragments.filter((fragment) => fragment.label === label)
    if (label >= nobody) {
      merged.push(...same)
      continue
    }
    const speck = SPECK * Math.max(...same.map(({ cells }) => cells.length))
    merged.push({ label, cells: same.filter(({ cells }) => cells.length >= speck).flatMap(({ cells }) => cells) })
  }
  return merged
}
