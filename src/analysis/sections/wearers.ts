import { AGES, GENDERS, OCCASIONS } from '../../vocabulary/vocabulary.ts'
import { CONCEPTS } from '../concepts.ts'
import { type Cube, wearerSlot } from '../tally/cube.ts'
import type { Page } from '../tally/pages.ts'
import { tableLines, tableParents } from './margins.ts'
import type { Slice } from './slots.ts'
import { type Cell, cellOf, holdEnough, visibleCells } from './visibility.ts'

const N = CONCEPTS.length
const UNKNOWN = GENDERS.indexOf('unknown')
/** A share bent by more would leave its interval too often. */
const MOST_LEFT_OUT = 0.02

/** What a garment of a cell that is no row of the heatmap is worth beside one that is. */
const OTHER_WORTH = 0.1

/** A gender and an occasion; an occasion of -1 is none. */
export interface WearerContext {
  readonly gender: number
  readonly occasion: number
  readonly page: Page
}

/** All contexts with their cells, `[context * concepts + concept]`, and which of them may be shown. */
export interface WearerTable {
  readonly contexts: readonly WearerContext[]
  /** Those that are rows of the heatmap. */
  readonly shown: readonly WearerContext[]
  readonly cells: readonly Cell[]
  readonly visible: readonly boolean[]
}

/**
 * Garments by gender, occasion and concept, judged once for all tables that show them, given that the totals of each
 * gender and of the heatmap are shown elsewhere, and with them what both leave: garments of no occasion.
 */
export function wearerTable(cube: Cube, minCount: number): WearerTable {
  const contexts = GENDERS.flatMap((_, gender) =>
    [-1, ...OCCASIONS.keys()].map((occasion) => ({
      gender,
      occasion,
      page: cube.wearer.sum(slotsOf(gender, occasion)),
    })),
  )
  const genders = shownGenders(contexts)
  const shown = contexts.filter(({ gender, occasion }) => occasion >= 0 && genders.includes(gender))
  const cells = contexts.flatMap((context) => {
    const worth = shown.includes(context) ? 1 : OTHER_WORTH
    return CONCEPTS.map((concept, number) => ({ ...cellOf(context.page, N, number, !concept.silent), worth }))
  })
  const where = (of: (context: WearerContext) => boolean) => ({
    of: [...contexts.keys()].filter((index) => of(contexts[index]!)),
    total: -1,
  })
  const lines = tableLines(contexts.length, [
    ...GENDERS.map((_, one) => where(({ gender }) => gender === one)),
    where((context) => shown.includes(context)),
    where(({ gender, occasion }) => occasion < 0 && genders.includes(gender)),
  ])
  return { contexts, shown, cells, visible: visibleCells(cells, lines, tableParents(contexts.length), minCount) }
}

/** Female and male; `unknown` only where nothing else is known. */
function shownGenders(contexts: readonly WearerContext[]): number[] {
  const present = new Set(
    contexts.filter(({ occasion, page }) => occasion >= 0 && page.held[0]! > 0).map(({ gender }) => gender),
  )
  const known = [...GENDERS.keys()].filter((gender) => gender !== UNKNOWN)
  if (known.some((gender) => present.has(gender))) return known
  return present.has(UNKNOWN) ? [UNKNOWN] : []
}

/**
 * The occasions with what may be shown of each, none first. Where one gender's cell of a concept is hidden, or few
 * accounts are behind those that are, the total would tell on them: then the count is the sum of the cells shown, and
 * hidden where that would leave out more than {@link MOST_LEFT_OUT} of it. Occasions are then judged as other groups are.
 */
export function occasionTable(
  cube: Cube,
  { contexts, cells, visible }: WearerTable,
  minCount: number,
): { slices: readonly Slice[]; visible: readonly boolean[] } {
  const rows = [-1, ...OCCASIONS.keys()].flatMap((occasion) => {
    const mine = [...contexts.keys()].filter(
      (index) => contexts[index]!.occasion === occasion && contexts[index]!.page.held[0]! > 0,
    )
    if (mine.length === 0) return []
    const counts = new Uint32Array(contexts[0]!.page.counts.length)
    const shown = CONCEPTS.map((_, concept) => {
      const worn = mine.filter((index) => cells[index * N + concept]!.count > 0)
      const hidden = worn.filter((index) => !visible[index * N + concept])
      const told =
        hidden.length === 1 ||
        !holdEnough(
          hidden.map((index) => index * N + concept),
          cells,
          minCount,
        )
      const counted = told ? worn.filter((index) => visible[index * N + concept]) : worn
      for (const index of counted) addConcept(counts, contexts[index]!.page.counts, concept)
      const sum = (list: readonly number[]) => list.reduce((all, index) => all + cells[index * N + concept]!.count, 0)
      return !CONCEPTS[concept]!.silent && counted.length > 0 && sum(counted) >= (1 - MOST_LEFT_OUT) * sum(worn)
    })
    const whole = cube.wearer.sum(GENDERS.flatMap((_, gender) => slotsOf(gender, occasion)))
    const slice = { name: OCCASIONS[occasion] ?? null, code: occasion + 1, page: { ...whole, counts } }
    return [{ slice, all: CONCEPTS.map((_, concept) => cellOf(whole, N, concept, shown[concept]!)) }]
  })
  const lines = tableLines(rows.length, [{ of: [...rows.keys()], total: -1 }])
  const safe = visibleCells(
    rows.flatMap(({ all }) => all),
    lines,
    tableParents(rows.length),
    minCount,
  )
  return { slices: rows.map(({ slice }) => slice), visible: safe }
}

function slotsOf(gender: number, occasion: number): number[] {
  return AGES.map((_, age) => wearerSlot(gender, age, occasion))
}

function addConcept(to: Uint32Array, from: Uint32Array, concept: number): void {
  for (let at = concept; at < to.length; at += N) to[at]! += from[at]!
}
