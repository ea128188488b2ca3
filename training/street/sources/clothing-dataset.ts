import { join } from 'node:path'
import sharp from 'sharp'
import { containBox, type GarmentTruth, type Labels, placed, type Sample, type Tile } from '../sample.ts'
import { splitOf } from '../split.ts'
import { readCsv } from './csv.ts'

/** The data set's classes as sets of possible values. Hats and shoes are no garments of the vocabulary. */
const labelsOf: { readonly [label: string]: Labels } = {
  Blazer: { category: ['blazer'] },
  Blouse: { category: ['shirt', 'top'] },
  Dress: { category: ['dress'] },
  Hoodie: { category: ['sweatshirt_hoodies'], neckline: ['hooded'] },
  Longsleeve: { category: ['sweater', 'sweatshirt_hoodies', 't_shirt', 'top', 'cardigan'], sleeve_length: ['long'] },
  Outwear: { category: ['coat', 'jacket'] },
  Pants: { category: ['pants', 'jeans', 'leggings', 'athletic_pants'] },
  Polo: { category: ['t_shirt', 'shirt'], neckline: ['collar'], sleeve_length: ['short'] },
  Shirt: { category: ['shirt'], neckline: ['collar'] },
  Shorts: { category: ['shorts'] },
  Skirt: { category: ['skirt'] },
  'T-Shirt': { category: ['t_shirt'], sleeve_length: ['short'] },
  Top: { category: ['top', 'tank_top'] },
  Undershirt: { category: ['tank_top', 'top'], sleeve_length: ['sleeveless'] },
}

const COLUMNS = 2
const ROWS = 2

/** Single garments without a wearer, four to a canvas. */
export async function clothingDatasetSamples(folder: string): Promise<Sample[]> {
  const rows = (await readCsv(join(folder, 'labels.csv'))).filter((row) => labelsOf[row.label as string] !== undefined)
  const samples: Sample[] = []
  for (const split of ['train', 'validation', 'test'] as const) {
    const garments = rows.filter((row) => splitOf('clothing-dataset', row.photo as string) === split)
    for (let at = 0; at < garments.length; at += COLUMNS * ROWS) {
      const picked = await Promise.all(
        garments.slice(at, at + COLUMNS * ROWS).map((row, cell) => garmentIn(folder, row, cell)),
      )
      samples.push({
        id: `clothing-dataset/${samples.length}`,
        source: 'clothing-dataset',
        split,
        tiles: picked.map(({ tile }) => tile),
        people: null,
        garments: picked.map(({ garment }) => garment),
        regions: null,
        occasion: [],
        caption: null,
      })
    }
  }
  return samples
}

async function garmentIn(
  folder: string,
  row: Readonly<Record<string, string>>,
  cell: number,
): Promise<{ tile: Tile; garment: GarmentTruth }> {
  const file = join(folder, 'photos', row.photo as string)
  const { width, height } = await sharp(file).metadata()
  const x0 = (cell % COLUMNS) / COLUMNS
  const y0 = Math.floor(cell / COLUMNS) / ROWS
  const box = placed(containBox(width, height), { x0, y0, x1: x0 + 1 / COLUMNS, y1: y0 + 1 / ROWS })
  return { tile: { file, box }, garment: { box, labels: labelsOf[row.label as string] as Labels } }
}
