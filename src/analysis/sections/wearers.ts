import { AGES, GENDERS, OCCASIONS } from '../../vocabulary/vocabulary.ts'
import { CONCEPTS } from '../concepts.ts'
import { type Cube, wearerSlot } from '../tally/cube.ts'
import { CountTable, type Page } from '../tally/pages.ts'
import { tableMargins, tableParents } from './margins.ts'
import { type Cell, cellOf, visibleCells } from './visibility.ts'

const N = CONCEPTS.length
const UNKNOWN = GENDERS.indexOf('unknown')
/** A share bent by more would leave its interval too often. */
const MOST_LEFT_OUT = 0.02

/** A gender and an occasion; -1 where none is known. */
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
 * gender and of the heatmap are shown elsewhere. Those of occasions are made from the cells shown
 * ({@link occasionPages}), else what men wear where nearly all is women's would hide it all.
 */
export function wearerTable(cube: Cube, minCount: number): WearerTable {
  const contexts = GENDERS.flatMap((_, gender) =>
    [-1, ...OCCASIONS.keys()].map((occasion) => ({
      gender,
      occasion,
      page: cube.wearer.sum(AGES.map((_age, age) => wearerSlot(gender, age, occasion))),
    })),
  )
  const genders = shownGenders(contexts)
  const shown = contexts.filter(({ gender, occasion }) => occasion >= 0 && genders.includes(gender))
  const cells = contexts.flatMap(({ page }) =>
    CONCEPTS.map((concept, number) => cellOf(page, N, number, !concept.silent)),
  )
  const along = [
    ...GENDERS.map((_, gender) => [...contexts.keys()].filter((index) => contexts[index]!.gender === gender)),
    shown.map((context) => contexts.indexOf(context)),
  ]
  const margins = tableMargins(contexts.length, along)
  return { contexts, shown, cells, visible: visibleCells(cells, margins, tableParents(contexts.length), minCount) }
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
 * Counts of each occasion (-1 first) without the cells that its total would tell on: where the hidden genders of one
 * concept hold some but fewer than `minCount` accounts, their few garments are left out. What is left out of all
 * occasions of a concept together holds enough accounts too, if need be with more hidden cells. Where more than
 * {@link MOST_LEFT_OUT} of the count would be missing, the page has nothing of the concept, and it is hidden.
 */
export function occasionPages({ contexts, cells, visible }: WearerTable, minCount: number): ReadonlyMap<number, Page> {
  const dropped = new Set<number>()
  const occasions = [...new Set(contexts.map(({ occasion }) => occasion))]
  for (let concept = 0; concept < N && minCount > 1; concept++) {
    const hidden = occasions
      .map((occasion) => columnOf(contexts, occasion, concept).filter((at) => !visible[at] && cells[at]!.count > 0))
      .filter((group) => group.length > 0)
      .map((group) => ({ group, accounts: accountsOf(group, cells) }))
      .sort((a, b) => a.accounts.size - b.accounts.size)
    const together = new Set<number>()
    for (const { group, accounts } of hidden) {
      if (accounts.size >= minCount && (together.size === 0 || together.size >= minCount)) break
      const all = columnOf(contexts, contexts[Math.floor(group[0]! / N)]!.occasion, concept)
      for (const at of isMuch(group, all, cells) ? all : group) dropped.add(at)
      for (const account of accounts) together.add(account)
    }
  }
  return new Map(occasions.map((occasion) => [occasion, pageOf(contexts, occasion, dropped)]))
}

/** The cells of a concept in one occasion. */
function columnOf(contexts: readonly WearerContext[], occasion: number, concept: number): number[] {
  return [...contexts.keys()]
    .filter((index) => contexts[index]!.occasion === occasion)
    .map((index) => index * N + concept)
}

function isMuch(left: readonly number[], all: readonly number[], cells: readonly Cell[]): boolean {
  const count = (list: readonly number[]) => list.reduce((sum, at) => sum + cells[at]!.count, 0)
  return count(left) > MOST_LEFT_OUT * count(all)
}

function accountsOf(group: readonly number[], cells: readonly Cell[]): Set<number> {
  return new Set(group.flatMap((at) => [...cells[at]!.accounts]))
}

/** The sum of an occasion's contexts without the cells dropped. */
function pageOf(contexts: readonly WearerContext[], occasion: number, dropped: ReadonlySet<number>): Page {
  const limit = contexts[0]!.page.accounts.length / N
  const table = new CountTable(N, contexts[0]!.page.counts.length / N, limit)
  contexts.forEach((context, index) => {
    if (context.occasion !== occasion) return
    const page = { ...context.page, counts: context.page.counts.slice(), held: context.page.held.slice() }
    for (let concept = 0; concept < N; concept++) {
      if (!dropped.has(index * N + concept)) continue
      for (let at = concept; at < page.counts.length; at += N) page.counts[at] = 0
      page.held[concept] = 0
    }
    const single = new CountTable(N, table.buckets, limit)
    single.pages[0] = page
    table.merge(single)
  })
  return table.page(0)
}
