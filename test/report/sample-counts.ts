import type { EmbeddedCube, Graph } from '../../src/analysis/analysis.ts'
import type { SampleGarment } from './sample-people.ts'

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

/** The order of giving up, from the last: as the analysis does it. */
export const DIMENSIONS = ['gender', 'occasion', 'season', 'country', 'age', 'month'] as const
type Dimension = (typeof DIMENSIONS)[number]

const margins: readonly (readonly Dimension[])[] = [
  ['gender', 'occasion'],
  ['gender', 'occasion', 'season'],
  ['gender', 'occasion', 'country'],
  ['gender', 'occasion', 'age'],
  ['gender', 'occasion', 'month'],
  ['season', 'country'],
  ['season', 'age'],
  ['country', 'age'],
  ['country', 'month'],
  ['age', 'month'],
]

/** The cube a page embeds, and its margins: cells of fewer than `minCount` garments lose their last dimension. */
export function cubeOf(
  garments: readonly SampleGarment[],
  concepts: readonly string[],
  minCount: number,
): EmbeddedCube {
  const values = {
    ...(Object.fromEntries(
      DIMENSIONS.map((dimension) => [dimension, [...new Set(garments.map((g) => g[dimension] as string))].sort()]),
    ) as Record<Dimension, string[]>),
    concept: ['*', ...concepts],
  }
  const conceptCode = new Map(values.concept.map((name, code) => [name, code]))
  const entries = garments.flatMap((garment) => {
    const codes = DIMENSIONS.map((dimension) => values[dimension].indexOf(garment[dimension]))
    return ['*', ...conceptsOf(garment)].flatMap((concept) => {
      const code = conceptCode.get(concept)
      return code === undefined ? [] : [{ codes, concept: code }]
    })
  })
  const table = (dimensions: readonly Dimension[]) => {
    const at = dimensions.map((dimension) => DIMENSIONS.indexOf(dimension))
    let rest = entries.map(({ codes, concept }) => ({ codes: at.map((i) => codes[i] as number), concept }))
    const contexts = new Map<string, number[]>()
    for (let kept = dimensions.length; kept >= Math.min(2, dimensions.length); kept--) {
      const contextOf = (codes: readonly number[]) => codes.map((code, i) => (i < kept ? code : -1)).join()
      const counts = tally(rest, ({ codes, concept }) => `${contextOf(codes)};${concept}`)
      for (const [key, count] of counts) {
        const [context = '', concept = ''] = key.split(';')
        if (count < minCount) continue
        const cells = contexts.get(context) ?? []
        contexts.set(context, cells)
        cells.push(Number(concept), count)
      }
      rest = rest.filter(({ codes, concept }) => (counts.get(`${contextOf(codes)};${concept}`) ?? 0) < minCount)
    }
    const hidden = rest.filter(({ concept }) => concept === 0).length
    return {
      dimensions,
      contexts: [...contexts.keys()].map((key) => key.split(',').map(Number)),
      cells: [...contexts.values()],
      hidden,
    }
  }
  return { values, ...table(DIMENSIONS), margins: margins.map(table) }
}
