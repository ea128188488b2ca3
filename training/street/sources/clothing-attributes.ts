import { join } from 'node:path'
import sharp from 'sharp'
import { area } from '../../../src/inference/geometry.ts'
import { valuesOf } from '../../../src/vocabulary/vocabulary.ts'
import type { Region } from '../regions.ts'
import { containBox, type Labels, placed, placedPerson, type Sample } from '../sample.ts'
import { splitOf } from '../split.ts'
import type { TeacherSays } from '../teachers/teachers.ts'
import { bandOf, clothIn, clothRegions } from './cloth-bands.ts'
import { readCsv } from './csv.ts'

const outerwear = ['blazer', 'cardigan', 'coat', 'jacket', 'vest_waistcoat']
const categories = [['shirt'], ['sweater'], ['t_shirt'], outerwear, ['suit', 'blazer'], ['tank_top'], ['dress']]
const sleeves = [['sleeveless'], ['short'], ['long', 'three_quarter']]
const necklines = [
  ['v_neck'],
  ['round_neck'],
  valuesOf('neckline').filter((value) => value !== 'v_neck' && value !== 'round_neck'),
]
const patterns = {
  pattern_floral: 'floral',
  pattern_graphics: 'graphic',
  pattern_plaid: 'plaid',
  pattern_spot: 'dotted',
  pattern_stripe: 'striped',
}
const colours: { readonly [column: string]: readonly string[] } = {
  black: ['black'],
  blue: ['blue', 'navy'],
  brown: ['brown'],
  cyan: ['blue'],
  gray: ['grey', 'silver'],
  green: ['green'],
  many_colors: ['multi'],
  purple: ['purple'],
  red: ['red', 'pink'],
  white: ['white'],
  yellow: ['yellow', 'gold', 'orange'],
}

/** One row of labels.csv as sets of possible values; `2` is yes, `1` is no, empty is disagreement. */
export function labelsOf(row: Readonly<Record<string, string>>): { person: Labels; garment: Labels } {
  const one = (column: string, values: readonly (readonly string[])[]) => {
    const at = row[column]
    return at === undefined || at === '' ? undefined : values[Number(at) - 1]
  }
  const yes = (column: string) => row[column] === '2'
  const named = Object.entries(patterns).flatMap(([column, value]) => (yes(column) ? [value] : []))
  const pattern = yes('pattern_solid')
    ? ['solid']
    : named.length > 0
      ? named
      : row.pattern_solid === '1'
        ? valuesOf('pattern').filter((value) => value !== 'solid')
        : undefined
  const colour = Object.entries(colours).flatMap(([column, values]) => (yes(column) ? values : []))
  const garment = {
    category: one('category', categories),
    sleeve_length: one('sleevelength', sleeves),
    neckline: one('neckline', necklines),
    pattern,
    product_color: colour.length > 0 ? colour : undefined,
  }
  const gender = one('gender', [['male'], ['female']])
  return {
    person: gender === undefined ? {} : { gender },
    garment: Object.fromEntries(Object.entries(garment).filter(([, values]) => values !== undefined)) as Labels,
  }
}

/** What may be worn beside the main upper garment: a shirt is not under a dress, nor a dress over trousers. */
function wornWith(category: string | undefined): readonly Region[] {
  if (category === 'dress') return ['full_body_garment', 'outerwear', 'accessory']
  const upper = ['shirt', 'sweater', 't_shirt', 'tank_top'].includes(category ?? '')
  const rest: readonly Region[] = ['outerwear', 'upper_body_garment', 'lower_body_garment', 'accessory']
  return upper ? rest : ['full_body_garment', ...rest]
}

/** The 1,300 photos of the Clothing Attribute Dataset: labels speak of the main person and the main upper garment. */
export async function clothingAttributesSamples(
  folder: string,
  says: ReadonlyMap<string, TeacherSays>,
  cloth: ReadonlyMap<string, string>,
): Promise<Sample[]> {
  const rows = await readCsv(join(folder, 'labels.csv'))
  const samples: Sample[] = []
  for (const row of rows) {
    const photo = row.photo as string
    const file = join(folder, 'photos', photo)
    const { width, height } = await sharp(file).metadata()
    const place = containBox(width, height)
    const labels = labelsOf(row)
    const seen = [...(says.get(photo)?.people ?? [])].sort((a, b) => area(b.box) - area(a.box))
    const main = seen[0]
    const people = seen.map((person) =>
      placedPerson(person === main ? { ...person, labels: { ...person.labels, ...labels.person } } : person, place),
    )
    const [category] = labels.garment.category ?? []
    const mask = cloth.get(photo)
    const box =
      main === undefined ? null : await clothIn(mask, bandOf(main.box, category === 'dress' ? 'full' : 'upper'))
    samples.push({
      id: `clothing-attributes/${photo}`,
      source: 'clothing-attributes',
      split: splitOf('clothing-attributes', photo),
      tiles: [{ file, box: place }],
      people: people.length === 0 ? null : people,
      garments: box === null ? [] : [{ box: placed(box, place), labels: labels.garment }],
      regions: mask === undefined ? null : clothRegions(mask, wornWith(category)),
      occasion: [],
      caption: null,
    })
  }
  return samples
}
