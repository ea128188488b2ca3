import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import sharp from 'sharp'
import type { GarmentRow, PersonRow, PhotoRow } from '../../../src/dataset/rows.ts'
import { writeTable } from '../../../src/dataset/write.ts'
import { chooseExamples } from '../../../src/report/examples/choose.ts'
import { prepareExamples } from '../../../src/report/examples/examples.ts'
import { makeThumbnail } from '../../../src/report/examples/thumbnail.ts'
import { renderReport } from '../../../src/report/report.ts'
import { sampleAnalysis } from '../sample.ts'

const SIZE = 600
const wearer = { x0: 0.1, y0: 0.1, x1: 0.5, y1: 0.9 }
const bystander = { x0: 0.6, y0: 0.2, x1: 0.9, y1: 0.9 }
const garment = { x0: 0.15, y0: 0.35, x1: 0.45, y1: 0.7 }

/** Stripes one pixel wide in twos: whatever is blurred loses them. */
async function stripedPhoto(): Promise<Buffer> {
  const pixels = Buffer.alloc(SIZE * SIZE * 3)
  for (let i = 0; i < SIZE * SIZE; i++) pixels.fill(Math.floor((i % SIZE) / 8) % 2 === 0 ? 20 : 235, i * 3, i * 3 + 3)
  return sharp(pixels, { raw: { width: SIZE, height: SIZE, channels: 3 } })
    .png()
    .toBuffer()
}

/** Mean difference of neighbours along rows of a part of a picture. */
async function contrast(image: Buffer, part: { x0: number; y0: number; x1: number; y1: number }): Promise<number> {
  const { data, info } = await sharp(image).greyscale().raw().toBuffer({ resolveWithObject: true })
  let [sum, n] = [0, 0]
  for (let y = Math.ceil(part.y0 * info.height); y < part.y1 * info.height; y++) {
    for (let x = Math.ceil(part.x0 * info.width) + 1; x < part.x1 * info.width; x++) {
      const at = y * info.width + x
      sum += Math.abs((data[at] as number) - (data[at - 1] as number))
      n++
    }
  }
  return sum / n
}

test('the head of every person is dissolved, the garment is not', async (t) => {
  const whole = { x0: 0, y0: 0, x1: 1, y1: 1 }
  const plan = { category: 'dress', path: '', garment, wearer: whole, people: [wearer, bystander] } as const
  const thumbnail = await makeThumbnail(await stripedPhoto(), plan)
  const { format, width, exif } = await sharp(thumbnail).metadata()
  t.deepEqual([format, width, exif], ['webp', 220, undefined])
  t.true((await contrast(thumbnail, { x0: 0.12, y0: 0.1, x1: 0.48, y1: 0.26 })) < 8)
  t.true((await contrast(thumbnail, { x0: 0.62, y0: 0.2, x1: 0.88, y1: 0.33 })) < 8)
  t.true((await contrast(thumbnail, { x0: 0.2, y0: 0.4, x1: 0.4, y1: 0.65 })) > 20)
})

const context = { account: null, taken_at: null, country: null, season: null, occasion: null, duplicate: false }

async function writeDataset(
  folder: string,
  photos: readonly { id: string; path: string; age?: PersonRow['age']; account?: string }[],
) {
  const looks = join(folder, 'looks', 'part-00000')
  await mkdir(looks, { recursive: true })
  const photoRows = photos.map(({ id, path }) => ({ ...context, photo_id: id, post_id: id, path, status: 'ok' }))
  const personRows = photos.map(({ id, age = 'under_30' }) => ({
    ...context,
    ...wearer,
    photo_id: id,
    post_id: id,
    person: 0,
    score: 0.9,
    gender: age === 'unknown' ? 'unknown' : 'female',
    gender_score: 0.9,
    age,
    age_score: 0.9,
  }))
  const garmentRows = photos.map(({ id, account = id }, i) => ({
    ...context,
    ...garment,
    account,
    photo_id: id,
    post_id: id,
    person: 0,
    garment: 0,
    category: 'dress',
    category_score: 0.9 - i / 100,
  }))
  await writeTable(join(looks, 'photos.arrow'), 'photos', photoRows as unknown as PhotoRow[])
  await writeTable(join(looks, 'people.arrow'), 'people', personRows as unknown as PersonRow[])
  await writeTable(join(looks, 'garments.arrow'), 'garments', garmentRows as unknown as GarmentRow[])
  return join(folder, 'looks')
}

test('an account is shown once, and no photo with someone who was given no gender and no age', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-examples-'))
  const looks = await writeDataset(folder, [
    { id: 'a', path: 'a.png', account: 'x' },
    { id: 'b', path: 'b.png', account: 'x' },
    { id: 'c', path: 'c.png', age: 'unknown' },
    { id: 'd', path: 'd.png' },
  ])
  const plans = await chooseExamples([looks], 3)
  t.deepEqual(
    plans.map(({ path }) => path),
    ['a.png', 'd.png'],
  )
  await rm(folder, { recursive: true })
})

test('photos outside the folder, by path or by link, are passed over, and so are missing and broken ones', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-examples-'))
  const posts = join(folder, 'posts')
  await mkdir(posts)
  const photo = await stripedPhoto()
  await writeFile(join(posts, 'inside.png'), photo)
  await writeFile(join(folder, 'outside.png'), photo)
  await writeFile(join(posts, 'broken.png'), 'no picture')
  await symlink(join(folder, 'outside.png'), join(posts, 'link.png'))
  const paths = ['../outside.png', 'link.png', 'missing.png', 'broken.png', 'inside.png']
  const looks = await writeDataset(
    folder,
    paths.map((path, i) => ({ id: `p${i}`, path })),
  )
  const examples = await prepareExamples([looks], posts, 5)
  t.is(examples.length, 1)
  const page = await renderReport(sampleAnalysis(800), { examples, static: true })
  t.is(page.match(/<img src="data:image\/webp;base64,/g)?.length, 1)
  t.true(page.includes('Look at the thumbnails before you pass it on.'))
  await rm(folder, { recursive: true })
})
