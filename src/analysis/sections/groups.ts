import type { GroupShares } from '../analysis.ts'
import { CONCEPTS } from '../concepts.ts'
import { type Bootstrap, estimateShare, shareBase } from '../statistics/bootstrap.ts'
import type { Cube } from '../tally/cube.ts'
import { byBucket, totals } from '../tally/pages.ts'
import { tableLines, tableParents } from './margins.ts'
import { type Dimension, everything, type Slice, slicesOf } from './slots.ts'
import { cellOf, isSupported, visibleCells } from './visibility.ts'
import { occasionTable, type WearerTable } from './wearers.ts'

const N = CONCEPTS.length
const DIMENSIONS: readonly Dimension[] = ['country', 'season', 'occasion', 'gender', 'age']
/** Values beside the categories: the most frequent ones. */
const MOST_VALUES = 80

/** The concepts worth a row: supported categories, and the most frequent supported values. */
export function frequentConcepts(cube: Cube, minCount: number, mostValues = MOST_VALUES): number[] {
  const page = everything(cube)
  const counts = totals(page, N)
  const supported = [...CONCEPTS.keys()].filter(
    (concept) =>
      concept > 0 &&
      !CONCEPTS[concept]!.silent &&
      counts[concept]! > 0 &&
      isSupported(cellOf(page, N, concept), minCount),
  )
  const values = supported.filter((concept) => CONCEPTS[concept]!.family >= 0)
  values.sort((a, b) => counts[b]! - counts[a]! || a - b)
  return [...supported.filter((concept) => CONCEPTS[concept]!.family < 0), ...values.slice(0, mostValues)]
}

/**
 * Shares of concepts within each country, season, occasion, gender and age: garments of the concept over all garments
 * of the group, with an interval by accounts. A group too small to be shown at all has no rows.
 */
export function groupShares(
  cube: Cube,
  tables: readonly SliceTable[],
  bootstrap: Bootstrap,
  minCount: number,
): GroupShares[] {
  const concepts = frequentConcepts(cube, minCount)
  return tables.map(({ dimension, slices, visible }) => {
    const rows = slices.flatMap((slice, index) => {
      if (slice.name === null || !visible[index * N]) return []
      const base = shareBase(bootstrap, byBucket(slice.page, N, 0))
      return concepts.map((concept) => {
        const names = { value: slice.name!, concept: CONCEPTS[concept]!.name, total: base.total }
        if (!visible[index * N + concept]) return { ...names, ...HIDDEN }
        const part = byBucket(slice.page, N, concept)
        const { share, low, high } = estimateShare(bootstrap, part, base)
        return { ...names, count: Math.round(share * base.total), share, low, high, suppressed: false }
      })
    })
    return { dimension, rows }
  })
}

/** The slices of one dimension and which of their cells may be shown. */
export interface SliceTable {
  readonly dimension: Dimension
  readonly slices: readonly Slice[]
  /** `[slice * concepts + concept]` */
  readonly visible: readonly boolean[]
}

/** All dimensions, judged once for all sections that use them. */
export function sliceTables(cube: Cube, wearers: WearerTable, minCount: number): SliceTable[] {
  const occasions = occasionTable(cube, wearers, minCount)
  return DIMENSIONS.map((dimension) => {
    if (dimension === 'occasion') return { dimension, ...occasions }
    const slices = slicesOf(cube, dimension)
    return { dimension, slices, visible: judge(slices, minCount) }
  })
}

const HIDDEN = { count: null, share: null, low: null, high: null, suppressed: true } as const

/** Which cells of slices × concepts may be shown, given that the totals over the dimension are shown elsewhere. */
export function judge(slices: readonly Slice[], minCount: number): boolean[] {
  const cells = slices.flatMap(({ page }) =>
    CONCEPTS.map((concept, number) => cellOf(page, N, number, !concept.silent)),
  )
  const margins = tableLines(slices.length, [{ of: [...slices.keys()], total: -1 }])
  return visibleCells(cells, margins, tableParents(slices.length), minCount)
}
