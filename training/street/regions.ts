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

/** Index of a pixel nobody labelled. */
export const UNKNOWN_REGION = 255
