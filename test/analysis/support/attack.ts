import type { Analysis, CubeDimension, Margin } from '../../../src/analysis/analysis.ts'
import type { GarmentRow } from '../../../src/dataset/rows.ts'

export const DIMENSIONS = ['gender', 'occasion', 'season', 'country', 'age', 'month'] as const

/** What an attacker does not know: how many garments of one kind there are in one place. */
export interface Atom {
  readonly place: { readonly [dimension in CubeDimension]: string }
  readonly concepts: ReadonlySet<string>
  readonly count: number
  readonly accounts: ReadonlySet<string>
}

/** A number that the analysis tells: the sum of some atoms. */
export interface Equation {
  readonly source: string
  readonly atoms: Uint8Array
  readonly value: number
}

/** All that could be, whether it is or not: the product of the values that occur in each dimension. */
export function listAtoms(rows: readonly GarmentRow[]): Atom[] {
  const kinds = [...new Set(rows.map((row) => kindOf(row)))]
  const values = DIMENSIONS.map((dimension) => [...new Set(rows.map((row) => valueIn(row, dimension)))])
  const places = values.reduce<string[][]>(
    (lists, names) => lists.flatMap((list) => names.map((n) => [...list, n])),
    [[]],
  )
  const found = new Map<string, { count: number; accounts: Set<string> }>()
  for (const row of rows) {
    const key = [...DIMENSIONS.map((dimension) => valueIn(row, dimension)), kindOf(row)].join()
    const cell = found.get(key) ?? { count: 0, accounts: new Set() }
    found.set(key, cell)
    cell.count++
    cell.accounts.add(row.account!)
  }
  return places.flatMap((place) =>
    kinds.map((kind) => {
      const { count, accounts } = found.get([...place, kind].join()) ?? { count: 0, accounts: new Set<string>() }
      const [category = '', color] = kind.split(':')
      return {
        place: Object.fromEntries(DIMENSIONS.map((dimension, at) => [dimension, place[at]!])) as Atom['place'],
        concepts: new Set(['*', category, ...(color === undefined ? [] : [kind])]),
        count,
        accounts,
      }
    }),
  )
}

function kindOf({ category, product_color }: GarmentRow): string {
  return product_color === null ? category : `${category}:${product_color}`
}

function valueIn(row: GarmentRow, dimension: CubeDimension): string {
  if (dimension === 'month') return row.taken_at === null ? 'unknown' : new Date(row.taken_at).toISOString().slice(0, 7)
  return row[dimension] ?? 'unknown'
}

type Place = Partial<Atom['place']>

/** Every count that an analysis shows or that can be worked out from a share, lift or confidence beside a count. */
export function equationsOf(analysis: Analysis, atoms: readonly Atom[]): Equation[] {
  const equations: Equation[] = []
  const add = (source: string, value: number, inside: (atom: Atom) => boolean) =>
    equations.push({ source, value: Math.round(value), atoms: Uint8Array.from(atoms, (atom) => Number(inside(atom))) })
  const isAt = ({ place, concepts }: Atom, wanted: Place, concept: string) =>
    concepts.has(concept) && Object.entries(wanted).every(([name, value]) => place[name as CubeDimension] === value)
  const cell = (source: string, value: number, wanted: Place, concept = '*') =>
    add(`${source} ${Object.values(wanted)} ${concept}`, value, (atom) => isAt(atom, wanted, concept))
  const { popularity, groups, trends, triplets, cube, counts } = analysis
  cell('all', counts.garments, {})
  const { genders } = popularity
  const inMap = ({ place }: Atom) =>
    (genders as readonly string[]).includes(place.gender) && place.occasion !== 'unknown'
  for (const { gender, occasion, count } of popularity.contexts) {
    if (count !== null) cell('context', count, { gender, occasion })
  }
  for (const { gender, occasion, concept, count, p_context_given_concept: share } of popularity.cells) {
    if (count === null) continue
    cell('heatmap', count, { gender, occasion }, concept)
    if (count > 0) add(`heatmap ${concept}`, count / share!, (atom) => inMap(atom) && atom.concepts.has(concept))
  }
  for (const { dimension, rows } of groups) {
    for (const { value, concept, count, total } of rows) {
      if (count === null) continue
      if (dimension === 'occasion') {
        addOccasion(value, concept, count)
        continue
      }
      cell(dimension, count, { [dimension]: value }, concept)
      cell(dimension, total, { [dimension]: value })
    }
  }
  for (const { unit, concept, points } of trends) {
    if (unit === 'week') continue
    for (const { start, count, total } of points) {
      const month = start.slice(0, 7)
      cell('month', total, { month })
      if (count !== null) cell('month', count, { month }, concept)
    }
  }
  for (const { gender, age, occasion, concept, count, share, confidence, lift } of triplets) {
    const wanted = { gender, occasion, ...(age === null ? {} : { age }) }
    const all = count / share
    cell('triplet', count, wanted, concept)
    cell('triplet', count / confidence, wanted)
    add('triplets', all, inMap)
    add(
      `triplets ${concept}`,
      (count * all) / (lift * (count / confidence)),
      (a) => inMap(a) && a.concepts.has(concept),
    )
  }
  for (const table of [cube, ...cube.margins]) addTable(table, cube.values, atoms, add)
  return equations

  /** All of it, or the sum of the genders' cells that are shown, which with the heatmap's tells the unknown gender. */
  function addOccasion(occasion: string, concept: string, count: number): void {
    const rows = concept === '*' ? popularity.contexts : popularity.cells.filter((one) => one.concept === concept)
    const shown = rows.filter((one) => one.occasion === occasion && one.count !== null)
    const names: string[] = shown.map(({ gender }) => gender)
    const isIn = (atom: Atom) => isAt(atom, { occasion }, concept)
    const truth = atoms.reduce((sum, atom) => sum + (isIn(atom) ? atom.count : 0), 0)
    const told = shown.reduce((sum, one) => sum + one.count!, 0)
    if (told < count) names.push('unknown')
    add(
      `occasion ${occasion} ${concept}`,
      count,
      (atom) => isIn(atom) && ((told < count && truth === count) || names.includes(atom.place.gender)),
    )
  }
}

/** A cell that is not broken down holds what no finer cell of its table holds. */
function addTable(
  { dimensions, contexts, cells }: Margin,
  values: Analysis['cube']['values'],
  atoms: readonly Atom[],
  add: (source: string, value: number, inside: (atom: Atom) => boolean) => void,
): void {
  const order = [...contexts.keys()].sort((a, b) => depth(contexts[b]!) - depth(contexts[a]!))
  const taken = new Map<string, Set<Atom>>()
  for (const index of order) {
    const wanted = contexts[index]!.map((code, at) => (code < 0 ? null : values[dimensions[at]!][code]!))
    const list = cells[index]!
    for (let at = 0; at < list.length; at += 2) {
      const concept = values.concept[list[at]!]!
      const gone = taken.get(concept) ?? new Set()
      taken.set(concept, gone)
      const members = new Set(
        atoms.filter(
          (atom) =>
            atom.concepts.has(concept) &&
            !gone.has(atom) &&
            dimensions.every((name, d) => wanted[d] === null || atom.place[name] === wanted[d]),
        ),
      )
      for (const atom of members) gone.add(atom)
      add(`${dimensions}: ${wanted} ${concept}`, list[at + 1]!, (atom) => members.has(atom))
    }
  }
}

function depth(codes: readonly number[]): number {
  return codes.filter((code) => code >= 0).length
}
