import { join } from 'node:path'
import type { Sample } from '../sample.ts'
import { containBox } from '../sample.ts'
import { splitOf } from '../split.ts'
import { readCsv } from './csv.ts'

/** What a place says about the occasion: the occasions that may be, where a place says anything at all. */
const occasionsAt: { readonly [scene: string]: readonly string[] } = {
  airport_terminal: ['travel'],
  amphitheater: ['travel'],
  amusement_park: ['travel', 'date'],
  aqueduct: ['travel'],
  auditorium: ['conference'],
  badlands: ['travel'],
  'bakery/shop': ['shopping', 'date'],
  ballroom: ['prom', 'wedding_guest', 'party'],
  banquet_hall: ['wedding_guest', 'party'],
  bar: ['party', 'date'],
  baseball_field: ['sport'],
  boat_deck: ['travel'],
  bookstore: ['shopping'],
  bowling_alley: ['party', 'sport', 'date'],
  boxing_ring: ['sport'],
  campsite: ['travel'],
  candy_store: ['shopping'],
  canyon: ['travel'],
  'church/outdoor': ['wedding_guest', 'travel'],
  classroom: ['school'],
  clothing_store: ['shopping'],
  coast: ['travel'],
  coffee_shop: ['date'],
  conference_room: ['conference', 'work'],
  'desert/sand': ['travel'],
  dining_room: ['date'],
  food_court: ['shopping'],
  golf_course: ['sport'],
  harbor: ['travel'],
  hospital_room: ['work'],
  'ice_skating_rink/outdoor': ['sport'],
  locker_room: ['sport', 'school'],
  'market/outdoor': ['shopping', 'travel'],
  martial_arts_gym: ['sport'],
  'monastery/outdoor': ['travel'],
  mountain: ['travel'],
  office: ['work'],
  racecourse: ['sport'],
  restaurant: ['date'],
  rock_arch: ['travel'],
  ski_slope: ['sport', 'travel'],
  'stadium/football': ['sport'],
  'stage/indoor': ['party', 'prom'],
  supermarket: ['shopping'],
  'swimming_pool/outdoor': ['sport', 'travel'],
  'temple/east_asia': ['travel'],
  'track/outdoor': ['sport'],
  valley: ['travel'],
  volcano: ['travel'],
}

/** Scenes of MiniPlaces with the occasions they allow; places that say nothing are left out. */
export async function miniplacesSamples(folder: string): Promise<Sample[]> {
  const rows = await readCsv(join(folder, 'labels.csv'))
  return rows.flatMap((row) => {
    const occasion = occasionsAt[row.scene as string]
    if (occasion === undefined) return []
    const photo = row.photo as string
    return [
      {
        id: `miniplaces/${photo}`,
        source: 'miniplaces',
        split: splitOf('miniplaces', photo),
        tiles: [{ file: join(folder, 'photos', photo), box: containBox(1, 1) }],
        people: null,
        garments: [],
        regions: null,
        occasion,
        caption: null,
      } satisfies Sample,
    ]
  })
}
