export interface Fit {
  readonly coefficients: readonly number[]
  /** (X'WX)⁻¹ */
  readonly inverse: readonly (readonly number[])[]
  /** Σ w (y − ŷ)² */
  readonly rss: number
}

/**
 * Weighted least squares by the normal equations, for designs of a few columns of similar size.
 * `rows[i]` is the design row of `y[i]`. Null where the columns are dependent.
 */
export function leastSquares(
  rows: readonly (readonly number[])[],
  y: readonly number[],
  w: readonly number[],
): Fit | null {
  const k = rows[0]?.length ?? 0
  const normal = Array.from({ length: k }, () => new Array<number>(k).fill(0))
  const right = new Array<number>(k).fill(0)
  rows.forEach((row, i) => {
    for (let a = 0; a < k; a++) {
      right[a]! += w[i]! * row[a]! * y[i]!
      for (let b = 0; b < k; b++) normal[a]![b]! += w[i]! * row[a]! * row[b]!
    }
  })
  const inverse = invert(normal)
  if (inverse === null) return null
  const coefficients = inverse.map((row) => row.reduce((sum, value, b) => sum + value * right[b]!, 0))
  const rss = rows.reduce((sum, row, i) => sum + w[i]! * (y[i]! - predict(row, coefficients)) ** 2, 0)
  return { coefficients, inverse, rss }
}

export function predict(row: readonly number[], coefficients: readonly number[]): number {
  return row.reduce((sum, value, index) => sum + value * coefficients[index]!, 0)
}

/** The inverse by Gauss-Jordan with row pivoting; null where the matrix is singular to working precision. */
export function invert(matrix: readonly (readonly number[])[]): number[][] | null {
  const n = matrix.length
  const work = matrix.map((row, i) => [...row, ...Array.from({ length: n }, (_, j) => (i === j ? 1 : 0))])
  const scale = Math.max(...matrix.flat().map(Math.abs), 0)
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(work[row]![column]!) > Math.abs(work[pivot]![column]!)) pivot = row
    }
    const lead = work[pivot]![column]!
    if (!(Math.abs(lead) > scale * 1e-13)) return null
    const swapped = work[pivot]!
    work[pivot] = work[column]!
    work[column] = swapped.map((value) => value / lead)
    for (let row = 0; row < n; row++) {
      if (row === column) continue
      const factor = work[row]![column]!
      if (factor !== 0) work[row] = work[row]!.map((value, index) => value - factor * work[column]![index]!)
    }
  }
  return work.map((row) => row.slice(n))
}
