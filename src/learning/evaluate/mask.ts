import { EXIT, UserError } from '../../errors.ts'
import type { Box } from '../../inference/findings.ts'
import type { GarmentTruth, MaskTruth } from './truth.ts'

/** Less than this share of the photo is a scrap of cloth, not a garment to find. */
const LEAST_AREA = 0.004

/**
 * The garments of an index picture: one an index that means a category, its box the extent of its pixels.
 * Throws a `UserError` (exit 5) where the picture cannot be read.
 */
export async function maskGarments({ file, categories }: MaskTruth): Promise<GarmentTruth[]> {
  const { default: sharp } = await import('sharp')
  const read = sharp(file).extractChannel(0).raw().toBuffer({ resolveWithObject: true })
  const { data, info } = await read.catch((cause) => {
    throw new UserError('mask_unreadable', `The mask \`${file}\` cannot be read.`, {
      exit: EXIT.input,
      hint: 'A mask is a PNG picture of indices; its path starts at the folder of the label file.',
      cause,
    })
  })
  return [...extentsOf(data, info.width, info.height)].flatMap(([index, { box, pixels }]): GarmentTruth[] => {
    const category = categories.get(index)
    if (category === undefined || pixels < LEAST_AREA * info.width * info.height) return []
    return [{ box, category, attributes: {}, optional: false }]
  })
}

interface Extent {
  readonly box: Box
  readonly pixels: number
}

/** The bounding box, in shares of the mask, and the pixel count of every index but 0. */
function extentsOf(mask: Uint8Array, width: number, height: number): Map<number, Extent> {
  const found = new Map<number, { x0: number; y0: number; x1: number; y1: number; pixels: number }>()
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const index = mask[y * width + x] as number
      if (index === 0) continue
      const extent = found.get(index)
      if (extent === undefined) {
        found.set(index, { x0: x, y0: y, x1: x + 1, y1: y + 1, pixels: 1 })
        continue
      }
      if (x < extent.x0) extent.x0 = x
      if (x >= extent.x1) extent.x1 = x + 1
      extent.y1 = y + 1
      extent.pixels++
    }
  }
  return new Map(
    [...found].map(([index, { x0, y0, x1, y1, pixels }]) => [
      index,
      { pixels, box: { x0: x0 / width, y0: y0 / height, x1: x1 / width, y1: y1 / height } },
    ]),
  )
}
