import type { Outputs } from '../kind.ts'

/** Largest difference between a device and the CPU: absolute, and beside it relative to the CPU's values. */
const TOLERANCE = { absolute: 0.02, relative: 0.02 } as const

/**
 * The worst disagreement of two sets of outputs in units of {@link TOLERANCE}: up to 1 they agree. Of each output the
 * root mean square of the differences counts, not the largest: a pack in integers has steps, and which of two a value
 * falls on depends on the device's last digit.
 * Infinite where one has an output or a size that the other has not, or where a value is no number.
 */
export function disagreement(reference: Outputs, other: Outputs): number {
  const all = Object.entries(reference).map(([name, { data }]) => differenceOf(data, other[name]?.data))
  return Math.max(0, ...all)
}

function differenceOf(reference: Float32Array, other: Float32Array | undefined): number {
  if (other === undefined || other.length !== reference.length) return Number.POSITIVE_INFINITY
  let [values, differences] = [0, 0]
  for (let index = 0; index < reference.length; index++) {
    values += reference[index]! ** 2
    differences += (reference[index]! - other[index]!) ** 2
  }
  const root = (sum: number) => Math.sqrt(sum / Math.max(1, reference.length))
  const difference = root(differences) / (TOLERANCE.absolute + TOLERANCE.relative * root(values))
  return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
}
