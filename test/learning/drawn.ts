import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { random } from '../../src/learning/graph/random.ts'

const COLOURS = { red: '#d02020', green: '#20a030', blue: '#2040d0' } as const
const CATEGORIES = ['dress', 'coat', 'shirt'] as const

/** One drawn photo: a person's outline with a garment of one colour, at a place of its own. */
export async function drawPhotos(folder: string, count: number, seed: string): Promise<object[]> {
  await mkdir(folder, { recursive: true })
  const labels: object[] = []
  for (let i = 0; i < count; i++) {
    const source = random(seed, i)
    const colour = Object.keys(COLOURS)[i % 3] as keyof typeof COLOURS
    const category = CATEGORIES[i % 3] as string
    const [x, y] = [0.15 + 0.3 * source.next(), 0.1 + 0.15 * source.next()]
    const [width, height] = [0.3, 0.6]
    const box = [x, y + 0.1, x + width, y + height].map((value) => Math.round(value * 1000) / 1000)
    const photo = `${seed}-${i}.jpg`
    const [w, h] = [120, 160]
    const rectangle = `<rect x="${box[0]! * w}" y="${box[1]! * h}" width="${width * w}" height="${(height - 0.1) * h}" fill="${COLOURS[colour]}"/>`
    const head = `<circle cx="${(x + width / 2) * w}" cy="${(y + 0.05) * h}" r="${0.05 * h}" fill="#c09070"/>`
    const ground = `rgb(${[0, 1, 2].map(() => 120 + source.integer(100))})`
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${w}" height="${h}"><rect width="100%" height="100%" fill="${ground}"/>${rectangle}${head}</svg>`
    await writeFile(join(folder, photo), await sharp(Buffer.from(svg)).jpeg().toBuffer())
    labels.push({
      photo,
      occasion: ['work', 'prom', 'travel'][i % 3],
      people: [
        {
          box: [x, y, x + width, y + height].map((value) => Math.round(value * 1000) / 1000),
          gender: 'female',
          age: 'under_30',
        },
      ],
      garments: [{ box, person: 0, category, attributes: { product_color: colour } }],
    })
  }
  return labels
}

export const jsonLines = (rows: readonly object[]): string => `${rows.map((row) => JSON.stringify(row)).join('\n')}\n`
