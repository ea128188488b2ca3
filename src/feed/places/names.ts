import { isCountry } from '../../vocabulary/countries.ts'
import { type City, gazetteer, plainName } from './gazetteer.ts'

/** A city named alone decides only if it is this large ... */
const LARGE_CITY = 300_000
/** ... and this many times larger than any namesake in another country. */
const DOMINANCE = 10

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
  const whole = plainName(name)
  const spelledWithComma = parts.length > 1 ? gazetteer().countries.get(whole) : undefined
  if (spelledWithComma !== undefined) return only(spelledWithComma)
  const known = parts.map((part) => ({ part, countries: meanings(part) })).filter(({ countries }) => countries.size > 0)
  const last = known.at(-1)
  if (last === undefined) return null
  if (known.length === 1) return loneName(last.part)
  const agreed = known.reduceRight((common, { countries }) => narrowed(common, countries), last.countries)
  return only(agreed)
}

/** Everything a name may stand for: a country, its alpha-2 code, a province, a city of any size. */
function meanings(name: string): Set<string> {
  const { countries, provinces, cities } = gazetteer()
  const code = name.toUpperCase()
  return new Set([
    ...(countries.get(name) ?? []),
    ...(provinces.get(name) ?? []),
    ...(cities.get(name) ?? []).map(({ country }) => country),
    ...(isCountry(code) ? [code] : []),
  ])
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

/** What both allow; where they exclude each other, what came last stands (`Paris Café, Tokyo`). */
function narrowed(common: ReadonlySet<string>, more: ReadonlySet<string>): Set<string> {
  const both = [...common].filter((country) => more.has(country))
  return new Set(both.length > 0 ? both : common)
}

function only(countries: ReadonlySet<string>): string | null {
  const [first] = countries
  return countries.size === 1 && first !== undefined ? first : null
}
