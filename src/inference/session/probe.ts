import type { Outputs } from '../kind.ts'

/** Largest difference between a device and the CPU: absolute, and beside it relative to the CPU's value. */
const TOLERANCE = { absolute: 0.02, relative: 0.02 } as const

/**
 * The worst disagreement of two sets of outputs in units of {@link TOLERANCE}: up to 1 they agree.
 * Infinite where one has an output or a size that the other has not, or where a value is no number.
 */
export function disagreement(reference: Outputs, other: Outputs): number {
  let worst = 0
  for (const [name, { data }] of Object.entries(reference)) {
    const found = other[name]?.data
    if (found === undefined || found.length !== data.length) return Number.POSITIVE_INFINITY
    for (let index = 0; index < data.length; index++) {
      const allowed = TOLERANCE.absolute + TOLERANCE.relative * Math.abs(data[index]!)
      const difference = Math.abs(data[index]! - found[index]!) / allowed
      if (!(difference <= worst)) worst = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
    }
  }
  return worst
}
