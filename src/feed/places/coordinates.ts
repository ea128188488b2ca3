import { createRequire } from 'node:module'
import type * as CountryCoder from '@rapideditor/country-coder'
import { isCountry } from '../../vocabulary/countries.ts'

export interface Coordinates {
  readonly latitude: number
  readonly longitude: number
}

/**
 * The country a point lies in, coastal waters included: ISO 3166-1 alpha-2, the territory's own code where it has one
 * (`PR`, `HK`, `GP`, and `XK` for Kosovo), null on the high seas. Borders as OpenStreetMap draws them.
 *
 * @param latitude degrees, WGS 84
 * @param longitude degrees, WGS 84
 */
export function countryOf(latitude: number, longitude: number): string | null {
  if (!onGlobe({ latitude, longitude })) return null
  const point: [number, number] = [longitude, latitude]
  const codes = (['territory', 'country'] as const).map((level) => countryCoder().iso1A2Code(point, { level }))
  return codes.find((code) => code !== null && isCountry(code)) ?? null
}

/**
 * Reads a pair of coordinates as metadata writes them: numbers or numeric text, with a decimal point or comma.
 * `absent` where neither is given or both are 0 (what software writes for "unknown"); `impossible` where one lacks,
 * is no number or lies off the globe.
 */
export function readCoordinates(latitude: unknown, longitude: unknown): Coordinates | 'absent' | 'impossible' {
  if (blank(latitude) && blank(longitude)) return 'absent'
  const point = { latitude: degrees(latitude), longitude: degrees(longitude) }
  if (point.latitude === 0 && point.longitude === 0) return 'absent'
  return onGlobe(point) ? point : 'impossible'
}

function onGlobe({ latitude, longitude }: Coordinates): boolean {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180
}

function blank(value: unknown): boolean {
  return value === null || value === undefined || (typeof value === 'string' && value.trim() === '')
}

function degrees(value: unknown): number {
  if (typeof value === 'number') return value
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'string' || !/^\s*[+-]?\d{1,3}([.,]\d*)?\s*$/.test(value)) return Number.NaN
  return Number(value.replace(',', '.'))
}

let coder: typeof CountryCoder | undefined

/** 0.7 MB of borders, 60 ms to load: only when a feed has coordinates. */
export function countryCoder(): typeof CountryCoder {
  coder ??= createRequire(import.meta.url)('@rapideditor/country-coder') as typeof CountryCoder
  return coder
}
