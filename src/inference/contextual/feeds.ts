import { GROUPS } from '../../vocabulary/vocabulary.ts'
import type { Box } from '../findings.ts'
import type { PhotoInput, Values } from '../kind.ts'
import type { PackManifest } from '../manifest.ts'
import { tokensOf } from '../text/tokens.ts'
import { coloursOf } from './colours.ts'
import type { SeenPerson } from './people.ts'
import type { SeenGarment } from './regions.ts'

/** What the look graph's maps showed on one photo. */
export interface Seen {
  readonly people: readonly SeenPerson[]
  readonly garments: readonly SeenGarment[]
}

/** Photos of one run, and their pixels together. */
export interface Batch {
  readonly photos: readonly PhotoInput[]
  /** uint8 [photos, height, width, 3]. */
  readonly pixels: Values
}

/** Copies pixels together, once for both graphs: ONNX Runtime takes no shared memory. */
export function batchOf(photos: readonly PhotoInput[], { input: { width, height } }: PackManifest): Batch {
  const bytes = width * height * 3
  const data = new Uint8Array(photos.length * bytes)
  for (const [index, { pixels }] of photos.entries()) data.set(pixels, index * bytes)
  return { photos, pixels: { type: 'uint8', data, dims: [photos.length, height, width, 3] } }
}

/**
 * The context graph's inputs besides `features` and `scene`: boxes in shares of the canvas, rows beyond those seen
 * all 0 with mask 0. The photo and its heads only for packs with `close_ups`, whoever has no head having mask 0 there.
 * @param seen what was seen on each photo of the batch, in the same order
 */
export function contextFeeds(
  { photos, pixels }: Batch,
  seen: readonly Seen[],
  manifest: PackManifest,
): { readonly [name: string]: Values } {
  const { people, garments } = manifest.limits
  const { bins } = manifest.colours
  const count = photos.length
  const groups = new Float32Array(count * garments * GROUPS.length)
  const colours = new Float32Array(count * garments * bins)
  const tokens = new Int32Array(count * manifest.text.tokens * manifest.text.pieces)
  for (const [index, photo] of photos.entries()) {
    for (const [row, garment] of seen[index]!.garments.entries()) {
      groups[(index * garments + row) * GROUPS.length + GROUPS.indexOf(garment.group)] = 1
      colours.set(coloursOf(photo.pixels, manifest.input, garment.cells), (index * garments + row) * bins)
    }
    tokens.set(tokensOf(photo.caption, manifest.text), index * manifest.text.tokens * manifest.text.pieces)
  }
  const rows = (name: string, limit: number, boxes: (one: Seen) => readonly (Box | null)[]) =>
    boxRows(name, limit, seen.map(boxes))
  return {
    ...rows('garment', garments, (one) => one.garments.map(({ box }) => box)),
    garment_groups: { type: 'float32', data: groups, dims: [count, garments, GROUPS.length] },
    garment_colours: { type: 'float32', data: colours, dims: [count, garments, bins] },
    ...rows('person', people, (one) => one.people.map(({ box }) => box)),
    tokens: { type: 'int32', data: tokens, dims: [count, manifest.text.tokens, manifest.text.pieces] },
    ...(manifest.close_ups
      ? { photo: pixels, ...rows('head', people, (one) => one.people.map(({ head }) => head)) }
      : {}),
  }
}

/** The inputs `…_boxes` and `…_mask` of so many rows a photo; a row without a box is 0 in both. */
function boxRows(
  name: string,
  limit: number,
  photos: readonly (readonly (Box | null)[])[],
): { readonly [name: string]: Values } {
  const boxes = new Float32Array(photos.length * limit * 4)
  const mask = new Float32Array(photos.length * limit)
  for (const [index, list] of photos.entries()) {
    for (const [row, box] of list.entries()) {
      if (box === null) continue
      boxes.set([box.x0, box.y0, box.x1, box.y1], (index * limit + row) * 4)
      mask[index * limit + row] = 1
    }
  }
  return {
    [`${name}_boxes`]: { type: 'float32', data: boxes, dims: [photos.length, limit, 4] },
    [`${name}_mask`]: { type: 'float32', data: mask, dims: [photos.length, limit] },
  }
}
