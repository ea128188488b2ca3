import type { EmbeddedCube, Graph } from '../../src/analysis/analysis.ts'
import type { SampleGarment } from './sample_people.ts'

const dimensions = ['country', 'season', 'month', 'occasion', 'gender', 'age'] as const

/** Wilson's 95 % interval of a share. */
export function wilson(count: number, total: number): { low: number; high: number } {
  const z = 1.959964
  const p = count / total
  const centre = (p + (z * z) / (2 * total)) / (1 + (z * z) / total)
  const half = (z * Math.sqrt((p * (1 - p)) / total + (z * z) / (4 * total * total))) / (1 + (z * z) / total)
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) }
}

export function conceptsOf(garment: SampleGarment): string[] {
  return [...new Set([garment.category, ...garment.values.map((value) => `${garment.category}:${value}`)])]
}

export function tally<T>(items: Iterable<T>, keyOf: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}

export function groupInto<T>(items: Iterable<T>, keyOf: (item: T) => string | number): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = String(keyOf(item))
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}

/** Persons with two garments or more, as nodes and edges; `conceptsFor` says what a garment stands for. */
export function graphOf(
  garments: readonly SampleGarment[],
  conceptsFor: (garment: SampleGarment) => readonly string[],
  wanted: ReadonlySet<string>,
): Graph {
  const worn = groupInto(garments, ({ person }) => person)
  const outfits = [...worn.values()]
    .filter((items) => items.length > 1)
    .map((items) => [...new Set(items.flatMap((g) => conceptsFor(g)))].filter((concept) => wanted.has(concept)).sort())
  const persons = outfits.length
  const nodes = tally(outfits.flat(), (concept) => concept)
  const pairs = tally(
    outfits.flatMap((set) => set.flatMap((a, i) => set.slice(i + 1).map((b) => `${a}|${b}`))),
    (pair) => pair,
  )
  const edges = [...pairs].flatMap(([pair, both]) => {
    const [a = '', b = ''] = pair.split('|')
    if (a.split(':')[0] === b.split(':')[0] || both < 10) return []
    const nA = nodes.get(a) ?? 0
    const nB = nodes.get(b) ?? 0
    const phi = (persons * both - nA * nB) / Math.sqrt(nA * nB * (persons - nA) * (persons - nB))
    const npmi = Math.log((both * persons) / (nA * nB)) / -Math.log(both / persons)
    const lift = (both * persons) / (nA * nB)
    return phi > 0.03 ? [{ a, b, count: both, phi, npmi, jaccard: both / (nA + nB - both), lift, q: 0.001 }] : []
  })
  edges.sort((x, y) => y.phi - x.phi)
  const linked = new Set(edges.flatMap(({ a, b }) => [a, b]))
  return {
    persons,
    nodes: [...nodes].filter(([concept]) => linked.has(concept)).map(([concept, count]) => ({ concept, count })),
    edges: edges.slice(0, 60),
  }
}

/** The cube a page embeds: contexts of fewer than `minCount` garments give up a dimension, months first. */
export function cubeOf(
  garments: readonly SampleGarment[],
  concepts: readonly string[],
  minCount: number,
): EmbeddedCube {
  const values = {
    country: [...new Set(garments.map(({ country }) => country))].sort(),
    season: [...new Set(garments.map(({ season }) => season as string))].sort(),
    month: [...new Set(garments.map(({ month }) => month))].sort(),
    occasion: [...new Set(garments.map(({ occasion }) => occasion as string))].sort(),
    gender: [...new Set(garments.map(({ gender }) => gender as string))].sort(),
    age: [...new Set(garments.map(({ age }) => age as string))].sort(),
    concept: ['*', ...concepts],
  }
  const conceptCode = new Map(values.concept.map((name, code) => [name, code]))
  const orders = [
    [],
    ['month'],
    ['month', 'country'],
    ['month', 'country', 'age'],
    ['month', 'country', 'age', 'season'],
  ]
  const merged = new Map<string, Map<number, number>>()
  const add = (context: string, code: number, count: number) => {
    const cells = merged.get(context) ?? new Map<number, number>()
    cells.set(code, (cells.get(code) ?? 0) + count)
    merged.set(context, cells)
  }
  const entries = garments.flatMap((garment) =>
    ['*', ...conceptsOf(garment)].flatMap((concept) => {
      const code = conceptCode.get(concept)
      return code === undefined ? [] : [{ garment, code }]
    }),
  )
  let left = entries
  let hidden = 0
  for (const dropped of orders) {
    const contextOf = ({ garment }: (typeof entries)[number]) =>
      dimensions.map((d) => (dropped.includes(d) ? -1 : values[d].indexOf(garment[d]))).join()
    const counts = tally(left, (entry) => `${contextOf(entry)};${entry.code}`)
    for (const [key, count] of counts) {
      const [context = '', code = ''] = key.split(';')
      if (count >= minCount) add(context, Number(code), count)
    }
    left = left.filter((entry) => (counts.get(`${contextOf(entry)};${entry.code}`) ?? 0) < minCount)
  }
  hidden = left.filter(({ code }) => code === 0).length
  return {
    values,
    dimensions,
    contexts: [...merged.keys()].map((context) => context.split(',').map(Number)),
    cells: [...merged.values()].map((cells) => [...cells].flat()),
    hidden,
  }
}
