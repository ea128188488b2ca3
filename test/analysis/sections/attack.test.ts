import test from 'ava'
import type { Analysis } from '../../../src/analysis/analysis.ts'
import { summarize } from '../../../src/analysis/analyze.ts'
import type { GarmentRow } from '../../../src/dataset/rows.ts'
import { type Atom, DIMENSIONS, type Equation, equationsOf, listAtoms } from '../support/attack.ts'
import { drawFeed, pick } from '../support/drawn.ts'
import { boundsOf, Echelon, type System, systemOf } from '../support/solve.ts'
import { tallyOf } from '../support/tables.ts'

const NEED = 10

/** A feed of a few values in each dimension, in which rare things are worn by few accounts. */
function sparseFeed(seed: number): GarmentRow[] {
  return drawFeed({ accounts: 70, persons: 1400, seed }, (random) => ({
    gender: pick(random, ['female', 'male', 'unknown'] as const, [10, 3, 1]),
    age: pick(random, ['under_30', '30_to_49'] as const, [6, 1]),
    occasion: pick(random, ['party', 'prom', 'work', null] as const, [8, 1, 3, 1]),
    country: pick(random, ['SG', 'DE', null] as const, [20, 4, 1]),
    season: pick(random, ['summer', 'winter'] as const, [9, 1]),
    time: Date.UTC(2021, pick(random, [0, 1, 2], [8, 3, 1]), 5),
    garments: [
      {
        category: pick(random, ['dress', 'suit', 'playsuit'] as const, [20, 5, 1]),
        product_color: pick(random, ['black', 'white'] as const, [5, 1]),
      },
    ],
  }))
}

async function analysisOf(rows: readonly GarmentRow[]): Promise<Analysis> {
  const tally = await tallyOf(rows, NEED)
  return summarize({ tally, sources: [], pack: null, versus: null, name: 'x' }, { replicates: 20 })
}

/** The atoms of every cell of every table that could be made: some value or all of each dimension, and a concept. */
function* allCells(atoms: readonly Atom[]): Generator<{ name: string; inside: number[] }> {
  const concepts = [...new Set(atoms.flatMap((atom) => [...atom.concepts]))]
  for (const concept of concepts) {
    const of = [...atoms.keys()].filter((index) => atoms[index]!.concepts.has(concept))
    for (let kept = 0; kept < 2 ** DIMENSIONS.length; kept++) {
      const dimensions = DIMENSIONS.filter((_, at) => (kept >> at) & 1)
      const cells = new Map<string, number[]>()
      for (const index of of) {
        const name = dimensions.map((dimension) => atoms[index]!.place[dimension]).join()
        const cell = cells.get(name) ?? []
        cells.set(name, cell)
        cell.push(index)
      }
      for (const [name, inside] of cells) yield { name: `${dimensions}: ${name} ${concept}`, inside }
    }
  }
}

interface Leak {
  readonly what: string
  readonly accounts: number
}

/** What of fewer than the needed accounts the equations tell, by elimination or by bounds. */
function leaksOf(
  equations: readonly Equation[],
  atoms: readonly Atom[],
): { leaks: Leak[]; system: System; rank: number } {
  const system = systemOf(equations, atoms)
  const echelon = new Echelon(system.rows)
  const { low, high } = boundsOf(system)
  const leaks: Leak[] = []
  const check = (what: string, inside: readonly number[]) => {
    const accounts = new Set(inside.flatMap((index) => [...atoms[index]!.accounts])).size
    if (accounts > 0 && accounts < NEED) leaks.push({ what, accounts })
  }
  for (const { name, inside } of allCells(atoms)) {
    const unknowns = wholeUnknowns(system, inside)
    if (unknowns === null) continue
    const row = new Float64Array(system.members.length)
    for (const unknown of unknowns) row[unknown] = 1
    if (echelon.reduce(row).every((value) => value === 0)) check(`by elimination ${name}`, inside)
    else if (unknowns.every((unknown) => low[unknown] === high[unknown])) check(`by bounds ${name}`, inside)
  }
  return { leaks, system, rank: echelon.pivots.size }
}

/** The unknowns that make up these atoms; null where one of them is only partly inside. */
function wholeUnknowns({ unknownOf, members }: System, inside: readonly number[]): number[] | null {
  const met = new Map<number, number>()
  for (const atom of inside) met.set(unknownOf[atom]!, (met.get(unknownOf[atom]!) ?? 0) + 1)
  return [...met].every(([unknown, count]) => members[unknown]!.length === count) ? [...met.keys()] : null
}

for (const seed of [1, 2, 3, 6]) {
  test(`all counts of analysis ${seed} together tell of no group of fewer than ten accounts`, async (t) => {
    const rows = sparseFeed(seed)
    const atoms = listAtoms(rows)
    const equations = equationsOf(await analysisOf(rows), atoms)
    for (const { source, value, atoms: inside } of equations) {
      const truth = atoms.reduce((sum, { count }, index) => sum + count * inside[index]!, 0)
      if (truth !== value) t.fail(`${source}: ${value}, not ${truth}`)
    }
    const { leaks, system, rank } = leaksOf(equations, atoms)
    t.log(`${equations.length} equations, ${system.members.length} unknowns, rank ${rank}, ${leaks.length} leaks`)
    t.true(rank > 50)
    t.deepEqual(
      leaks.slice(0, 10).map(({ what, accounts }) => `${what}: ${accounts}`),
      [],
    )
  })
}
