import { PLACE_SOURCES, type Place, type PlaceSource } from '../post.ts'
import { type Coordinates, countryOf } from './coordinates.ts'

/** A place from coordinates. */
export function placeOfCoordinates({ latitude, longitude }: Coordinates, source: 'coordinates' | 'exif'): Place {
  return { country: countryOf(latitude, longitude), latitude, longitude, source }
}

/** A place of which only the country is known. */
export function placeOfCountry(country: string, source: PlaceSource): Place {
  return { country, latitude: null, longitude: null, source }
}

/**
 * One place out of several, by the order of {@link PLACE_SOURCES}: the first that names a country gives country and
 * source, the first that has coordinates gives those.
 */
export function mergePlaces(places: readonly (Place | null)[]): Place | null {
  const known = places
    .filter((place) => place !== null)
    .sort((a, b) => PLACE_SOURCES.indexOf(a.source) - PLACE_SOURCES.indexOf(b.source))
  const named = known.find((place) => place.country !== null) ?? known[0]
  if (named === undefined) return null
  const located = known.find((place) => place.latitude !== null)
  return {
    country: named.country,
    latitude: located?.latitude ?? null,
    longitude: located?.longitude ?? null,
    source: named.source,
  }
}

/**
 * Joins the photo's own EXIF position to what the feed knew of the place: it counts before a country guessed from the
 * caption and after coordinates or a place name in the metadata. 0, 0 is what cameras without a fix write: no place.
 */
export function completePlace(place: Place | null, exif: Coordinates | null): Place | null {
  if (exif === null || (exif.latitude === 0 && exif.longitude === 0)) return place
  if (!(Math.abs(exif.latitude) <= 90 && Math.abs(exif.longitude) <= 180)) return place
  return mergePlaces([place, placeOfCoordinates(exif, 'exif')])
}
