import { randomStream } from '../../../src/analysis/statistics/hash.ts'
import type { GarmentRow } from '../../../src/dataset/rows.ts'
import { FAMILIES } from '../../../src/vocabulary/vocabulary.ts'

/** What one person of a drawn feed wears and where. */
export interface Outfit {
  readonly gender?: GarmentRow['gender']
  readonly age?: GarmentRow['age']
  readonly occasion?: GarmentRow['occasion']
  readonly country?: GarmentRow['country']
  readonly season?: GarmentRow['season']
  readonly time?: number | null
  readonly garments: readonly Partial<GarmentRow>[]
}

/** Rows of persons, one photo and post each, in the schema of the garments table. */
export function rowsOf(account: string | null, serial: number, outfit: Outfit): GarmentRow[] {
  return outfit.garments.map((garment, index) => ({
    ...blank(),
    photo_id: `p${serial}_1`,
    post_id: `p${serial}`,
    person: 0,
    garment: index,
    account,
    gender: outfit.gender ?? 'female',
    age: outfit.age ?? 'under_30',
    occasion: outfit.occasion ?? null,
    country: outfit.country ?? null,
    season: outfit.season ?? null,
    taken_at: outfit.time ?? null,
    ...garment,
  }))
}

function blank(): GarmentRow {
  const families = Object.fromEntries(
    FAMILIES.flatMap((family) => [
      [family, null],
      [`${family}_score`, null],
    ]),
  )
  return {
    ...(families as unknown as GarmentRow),
    photo_id: '',
    post_id: '',
    person: 0,
    garment: 0,
    x0: 0.1,
    y0: 0.1,
    x1: 0.9,
    y1: 0.9,
    category: 'dress',
    category_score: 0.9,
    gender: null,
    age: null,
    account: null,
    taken_at: null,
    country: null,
    season: null,
    occasion: null,
    duplicate: false,
  }
}

/**
 * A feed of persons from accounts of unequal size: account k posts about `mean / (k + 1)^0.7` times as often as the
 * first. `draw` says what each person wears; it gets a random source and the account's number.
 */
export function drawFeed(
  options: { accounts: number; persons: number; seed: number },
  draw: (random: () => number, account: number) => Outfit,
): GarmentRow[] {
  const random = randomStream(options.seed)
  const weights = Array.from({ length: options.accounts }, (_, k) => (k + 1) ** -0.7)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  const rows: GarmentRow[] = []
  let serial = 0
  weights.forEach((weight, account) => {
    const persons = Math.max(1, Math.round((options.persons * weight) / total))
    for (let i = 0; i < persons; i++) rows.push(...rowsOf(`a${account}`, serial++, draw(random, account)))
  })
  return rows
}

/** One of the values, with the given weights. */
export function pick<T>(random: () => number, values: readonly T[], weights?: readonly number[]): T {
  if (weights === undefined) return values[Math.floor(random() * values.length)]!
  let rest = random() * weights.reduce((sum, weight) => sum + weight, 0)
  for (let i = 0; i < values.length; i++) {
    rest -= weights[i]!
    if (rest < 0) return values[i]!
  }
  return values.at(-1)!
}
