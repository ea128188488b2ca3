import type { Season } from '../vocabulary/vocabulary.ts'
import { countryCoder } from './places/coordinates.ts'
import { gazetteer } from './places/gazetteer.ts'
import type { Place } from './post.ts'

/** How dates become seasons. */
export interface SeasonRule {
  /** `quarter`: the paper's calendar quarters, wherever the place. */
  readonly season: 'meteorological' | 'quarter'
  /** Between the tropics: no season, a wet and a dry half-year, or the calendar's as elsewhere in the hemisphere. */
  readonly tropics: null | 'wet-dry' | 'calendar'
}

/** Degrees; the sun stands overhead at least once a year between this north and south. */
const TROPIC = 23.4366

/** A country without coordinates belongs to a zone if this share of its listed city population lives there. */
const ZONE_SHARE = 0.85

const NORTHERN: readonly Season[] = ['winter', 'spring', 'summer', 'autumn']
const SOUTHERN: readonly Season[] = ['summer', 'autumn', 'winter', 'spring']
const QUARTERS: readonly Season[] = ['q1', 'q2', 'q3', 'q4']

/**
 * The season of a post. Meteorological seasons are whole months (December to February is winter in the north), turned
 * round in the southern hemisphere; the hemisphere is that of the latitude, else of the country. Null without a date,
 * without a place, within the tropics unless the rule says otherwise, and for countries that stretch over several
 * zones when no coordinates are known.
 *
 * @param time UTC milliseconds
 */
export function seasonOf(time: number | null, place: Place | null, rule: SeasonRule): Season | null {
  if (time === null || Number.isNaN(time)) return null
  const month = new Date(time).getUTCMonth()
  if (rule.season === 'quarter') return QUARTERS[Math.floor(month / 3)] ?? null
  const zone = place === null ? null : zoneOf(place)
  if (zone === null) return null
  if (zone.tropical && rule.tropics === null) return null
  const half = zone.south ? SOUTHERN : NORTHERN
  if (zone.tropical && rule.tropics === 'wet-dry') {
    const northernSummer = month >= 4 && month <= 9
    return northernSummer !== zone.south ? 'wet' : 'dry'
  }
  return half[Math.floor(((month + 1) % 12) / 3)] ?? null
}

interface Zone {
  readonly tropical: boolean
  readonly south: boolean
}

function zoneOf({ latitude, country }: Place): Zone | null {
  if (latitude !== null) return { tropical: Math.abs(latitude) < TROPIC, south: latitude < 0 }
  return country === null ? null : zoneOfCountry(country)
}

const zones = new Map<string, Zone | null>()

/** The zone most of a country's townspeople live in; null where they are spread over two. */
function zoneOfCountry(country: string): Zone | null {
  const known = zones.get(country)
  if (known !== undefined) return known
  const zone = heaviestZone(latitudesOf(country))
  zones.set(country, zone)
  return zone
}

function heaviestZone(latitudes: readonly (readonly [latitude: number, weight: number])[]): Zone | null {
  const share = (test: (latitude: number) => boolean) =>
    latitudes.reduce((sum, [latitude, weight]) => (test(latitude) ? sum + weight : sum), 0) /
    latitudes.reduce((sum, [, weight]) => sum + weight, 0)
  const tropical = share((latitude) => Math.abs(latitude) < TROPIC)
  const south = share((latitude) => latitude < 0)
  const oneZone = Math.max(tropical, 1 - tropical) >= ZONE_SHARE
  const oneHemisphere = Math.max(south, 1 - south) >= ZONE_SHARE
  return oneZone && oneHemisphere ? { tropical: tropical > 0.5, south: south > 0.5 } : null
}

/** Its cities with their population; for territories without a listed city, the corners of its border. */
function latitudesOf(country: string): (readonly [number, number])[] {
  const cities = gazetteer().byCountry.get(country)
  if (cities !== undefined) return cities.map((city) => [city.latitude, Math.max(city.population, 1)] as const)
  const border = countryCoder().aggregateFeature(country)?.geometry
  if (border?.type !== 'MultiPolygon') return []
  return border.coordinates.flat(2).map(([, latitude = 0]) => [latitude, 1] as const)
}
