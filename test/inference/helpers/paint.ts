import { PAINT } from './graphs.ts'

/** A rectangle of one of the paints, in pixels. */
export type Square = readonly [paint: keyof typeof PAINT, x: number, y: number, width: number, height: number]

/** A black canvas of 64 x 64 with painted rectangles. */
export function paint(...squares: readonly Square[]): Uint8Array {
  const pixels = new Uint8Array(64 * 64 * 3)
  for (const [name, left, top, width, height] of squares) {
    for (let y = top; y < top + height; y++) {
      for (let x = left; x < left + width; x++) pixels.set(PAINT[name], (y * 64 + x) * 3)
    }
  }
  return pixels
}

/** A scene of one or two dressed people, different for every seed. */
export function scene(seed: number): Uint8Array {
  const x = 8 * (seed % 3)
  const people: Square[] = [
    ['upper_body_garment', x, 8, 24, 12 + 4 * (seed % 2)],
    ['lower_body_garment', x + 4, 32, 16, 16],
    ['person', x + 8, 24, 8, 8],
  ]
  if (seed % 4 > 1) people.push(['full_body_garment', 40, 4, 20, 48], ['person', 48, 24, 8, 8])
  return paint(...people)
}
