import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Box } from '../../../src/inference/findings.ts'
import { area, intersection } from '../../../src/inference/geometry.ts'
import { maskGarments } from '../../../src/learning/evaluate/mask.ts'
import type { MaskTruth } from '../../../src/learning/evaluate/truth.ts'
import type { Category } from '../../../src/vocabulary/vocabulary.ts'
import { groupOf } from '../../../src/vocabulary/vocabulary.ts'
import { REGIONS, UNKNOWN_REGION } from '../regions.ts'
import { containBox, type GarmentTruth, type PersonTruth, placed, placedPerson, type Sample } from '../sample.ts'
import { splitOf } from '../split.ts'
import type { TeacherSays } from '../teachers/teachers.ts'

/** Clothing Co-Parsing's names → the vocabulary's 21 categories. */
export const categoryOf: { readonly [name: string]: Category } = {
  blazer: 'blazer',
  blouse: 'shirt',
  bodysuit: 'top',
  cape: 'coat',
  cardigan: 'cardigan',
  coat: 'coat',
  dress: 'dress',
  hoodie: 'sweatshirt_hoodies',
  jacket: 'jacket',
  jeans: 'jeans',
  jumper: 'sweater',
  leggings: 'leggings',
  pants: 'pants',
  romper: 'playsuit',
  shirt: 'shirt',
  shorts: 'shorts',
  skirt: 'skirt',
  suit: 'suit',
  sweater: 'sweater',
  sweatshirt: 'sweatshirt_hoodies',
  't-shirt': 't_shirt',
  top: 'top',
  vest: 'vest_waistcoat',
}

const body = new Set(['hair', 'skin'])
/** Neither a garment of the vocabulary nor safely an accessory. */
const unclear = new Set(['bra', 'panties', 'intimate', 'swimwear'])

/** The region of each of the 59 names. */
function regionOf(name: string): number {
  if (name === 'null') return REGIONS.indexOf('background')
  if (body.has(name)) return REGIONS.indexOf('body')
  if (unclear.has(name)) return UNKNOWN_REGION
  const category = categoryOf[name]
  return REGIONS.indexOf(category === undefined ? 'accessory' : groupOf(category))
}

/**
 * The 860 street photos of Clothing Co-Parsing that have masks. A garment's box is the extent of its label's
 * pixels; the main person's box is the extent of everything worn, where the person teacher saw nobody.
 * @param says what the teachers said of each photo, by file name
 */
export async function ccpSamples(folder: string, says: ReadonlyMap<string, TeacherSays>): Promise<Sample[]> {
  const names = JSON.parse(await readFile(join(folder, 'labels.json'), 'utf8')) as string[]
  const regions = names.map(regionOf)
  const categories = new Map(
    names.flatMap((name, index) => {
      const category = categoryOf[name]
      return category === undefined ? [] : [[index, [category]] as const]
    }),
  )
  const masks = (await readdir(join(folder, 'masks'))).filter((name) => name.endsWith('.png')).sort()
  return Promise.all(masks.map((mask) => ccpSample(folder, mask.slice(0, -4), categories, regions, says)))
}

async function ccpSample(
  folder: string,
  stem: string,
  categories: MaskTruth['categories'],
  regionOf: readonly number[],
  says: ReadonlyMap<string, TeacherSays>,
): Promise<Sample> {
  const maskFile = join(folder, 'masks', `${stem}.png`)
  const { width, height } = await sharp(maskFile).metadata()
  const place = containBox(width, height)
  const garments = (await maskGarments({ file: maskFile, categories })).map(
    ({ box, category = [] }): GarmentTruth => ({ box: placed(box, place), labels: { category } }),
  )
  const photo = `${stem}.jpg`
  const seen = says.get(photo)?.people ?? []
  const people: PersonTruth[] = seen.map((person) => placedPerson(person, place))
  return {
    id: `ccp/${photo}`,
    source: 'ccp',
    split: splitOf('ccp', photo),
    tiles: [{ file: join(folder, 'photos', photo), box: place }],
    people: people.length === 0 ? null : people,
    garments,
    regions: { file: maskFile, regionOf, unsure: people.map(({ box }) => box).filter((box) => !masked(box, garments)) },
    occasion: [],
    caption: null,
  }
}

/** Is one of the masked garments this person's? */
function masked(person: Box, garments: readonly GarmentTruth[]): boolean {
  return garments.some(({ box }) => area(intersection(box, person)) > 0.5 * area(box))
}
