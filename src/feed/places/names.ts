import { isCountry } from '../../vocabulary/countries.ts'
import { type City, gazetteer, plainName } from './gazetteer.ts'

/** A city named alone decides only if it is this large ... */
const LARGE_CITY = 300_000
/** ... and this many times larger than any namesake in another country. */
const DOMINANCE = 5

/**
 * The country a place name means (`Lisbon, Portugal`, `Atlanta, Georgia`, `München`): ISO 3166-1 alpha-2, or null
 * where the name is unknown or could mean several countries (`Georgia`, `Valencia`, `Cambridge`).
 * The parts between commas must agree; a lone city must be large and dwarf its namesakes.
 */
export function countryOfName(name: string): string | null {
  const parts = name
    .split(/[,;|/()·•\n]+|\s[-–—]\s/u)
    .map(plainName)
    .filter((part) => part !== '')
  const spelledWithComma = parts.length > 1 ? gazetteer().countries.get(plainName(name)) : undefined
  if (spelledWithComma !== undefined) return only(spelledWithComma)
  const known = parts.map(meaningsOf).filter(({ regions, cities }) => regions.size + cities.size > 0)
  const last = known.at(-1)
  if (last === undefined) return parts.length === 1 ? withoutComma(parts[0] ?? '') : null
  if (known.length === 1) return loneName(last.name)
  const start = last.regions.size > 0 ? last.regions : last.cities
  return only(known.slice(0, -1).reduceRight(narrowed, start))
}

/** `lisbon portugal`: the last words are a country, and the first a place in it. `Little Italy` is no such. */
function withoutComma(part: string): string | null {
  const words = part.split(' ')
  for (let split = 1; split < words.length; split++) {
    const country = only(gazetteer().countries.get(words.slice(split).join(' ')) ?? new Set())
    const { regions, cities } = meaningsOf(words.slice(0, split).join(' '))
    if (country !== null && (regions.has(country) || cities.has(country))) return country
  }
  return null
}

interface Meanings {
  readonly name: string
  /** Countries of that name or code, or with a province of that name. */
  readonly regions: ReadonlySet<string>
  /** Countries with a city of that name, of any size. */
  readonly cities: ReadonlySet<string>
}

function meaningsOf(name: string): Meanings {
  const { countries, provinces, cities } = gazetteer()
  const code = name.toUpperCase()
  return {
    name,
    regions: new Set([
      ...(countries.get(name) ?? []),
      ...(provinces.get(name) ?? []),
      ...(isCountry(code) ? [code] : []),
    ]),
    cities: new Set((cities.get(name) ?? []).map(({ country }) => country)),
  }
}

/** What both allow; where they exclude each other, what stands behind counts (`Paris Café, Tokyo`). */
function narrowed(common: ReadonlySet<string>, { regions, cities }: Meanings): ReadonlySet<string> {
  const agreed = [regions, cities].map((meant) => new Set([...common].filter((country) => meant.has(country))))
  return agreed.find(({ size }) => size > 0) ?? common
}

/** What a name means when nothing stands beside it. */
function loneName(name: string): string | null {
  const { countries, provinces, cities } = gazetteer()
  const named = countries.get(name)
  const namesakes = cities.get(name) ?? []
  const regions = name.length > 2 ? (provinces.get(name) ?? new Set<string>()) : new Set<string>()
  if (named !== undefined) {
    const country = only(named)
    const foreignRegion = [...regions].some((region) => region !== country)
    return country === null || foreignRegion || rival(namesakes, country) ? null : country
  }
  const city = dominantCity(namesakes)
  if (city === null) return namesakes.length === 0 ? only(regions) : null
  return [...regions].every((region) => region === city.country) ? city.country : null
}

/** A large city abroad that shares a country's name. */
function rival(cities: readonly City[], country: string): boolean {
  return cities.some((city) => city.country !== country && city.population >= LARGE_CITY)
}

/** The city a lone name means, if it is large and dwarfs its namesakes abroad. */
export function dominantCity(namesakes: readonly City[]): City | null {
  const largest = namesakes.reduce<City | null>(
    (best, city) => (best && best.population >= city.population ? best : city),
    null,
  )
  if (largest === null || largest.population < LARGE_CITY) return null
  const dwarfed = namesakes.every(
    (city) => city.country === largest.country || city.population * DOMINANCE <= largest.population,
  )
  return dwarfed ? largest : null
}

function only(countries: ReadonlySet<string>): string | null {
  const [first] = countries
  return countries.size === 1 && first !== undefined ? first : null
}
