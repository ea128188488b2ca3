import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { area } from '../../../src/inference/geometry.ts'
import { type Category, groupOf } from '../../../src/vocabulary/vocabulary.ts'
import type { Region } from '../regions.ts'
import { containBox, type GarmentTruth, placed, placedPerson, type Sample } from '../sample.ts'
import { splitOf } from '../split.ts'
import type { TeacherSays } from '../teachers/teachers.ts'
import { categoryOf } from './ccp.ts'
import { bandOf, clothIn, clothRegions, isFigure } from './cloth-bands.ts'

/**
 * The photos of Clothing Co-Parsing that have tags and no masks. What is tagged is somewhere on the main person, so
 * the upper band of the figure is one of the tagged upper garments, the lower band one of the lower ones, and the
 * cloth teacher's pixels belong to one of the tagged groups.
 * @param says what the teachers said of each photo, by file name
 * @param cloth the cloth teacher's masks, by file name
 */
export async function ccpTagSamples(
  folder: string,
  says: ReadonlyMap<string, TeacherSays>,
  cloth: ReadonlyMap<string, string>,
): Promise<Sample[]> {
  const tags = JSON.parse(await readFile(join(folder, 'tags.json'), 'utf8')) as Record<string, readonly string[]>
  const stems = Object.keys(tags).sort()
  const bare = stems.filter((stem) => !existsSync(join(folder, 'masks', `${stem}.png`)))
  const samples = await Promise.all(
    bare.map((stem) => tagSample(folder, `${stem}.jpg`, tags[stem] ?? [], says.get(`${stem}.jpg`), cloth)),
  )
  return samples.filter((sample) => sample !== null)
}

async function tagSample(
  folder: string,
  photo: string,
  tags: readonly string[],
  said: TeacherSays | undefined,
  cloth: ReadonlyMap<string, string>,
): Promise<Sample | null> {
  const mask = cloth.get(photo)
  const [main] = [...(said?.people ?? [])].sort((a, b) => area(b.box) - area(a.box))
  if (mask === undefined || main === undefined || said === undefined) return null
  const file = join(folder, 'photos', photo)
  const { width, height } = await sharp(file).metadata()
  const place = containBox(width, height)
  const worn = tags.flatMap((tag) => categoryOf[tag] ?? [])
  const garments: GarmentTruth[] = []
  if (isFigure(main.box)) {
    for (const { kind, category } of bandsWorn(worn)) {
      const box = await clothIn(mask, bandOf(main.box, kind))
      garments.push({ box: placed(box, place), labels: { category } })
    }
  }
  return {
    id: `ccp-tags/${photo}`,
    source: 'ccp-tags',
    split: splitOf('ccp', photo),
    tiles: [{ file, box: place }],
    people: said.people.map((person) => placedPerson(person, place)),
    garments,
    regions: clothRegions(mask, groupsOf(worn)),
    occasion: [],
    caption: null,
  }
}

function groupsOf(worn: readonly Category[]): readonly Region[] {
  return [...new Set<Region>([...worn.map(groupOf), 'accessory'])]
}

/** Which categories each band of the figure may show. A dress alone takes the whole of it. */
export function bandsWorn(
  worn: readonly Category[],
): { readonly kind: 'upper' | 'lower' | 'full'; readonly category: readonly Category[] }[] {
  const of = (...groups: string[]) => worn.filter((category) => groups.includes(groupOf(category)))
  const full = of('full_body_garment')
  const upper = of('upper_body_garment', 'outerwear')
  const lower = of('lower_body_garment')
  if (full.length > 0 && upper.length === 0 && lower.length === 0) return [{ kind: 'full', category: full }]
  const bands = [
    { kind: 'upper', category: [...upper, ...full] },
    { kind: 'lower', category: full.length > 0 ? [] : lower },
  ] as const
  return bands.filter(({ category }) => category.length > 0)
}
