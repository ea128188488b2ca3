import type { Box } from '../../src/inference/findings.ts'
import type { PredictedFamily } from '../../src/inference/manifest.ts'

export type Split = 'train' | 'validation' | 'test'

/**
 * What is known of one value: the set of values that may be true. One value is a full label, several a partial one
 * (`not solid` = all other patterns); an absent family says nothing and costs nothing.
 */
export type Labels = { readonly [family in PredictedFamily]?: readonly string[] }

export interface PersonTruth {
  readonly box: Box
  /** Square in pixels, hair and chin within, as FairFace cuts faces; null where none shows, absent where nobody looked. */
  readonly head?: Box | null
  /** `gender` and `age`, the latter with `child`. */
  readonly labels: Labels
  /** One of FairFace's age groups, where it is known as finely. */
  readonly ageGroup?: string
}

export interface GarmentTruth {
  readonly box: Box
  readonly labels: Labels
}

/** A picture on the canvas; boxes are shares of the canvas, which is as wide to high as the pack's input. */
export interface Tile {
  readonly file: string
  readonly box: Box
}

export interface RegionTruth {
  /** An index picture as large as the only tile's. */
  readonly file: string
  /** The region each index means; 255 = unknown. */
  readonly regionOf: readonly number[]
  /** Boxes in which background is unknown: persons whom nobody masked. */
  readonly unsure: readonly Box[]
}

/** One training canvas: a whole photo, or several small pictures side by side. All boxes in canvas shares. */
export interface Sample {
  readonly id: string
  readonly source: string
  readonly split: Split
  readonly tiles: readonly Tile[]
  /** Null where nobody looked for persons: then no person is learned and none unlearned. */
  readonly people: readonly PersonTruth[] | null
  readonly garments: readonly GarmentTruth[]
  readonly regions: RegionTruth | null
  readonly occasion: readonly string[]
  readonly caption: string | null
}

/** Width / height of the cached canvas; the network's may be a little wider, and shows it stretched by as much. */
export const CANVAS_ASPECT = 3 / 4

/** Where a picture of this size lies when fitted, centred, into the canvas. */
export function containBox(width: number, height: number): Box {
  const wide = width / height / CANVAS_ASPECT
  const w = Math.min(1, wide)
  const h = Math.min(1, 1 / wide)
  return { x0: (1 - w) / 2, y0: (1 - h) / 2, x1: (1 + w) / 2, y1: (1 + h) / 2 }
}

/** A person seen on a picture that covers `place` of the canvas. */
export function placedPerson(person: PersonTruth, place: Box): PersonTruth {
  const { box, head } = person
  return { ...person, box: placed(box, place), ...(head ? { head: placed(head, place) } : {}) }
}

/** A box given in shares of a picture, in shares of the canvas on which the picture covers `place`. */
export function placed(box: Box, place: Box): Box {
  const w = place.x1 - place.x0
  const h = place.y1 - place.y0
  return {
    x0: place.x0 + box.x0 * w,
    y0: place.y0 + box.y0 * h,
    x1: place.x0 + box.x1 * w,
    y1: place.y0 + box.y1 * h,
  }
}
