/**
 * Benjamini-Hochberg adjusted p-values (Benjamini, Hochberg 1995): q_(i) = min over j ≥ i of p_(j) m / j, at most 1.
 * Calling everything with q ≤ 0.05 a discovery keeps the expected share of false ones at 5 %. NaN counts as 1.
 * @param tests how many tests there were, where the unremarkable ones (p = 1) are not listed
 */
export function benjaminiHochberg(p: readonly number[], tests: number = p.length): number[] {
  const clean = p.map((value) => (Number.isNaN(value) ? 1 : value))
  const order = clean.map((_, index) => index).sort((i, j) => clean[j]! - clean[i]!)
  const q = new Array<number>(clean.length)
  let least = 1
  order.forEach((index, position) => {
    least = Math.min(least, (clean[index]! * Math.max(tests, clean.length)) / (clean.length - position))
    q[index] = least
  })
  return q
}
