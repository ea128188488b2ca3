import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import sharp from 'sharp'
import type { JudgedPhoto } from '../../../../src/learning/evaluate/judge.ts'
import type { GarmentTruth, PersonTruth } from '../../../../src/learning/evaluate/truth.ts'
import { exampleMistakes } from '../../../../training/street/measure/examples.ts'
import { drawMistakes } from '../../../../training/street/measure/sheet.ts'
import { box, findings, garment, person } from '../../../learning/evaluate/findings.ts'

const whole = box(10, 10, 40, 90)
const someone = (changes: Partial<PersonTruth>): PersonTruth => ({
  box: whole,
  child: false,
  optional: false,
  ...changes,
})
const worn = (category: 'dress' | 'shirt', at = whole): GarmentTruth => ({
  box: at,
  category: [category],
  attributes: {},
  optional: false,
})

const photos: JudgedPhoto[] = [
  { truth: { photo: 'right', people: [someone({ gender: ['female'] })] }, found: findings({ people: [person()] }) },
  { truth: { photo: 'gender', people: [someone({ gender: ['male'] })] }, found: findings({ people: [person()] }) },
  { truth: { photo: 'child', people: [someone({ child: true })] }, found: findings({ people: [person()] }) },
  {
    truth: { photo: 'parts', garments: [worn('dress')] },
    found: findings({
      garments: [
        garment({ category: 'top', box: box(10, 10, 40, 40) }),
        garment({ category: 'skirt', box: box(10, 55, 40, 90) }),
      ],
    }),
  },
  { truth: { photo: 'small', garments: [worn('shirt', box(10, 10, 20, 20))] }, found: findings() },
  { truth: { photo: 'missed', garments: [worn('shirt')] }, found: findings() },
  { truth: { photo: 'none', garments: [] }, found: findings({ garments: [garment({ category: 'coat' })] }) },
]

test('one mistake of each kind is shown, the gravest first, the largest of its kind', (t) => {
  t.deepEqual(
    exampleMistakes(photos).map(({ photo, words }) => [photo, words]),
    [
      ['child', 'a child, taken for an adult and called female'],
      ['gender', 'male, called female'],
      ['parts', 'dress, found as top and skirt'],
      ['missed', 'shirt, not found'],
      ['none', 'coat, found where no garment lies so'],
    ],
  )
  t.deepEqual(exampleMistakes(photos.slice(0, 1)), [])
})

test('mistakes are drawn side by side with their boxes', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-'))
  const photo = sharp({ create: { width: 300, height: 400, channels: 3, background: '#204060' } })
  await photo.jpeg().toFile(join(folder, 'a.jpg'))
  const one = { photo: 'a.jpg', words: '', truth: [box(10, 10, 50, 50)], found: [box(50, 50, 90, 90)] }
  const sheet = sharp(await drawMistakes(folder, [one, { ...one, truth: [] }]))
  const { data, info } = await sheet.raw().toBuffer({ resolveWithObject: true })
  t.deepEqual([info.width, info.height], [432, 288])
  const count = (hit: (r: number, g: number, b: number) => boolean, from: number, to: number) => {
    let pixels = 0
    for (let y = 0; y < info.height; y++) {
      for (let x = from; x < to; x++) {
        const at = (y * info.width + x) * 3
        if (hit(data[at] as number, data[at + 1] as number, data[at + 2] as number)) pixels++
      }
    }
    return pixels
  }
  const isOrange = (r: number, g: number, b: number) => r > 200 && g > 80 && g < 190 && b < 90
  const isWhite = (r: number, g: number, b: number) => r > 200 && g > 200 && b > 200
  t.true(count(isOrange, 0, 216) > 300)
  t.true(count(isWhite, 0, 216) > 100)
  t.is(count(isWhite, 216, 432), 0)
})
