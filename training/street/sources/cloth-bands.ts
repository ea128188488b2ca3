import sharp from 'sharp'
import type { Box } from '../../../src/inference/findings.ts'
import { anyOf, CLOTH_REGION, type Region, UNKNOWN_REGION } from '../regions.ts'
import type { RegionTruth } from '../sample.ts'

/** Where on a person a garment of each kind lies, as shares of the height: of a whole figure, and of a closer view. */
const BANDS = {
  upper: { figure: [0.13, 0.56], close: [0.3, 1] },
  lower: { figure: [0.42, 0.92], close: [0.7, 1] },
  full: { figure: [0.13, 0.76], close: [0.3, 1] },
} as const

/** Higher to wide than this, a person's box holds the whole figure. */
const FIGURE = 1.9

/** The part of a person's box where a garment of this kind is worn. */
export function bandOf(person: Box, kind: keyof typeof BANDS): Box {
  const h = person.y1 - person.y0
  const [top, bottom] = BANDS[kind][isFigure(person) ? 'figure' : 'close']
  return { ...person, y0: person.y0 + top * h, y1: person.y0 + bottom * h }
}

/** Does the box hold a whole figure? Boxes in shares of a photo that is not much wider than high. */
export function isFigure(person: Box): boolean {
  return person.y1 - person.y0 > FIGURE * (person.x1 - person.x0)
}

/** Share of the band's width or height under which the cloth in it is a scrap. */
const LEAST_EXTENT = 0.25

/**
 * The extent of the cloth inside a band, by the cloth teacher's mask: rows and columns where cloth is more than a
 * thread. The band itself where there is no mask or hardly any cloth.
 */
export async function clothIn(mask: string | undefined, band: Box): Promise<Box> {
  if (mask === undefined) return band
  const { data, info } = await sharp(mask).extractChannel(0).raw().toBuffer({ resolveWithObject: true })
  const left = Math.floor(band.x0 * info.width)
  const right = Math.ceil(band.x1 * info.width)
  const top = Math.floor(band.y0 * info.height)
  const bottom = Math.ceil(band.y1 * info.height)
  const columns = new Uint32Array(info.width)
  const rows = new Uint32Array(info.height)
  for (let y = top; y < bottom; y++) {
    for (let x = left; x < right; x++) {
      if (data[y * info.width + x] !== CLOTH_REGION) continue
      columns[x]!++
      rows[y]!++
    }
  }
  const across = extent(columns, 0.08 * (bottom - top))
  const down = extent(rows, 0.08 * (right - left))
  if (across === null || down === null) return band
  const box = {
    x0: across[0] / info.width,
    x1: across[1] / info.width,
    y0: down[0] / info.height,
    y1: down[1] / info.height,
  }
  const scrap =
    box.x1 - box.x0 < LEAST_EXTENT * (band.x1 - band.x0) || box.y1 - box.y0 < LEAST_EXTENT * (band.y1 - band.y0)
  return scrap ? band : box
}

/** First and behind the last position where a count reaches `least`. */
function extent(counts: Uint32Array, least: number): [number, number] | null {
  const first = counts.findIndex((count) => count > least)
  if (first < 0) return null
  return [first, counts.findLastIndex((count) => count > least) + 1]
}

/** The cloth teacher's mask as region truth, its cloth being one of `worn`. */
export function clothRegions(mask: string, worn: readonly Region[]): RegionTruth {
  const regionOf = new Array<number>(256).fill(UNKNOWN_REGION)
  regionOf[0] = 0
  regionOf[1] = 1
  regionOf[CLOTH_REGION] = anyOf(worn)
  return { file: mask, regionOf, unsure: [] }
}
