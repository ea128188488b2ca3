import type { Age, Category, Gender, Occasion, Season } from '../../src/vocabulary/vocabulary.ts'
import { allowedValues, CATEGORIES, familiesOf, OCCASIONS } from '../../src/vocabulary/vocabulary.ts'

export interface SampleGarment {
  readonly account: number
  readonly person: number
  readonly gender: Gender
  readonly age: Age
  readonly occasion: Occasion
  readonly country: string
  readonly season: Season
  /** `YYYY-MM`. */
  readonly month: string
  readonly category: Category
  readonly values: readonly string[]
}

/** Mulberry32: small, seeded, the same on every machine. */
export function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const countries: readonly (readonly [string, number])[] = [
  ['US', 24],
  ['GB', 14],
  ['DE', 9],
  ['FR', 9],
  ['IT', 7],
  ['ES', 6],
  ['BR', 6],
  ['IN', 5],
  ['JP', 5],
  ['KR', 4],
  ['AU', 4],
  ['CA', 3],
  ['ZA', 2],
  ['NG', 1.5],
  ['MX', 1.5],
  ['IS', 0.1],
]
const southern = new Set(['BR', 'AU', 'ZA'])
const northernSeasons: readonly Season[] = ['winter', 'spring', 'summer', 'autumn']

/** Which outfits an occasion calls for, as weights; `f` and `m` by presentation. */
const outfits: { readonly [occasion in Occasion]: { readonly f: string; readonly m: string } } = {
  conference: { f: 'blazer+pants blazer+skirt dress suit shirt+pants', m: 'suit blazer+pants suit blazer+shirt+pants' },
  date: { f: 'dress top+jeans dress jumpsuit top+skirt', m: 'shirt+jeans t_shirt+jeans jacket+jeans' },
  party: { f: 'dress top+skirt playsuit jumpsuit', m: 'shirt+pants t_shirt+jeans blazer+jeans' },
  prom: { f: 'dress dress dress dress', m: 'suit suit blazer+pants' },
  school: {
    f: 'shirt+skirt sweater+jeans t_shirt+jeans cardigan+skirt',
    m: 'sweatshirt_hoodies+jeans t_shirt+jeans shirt+pants',
  },
  shopping: {
    f: 'coat+jeans sweater+jeans jacket+leggings cardigan+jeans',
    m: 'jacket+jeans t_shirt+shorts coat+pants',
  },
  sport: {
    f: 'tank_top+leggings tank_top+leggings t_shirt+athletic_pants',
    m: 't_shirt+shorts tank_top+shorts t_shirt+athletic_pants',
  },
  travel: { f: 'top+shorts dress t_shirt+shorts playsuit', m: 't_shirt+shorts shirt+shorts jacket+pants' },
  wedding_guest: { f: 'dress dress jumpsuit dress', m: 'suit suit vest_waistcoat+shirt+pants' },
  work: { f: 'shirt+pants blazer+pants shirt+skirt sweater+pants', m: 'shirt+pants suit sweater+pants' },
}

/** A country by its weight, for a number in [0, 1). */
function weighted(position: number): string {
  let left = position * countries.reduce((sum, [, weight]) => sum + weight, 0)
  for (const [country, weight] of countries) {
    left -= weight
    if (left < 0) return country
  }
  return 'US'
}

/** Draws people in clothes with known tendencies: a feed's truth without its pictures. */
export function drawGarments(people: number, seed: number): SampleGarment[] {
  const random = randomNumbers(seed)
  const pick = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  const skewed = <T>(items: readonly T[]): T => items[Math.floor(random() ** 1.7 * items.length)] as T
  const garments: SampleGarment[] = []
  for (let person = 0; person < people; person++) {
    const country = weighted(random())
    const monthIndex = Math.floor(random() * 36)
    const month = `${2016 + Math.floor(monthIndex / 12)}-${String((monthIndex % 12) + 1).padStart(2, '0')}`
    const quarter = (Math.floor(((monthIndex % 12) + 1) / 3) + (southern.has(country) ? 2 : 0)) % 4
    const season = northernSeasons[quarter] as Season
    const gender: Gender = random() < 0.63 ? 'female' : 'male'
    const age: Age = random() < 0.6 ? 'under_30' : random() < 0.75 ? '30_to_49' : '50_and_over'
    const occasion = season === 'summer' && random() < 0.3 ? 'travel' : pick(OCCASIONS)
    const outfit = pick(outfits[occasion][gender === 'female' ? 'f' : 'm'].split(' ')).split('+')
    if (season === 'winter' && random() < 0.35) outfit.push('coat')
    const account = Math.floor(random() ** 2 * (people / 6))
    for (const name of outfit) {
      const roll = random()
      const category = (roll < 0.06 ? pick(CATEGORIES) : name) as Category
      const values = familiesOf(category).map((family) => {
        const allowed = allowedValues(family, category)
        if (family === 'product_color' && occasion === 'prom' && random() < 0.4) return 'red'
        if (family === 'pattern' && monthIndex > 20 && random() < (monthIndex - 20) / 40) return 'floral'
        return skewed(allowed)
      })
      garments.push({ account, person, gender, age, occasion, country, season, month, category, values })
    }
  }
  return garments
}
