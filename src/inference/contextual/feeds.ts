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

/**
 * The context graph's inputs besides `features` and `scene`: boxes in shares of the canvas, rows beyond those seen
 * all 0 with mask 0.
 * @param photos and what was `seen` on each, in the same order
 */
export function contextFeeds(
  photos: readonly PhotoInput[],
  seen: readonly Seen[],
  manifest: PackManifest,
): { readonly [name: string]: Values } {
  const { people, garments } = manifest.limits
  const { bins } = manifest.colours
  const count = photos.length
  const garmentBoxes = boxRows(
    seen.map((one) => one.garments),
    garments,
  )
  const personBoxes = boxRows(
    seen.map((one) => one.people),
    people,
  )
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
  return {
    garment_boxes: { type: 'float32', data: garmentBoxes.boxes, dims: [count, garments, 4] },
    garment_mask: { type: 'float32', data: garmentBoxes.mask, dims: [count, garments] },
    garment_groups: { type: 'float32', data: groups, dims: [count, garments, GROUPS.length] },
    garment_colours: { type: 'float32', data: colours, dims: [count, garments, bins] },
    person_boxes: { type: 'float32', data: personBoxes.boxes, dims: [count, people, 4] },
    person_mask: { type: 'float32', data: personBoxes.mask, dims: [count, people] },
    tokens: { type: 'int32', data: tokens, dims: [count, manifest.text.tokens, manifest.text.pieces] },
  }
}

function boxRows(
  lists: readonly (readonly { readonly box: Box }[])[],
  limit: number,
): { readonly boxes: Float32Array; readonly mask: Float32Array } {
  const boxes = new Float32Array(lists.length * limit * 4)
  const mask = new Float32Array(lists.length * limit)
  for (const [index, list] of lists.entries()) {
    for (const [row, { box }] of list.entries()) {
      boxes.set([box.x0, box.y0, box.x1, box.y1], (index * limit + row) * 4)
      mask[index * limit + row] = 1
    }
  }
  return { boxes, mask }
}
