import { randomStream } from '../../../src/analysis/statistics/hash.ts'
import type { GarmentRow } from '../../../src/dataset/rows.ts'
import { type Outfit, pick, rowsOf } from './drawn.ts'

const uppers = ['shirt', 't_shirt', 'sweater', 'top', 'tank_top'] as const
const lowers = ['jeans', 'pants', 'skirt', 'shorts'] as const
const colours = ['black', 'white', 'blue', 'red'] as const
const countries = ['SG', 'DE', 'US', 'BR'] as const
const occasions = ['date', 'party', 'school', 'travel', 'work'] as const
const base = {
  upper: [0.35, 0.3, 0.2, 0.1, 0.05],
  lower: [0.4, 0.3, 0.2, 0.1],
  colour: [0.4, 0.3, 0.2, 0.1],
}
/** How alike accounts are: tastes are Dirichlet with this many garments' weight. */
const ALIKE = 15
const START = Date.UTC(2020, 0, 1)
const MONTHS = 36
const MONTH = 30.4 * 86_400_000

export interface FeedOptions {
  readonly accounts: number
  readonly persons: number
  readonly seed: number
}

/** True shares among all garments of every feed of {@link drawTastes}: half of them are uppers. */
export const TRUE_SHARES: { readonly [concept: string]: number } = {
  shirt: base.upper[0]! / 2,
  sweater: base.upper[2]! / 2,
  top: base.upper[3]! / 2,
  jeans: base.lower[0]! / 2,
  skirt: base.lower[2]! / 2,
  'shirt:black': (base.upper[0]! * base.colour[0]!) / 2,
  'pants:white': (base.lower[1]! * base.colour[1]!) / 2,
}

/**
 * A feed in which nothing depends on country, season, month, occasion or gender, and no two garments go together, but
 * in which accounts are very unequal: account k posts about as often as 1 / (k + 1)^0.8, lives in one country, is
 * active for some months only, and has a taste of its own. `change` may plant an effect in a person's outfit.
 */
export function drawTastes(
  { accounts, persons, seed }: FeedOptions,
  change: (outfit: Outfit, random: () => number) => Outfit = (outfit) => outfit,
): GarmentRow[] {
  const random = randomStream(seed)
  const weights = Array.from({ length: accounts }, (_, k) => (k + 1) ** -0.8)
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  let serial = 0
  return weights.flatMap((weight, account) => {
    const [upper, lower, colour] = [taste(base.upper, random), taste(base.lower, random), taste(base.colour, random)]
    const home = pick(random, countries)
    const gender = random() < 0.7 ? 'female' : 'male'
    const span = (0.3 + 0.7 * random()) * MONTHS
    const first = random() * (MONTHS - span)
    return Array.from({ length: Math.max(1, Math.round((persons * weight) / total)) }, () => {
      const time = START + (first + random() * span) * MONTH
      const colours2 = () => ({ product_color: pick(random, colours, colour) })
      const outfit: Outfit = {
        gender,
        country: random() < 0.9 ? home : pick(random, countries),
        season: seasonOf(time),
        occasion: pick(random, occasions),
        time: Math.round(time),
        garments: [
          { category: pick(random, uppers, upper), ...colours2() },
          { category: pick(random, lowers, lower), ...colours2() },
        ],
      }
      return rowsOf(`a${account}`, serial++, change(outfit, random))
    }).flat()
  })
}

export function seasonOf(time: number): GarmentRow['season'] {
  const month = new Date(time).getUTCMonth()
  return (['winter', 'spring', 'summer', 'autumn'] as const)[Math.floor(((month + 1) % 12) / 3)]!
}

/** A Dirichlet draw about the base shares, not yet divided by its sum. */
function taste(shares: readonly number[], random: () => number): number[] {
  return shares.map((share) => gamma(share * ALIKE, random))
}

/** A gamma number by Marsaglia and Tsang's method, boosted below shape 1. */
function gamma(shape: number, random: () => number): number {
  if (shape < 1) return gamma(shape + 1, random) * (1 - random()) ** (1 / shape)
  const d = shape - 1 / 3
  for (;;) {
    const x = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
    const v = (1 + x / Math.sqrt(9 * d)) ** 3
    if (v > 0 && Math.log(1 - random()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}
