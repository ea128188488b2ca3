/** Classes of the street pack's `regions` output, in order. */
export const REGIONS = [
  'background',
  'body',
  'full_body_garment',
  'outerwear',
  'upper_body_garment',
  'lower_body_garment',
  'accessory',
] as const
export type Region = (typeof REGIONS)[number]

/** Index of a pixel nobody labelled. */
export const UNKNOWN_REGION = 255

/** From here on an index means one of several regions: bit n stands for region n + 2. */
const SETS = 128
const FIRST_WORN = REGIONS.indexOf('full_body_garment')
const WORN = REGIONS.slice(FIRST_WORN)

/** The index of a pixel that shows one of these, nobody knows which. */
export function anyOf(regions: readonly Region[]): number {
  return regions.reduce((code, region) => code | (1 << (REGIONS.indexOf(region) - FIRST_WORN)), SETS)
}

/** Something worn. */
export const CLOTH_REGION = anyOf(WORN)

/** The regions a pixel's index allows; none for {@link UNKNOWN_REGION}. */
export function regionsOf(index: number): readonly Region[] {
  if (index < REGIONS.length) return [REGIONS[index] as Region]
  if (index < SETS || index >= SETS + 2 ** WORN.length) return []
  return WORN.filter((_, bit) => (index & (1 << bit)) !== 0)
}

/** May a pixel of this index be a garment? */
export function isGarment(index: number): boolean {
  return regionsOf(index).some((region) => region !== 'background' && region !== 'body' && region !== 'accessory')
}
