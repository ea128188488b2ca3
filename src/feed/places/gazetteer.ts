import { createRequire } from 'node:module'
import { ALIASES } from './aliases.ts'

export interface City {
  readonly name: string
  readonly country: string
  readonly province: string
  readonly latitude: number
  readonly population: number
}

export interface Gazetteer {
  /** Countries a name may mean, from the names in {@link LANGUAGES}, and what {@link ALIASES} adds. */
  readonly countries: ReadonlyMap<string, ReadonlySet<string>>
  /** Countries with a province, state or region of that name, or of that postal abbreviation (`tx`). */
  readonly provinces: ReadonlyMap<string, ReadonlySet<string>>
  readonly cities: ReadonlyMap<string, readonly City[]>
  readonly byCountry: ReadonlyMap<string, readonly City[]>
}

/** Languages whose country names are understood. */
const LANGUAGES = [
  'en es fr de it pt nl pl tr ru uk cs sk hu ro bg hr sr sl el sv nb da fi et lv lt ca is',
  'ja ko zh ar fa he hi id ms th vi',
].flatMap((line) => line.split(' '))

/** One spelling for comparison: lower case, no Latin accents, words separated by single spaces. */
export function plainName(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\p{M}]+/gu, ' ')
    .trim()
}

let loaded: Gazetteer | undefined

/** Names of 250 countries in 40 languages and 7,300 cities: 2 MB, 90 ms, read when the first place name comes. */
export function gazetteer(): Gazetteer {
  loaded ??= load()
  return loaded
}

function load(): Gazetteer {
  const require = createRequire(import.meta.url)
  const countries = new Map<string, Set<string>>()
  for (const language of LANGUAGES) {
    const names = require(`i18n-iso-countries/langs/${language}.json`) as NamesFile
    for (const [country, spellings] of Object.entries(names.countries)) {
      for (const spelling of [spellings].flat()) put(countries, plainName(spelling), country)
    }
  }
  for (const [country, names] of ALIASES) {
    for (const name of names.split('|')) countries.set(name, new Set([country]))
  }
  const provinces = new Map<string, Set<string>>()
  const cities = new Map<string, City[]>()
  const byCountry = new Map<string, City[]>()
  for (const row of (require('city-timezones') as { cityMapping: readonly CityRow[] }).cityMapping) {
    const country = row.iso3 === 'KOS' ? 'XK' : row.iso2
    if (!/^[A-Z]{2}$/.test(String(country))) continue
    const city = { name: row.city, country, province: row.province, latitude: row.lat, population: row.pop }
    for (const name of new Set([plainName(row.city), plainName(row.city_ascii)])) push(cities, name, city)
    push(byCountry, country, city)
    put(provinces, plainName(row.province), country)
    if (country === 'US' && row.state_ansi !== undefined) put(provinces, row.state_ansi.toLowerCase(), country)
  }
  return { countries, provinces, cities, byCountry }
}

interface NamesFile {
  readonly countries: { readonly [country: string]: string | readonly string[] }
}

interface CityRow {
  readonly city: string
  readonly city_ascii: string
  readonly lat: number
  readonly pop: number
  readonly iso2: string
  readonly iso3: string
  readonly province: string
  readonly state_ansi?: string
}

function put(map: Map<string, Set<string>>, name: string, country: string): void {
  if (name === '') return
  const known = map.get(name)
  if (known === undefined) map.set(name, new Set([country]))
  else known.add(country)
}

function push(map: Map<string, City[]>, name: string, city: City): void {
  const known = map.get(name)
  if (known === undefined) map.set(name, [city])
  else known.push(city)
}
