type Codes = Uint8Array | Int8Array | Int16Array

/**
 * Adds up how often each combination of four codes occurs: one typed-array cell a combination, one pass, no branch.
 * Codes run from -1 (missing) to size - 2; the cell of (a, b, c, d) is
 * (((a + 1) · sizes[1] + b + 1) · sizes[2] + c + 1) · sizes[3] + d + 1.
 * @param kept 0 for rows to leave out: they are counted in no cell
 */
export function countFour(
  counts: Uint32Array,
  [a, b, c, d]: readonly [Codes, Codes, Codes, Codes],
  [, sb, sc, sd]: readonly [number, number, number, number],
  kept: Uint8Array | null = null,
): void {
  const missing = ((sb + 1) * sc + 1) * sd + 1
  const rows = a.length
  if (kept === null || !kept.includes(0)) {
    for (let row = 0; row < rows; row++) {
      counts[((a[row]! * sb + b[row]!) * sc + c[row]!) * sd + d[row]! + missing]!++
    }
    return
  }
  for (let row = 0; row < rows; row++) {
    counts[((a[row]! * sb + b[row]!) * sc + c[row]!) * sd + d[row]! + missing]! += kept[row]!
  }
}
