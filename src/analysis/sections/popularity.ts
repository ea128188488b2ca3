import { AGES, FAMILIES, GENDERS, OCCASIONS } from '../../vocabulary/vocabulary.ts'
import type { Popularity, PopularityCell } from '../analysis.ts'
import { CONCEPTS } from '../concepts.ts'
import { type Bootstrap, critical, effectiveClusters, variance } from '../statistics/bootstrap.ts'
import { type Cube, wearerSlot } from '../tally/cube.ts'
import { byBucket, type Page, totals } from '../tally/pages.ts'
import { cellOf, isSupported } from './visibility.ts'
import type { WearerContext, WearerTable } from './wearers.ts'

const N = CONCEPTS.length
/** The paper's "20 most frequent" admits a twenty-first (paper.md 5.1). */
const TOP_PER_OCCASION = 21

/**
 * Popularity of concepts by gender and occasion in three readings. Unit: garments of a known gender and occasion
 * (where no gender is known at all: of a known occasion). With n the garments of the cell, N all of them, n_c those
 * of the concept and n_x those of the context:
 * P(context | concept) = n / n_c, the paper's heatmap; P(concept | context) = n / n_x; lift = n N / (n_c n_x).
 * The interval is that of the lift: exp(ln lift ± t s), s from the bootstrap by accounts, t with as many degrees of
 * freedom as the cell has effective account buckets less one.
 */
export function popularity(
  cube: Cube,
  { contexts, shown, cells, visible }: WearerTable,
  bootstrap: Bootstrap,
  options: { minCount: number; paper: boolean },
): Popularity {
  const genders = [...new Set(shown.map(({ gender }) => gender))]
  const population = cube.wearer.sum(shown.flatMap(slotsOf))
  const supported = CONCEPTS.flatMap((concept, number) => {
    const cell = cellOf(population, N, number)
    return number > 0 && !concept.silent && cell.count > 0 && isSupported(cell, options.minCount) ? [number] : []
  })
  const columns = chooseColumns(shown, supported, options.paper)
  const wanted = options.paper ? columns : supported
  const rounds = (page: Page, concept: number) => bootstrap.totals(byBucket(page, N, concept))
  const all = rounds(population, 0)
  const conceptTotals = totals(population, N)
  const readings: PopularityCell[] = []
  const contextRounds = shown.map(({ page }) => rounds(page, 0))
  for (const concept of wanted) {
    const conceptRounds = rounds(population, concept)
    shown.forEach((context, index) => {
      const at = contexts.indexOf(context) * N
      const names = {
        gender: GENDERS[context.gender]!,
        occasion: OCCASIONS[context.occasion]!,
        concept: CONCEPTS[concept]!.name,
      }
      const [n, nx] = [cells[at + concept]!.count, cells[at]!.count]
      if (!visible[at + concept] || nx === 0) {
        if (columns.includes(concept)) readings.push({ ...names, ...HIDDEN })
        return
      }
      const nc = conceptTotals[concept]!
      const lift = (n * conceptTotals[0]!) / (nc * nx)
      const counts = byBucket(context.page, N, concept)
      const logs = bootstrap.totals(counts)
      const base = contextRounds[index]!
      for (let r = 0; r < logs.length; r++) {
        logs[r] = Math.log(((logs[r]! + 0.5) * all[r]!) / ((conceptRounds[r]! + 0.5) * base[r]!))
      }
      const half = critical(effectiveClusters(counts)) * Math.sqrt(variance(logs))
      readings.push({
        ...names,
        count: n,
        p_context_given_concept: n / nc,
        p_concept_given_context: n / nx,
        lift,
        low: n === 0 || Number.isNaN(half) ? null : lift * Math.exp(-half),
        high: n === 0 || Number.isNaN(half) ? null : lift * Math.exp(half),
        suppressed: false,
      })
    })
  }
  return {
    concepts: columns.map((concept) => CONCEPTS[concept]!.name),
    genders: genders.map((gender) => GENDERS[gender]!),
    occasions: shown.length === 0 ? [] : OCCASIONS,
    contexts: shown.map((context) => ({
      gender: GENDERS[context.gender]!,
      occasion: OCCASIONS[context.occasion]!,
      count: visible[contexts.indexOf(context) * N] ? cells[contexts.indexOf(context) * N]!.count : null,
    })),
    cells: readings,
  }
}

const HIDDEN = {
  count: null,
  p_context_given_concept: null,
  p_concept_given_context: null,
  lift: null,
  low: null,
  high: null,
  suppressed: true,
} as const

function slotsOf({ gender, occasion }: { gender: number; occasion: number }): number[] {
  return AGES.map((_, age) => wearerSlot(gender, age, occasion))
}

/**
 * The heatmap's columns. The paper's rule: the 21 most frequent values of each occasion, all occasions together, less
 * `na`, `other` and what the paper did not have, in alphabetical order. Ours adds the categories in front and lets
 * `pattern` take part.
 */
function chooseColumns(shown: readonly WearerContext[], supported: readonly number[], paper: boolean): number[] {
  const pattern = FAMILIES.indexOf('pattern')
  const chosen = new Set<number>()
  for (const occasion of OCCASIONS.keys()) {
    const counts = new Float64Array(N)
    for (const context of shown) {
      if (context.occasion === occasion)
        totals(context.page, N).forEach((count, concept) => {
          counts[concept]! += count
        })
    }
    const ranked = [...CONCEPTS.keys()]
      .filter((concept) => {
        const { family, silent } = CONCEPTS[concept]!
        return family >= 0 && counts[concept]! > 0 && (paper ? family !== pattern : !silent)
      })
      .sort((a, b) => counts[b]! - counts[a]! || a - b)
    for (const concept of ranked.slice(0, TOP_PER_OCCASION)) chosen.add(concept)
  }
  const values = [...chosen]
    .filter((concept) => supported.includes(concept))
    .sort((a, b) => (CONCEPTS[a]!.name < CONCEPTS[b]!.name ? -1 : 1))
  return paper ? values : [...supported.filter((concept) => CONCEPTS[concept]!.family < 0), ...values]
}
