import type { Atom, Equation } from './attack.ts'

/** Rows of sums over unknowns, and what is known of them. Unknowns that no equation tells apart are one. */
export interface System {
  /** For each atom its unknown. */
  readonly unknownOf: Int32Array
  readonly members: readonly number[][]
  readonly rows: readonly Float64Array[]
  readonly values: readonly number[]
}

export function systemOf(equations: readonly Equation[], atoms: readonly Atom[]): System {
  const numbers = new Map<string, number>()
  const members: number[][] = []
  const unknownOf = Int32Array.from(atoms, (_, atom) => {
    const key = equations.flatMap(({ atoms: inside }, row) => (inside[atom] === 1 ? [row] : [])).join()
    const number = numbers.get(key) ?? members.push([]) - 1
    numbers.set(key, number)
    members[number]!.push(atom)
    return number
  })
  const rows = equations.map(({ atoms: inside }) => Float64Array.from(members, ([first]) => inside[first!]!))
  return { unknownOf, members, rows, values: equations.map(({ value }) => value) }
}

/** A prime whose square a double holds exactly. */
const PRIME = 67_108_859

/** The reduced echelon form modulo a large prime: what holds over whole numbers holds there. */
export class Echelon {
  readonly pivots = new Map<number, Float64Array>()

  constructor(rows: readonly Float64Array[]) {
    const bySize = [...rows].sort((a, b) => sizeOf(a) - sizeOf(b))
    for (const row of bySize) {
      const rest = this.reduce(row)
      const pivot = rest.findIndex((value) => value !== 0)
      if (pivot < 0) continue
      const inverse = power(rest[pivot]!, PRIME - 2)
      for (let i = 0; i < rest.length; i++) if (rest[i] !== 0) rest[i] = (rest[i]! * inverse) % PRIME
      for (const other of this.pivots.values()) subtract(other, rest, other[pivot]!)
      this.pivots.set(pivot, rest)
    }
  }

  /** What is left of a row: nothing where the rows tell it. */
  reduce(row: Float64Array): Float64Array {
    const rest = row.slice()
    for (const [pivot, known] of this.pivots) subtract(rest, known, rest[pivot]!)
    return rest
  }
}

function sizeOf(row: Float64Array): number {
  return row.reduce((sum, value) => sum + value, 0)
}

function subtract(from: Float64Array, row: Float64Array, times: number): void {
  if (times === 0) return
  const factor = PRIME - times
  for (let i = 0; i < from.length; i++) if (row[i] !== 0) from[i] = (from[i]! + factor * row[i]!) % PRIME
}

function power(base: number, exponent: number): number {
  let result = 1
  for (let [value, rest] = [base, exponent]; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = (result * value) % PRIME
    value = (value * value) % PRIME
  }
  return result
}

/** The least and the most that each unknown can be, counts being whole and never negative. */
export function boundsOf({ rows, values, members }: System, rounds = 30): { low: Float64Array; high: Float64Array } {
  const low = new Float64Array(members.length)
  const high = new Float64Array(members.length).fill(Number.POSITIVE_INFINITY)
  const inside = rows.map((row) => [...row.keys()].filter((unknown) => row[unknown] === 1))
  for (let round = 0, changed = true; changed && round < rounds; round++) {
    changed = false
    inside.forEach((unknowns, at) => {
      const least = unknowns.reduce((sum, unknown) => sum + low[unknown]!, 0)
      const most = unknowns.reduce((sum, unknown) => sum + high[unknown]!, 0)
      for (const unknown of unknowns) {
        const [up, down] = [values[at]! - least + low[unknown]!, values[at]! - most + high[unknown]!]
        if (up < high[unknown]!) [high[unknown], changed] = [up, true]
        if (Number.isFinite(down) && down > low[unknown]!) [low[unknown], changed] = [down, true]
      }
    })
  }
  return { low, high }
}
