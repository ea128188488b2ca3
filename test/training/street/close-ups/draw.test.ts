import { mkdtemp, open, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import sharp from 'sharp'
import { emptyRows } from '../../../../training/street/batches/batch.ts'
import { writePixelCache } from '../../../../training/street/batches/pixel-cache.ts'
import { keepItems, keptBytes } from '../../../../training/street/close-ups/cache.ts'
import { closeUpDrawer, fillCloseUp } from '../../../../training/street/close-ups/draw.ts'
import { closeUpFeeds } from '../../../../training/street/close-ups/graph.ts'
import { closeUpItems } from '../../../../training/street/close-ups/items.ts'
import { CLOSE_UPS } from '../../../../training/street/close-ups/settings.ts'
import type { Sample } from '../../../../training/street/sample.ts'

const folder = await mkdtemp(join(tmpdir(), 'wearabouts-close-ups-'))
const whole = { x0: 0, y0: 0, x1: 1, y1: 1 }
const left = { x0: 0, y0: 0, x1: 0.5, y1: 0.5 }
const right = { x0: 0.5, y0: 0.5, x1: 1, y1: 1 }

/** Red, with a blue lower right quarter. */
async function samples(): Promise<Sample[]> {
  const file = join(folder, 'photo.png')
  const blue = await sharp({ create: { width: 60, height: 80, channels: 3, background: '#0000ff' } })
    .png()
    .toBuffer()
  await sharp({ create: { width: 120, height: 160, channels: 3, background: '#ff0000' } })
    .composite([{ input: blue, left: 60, top: 80 }])
    .png()
    .toFile(file)
  const garments = [
    { box: left, labels: { category: ['dress'] } },
    { box: right, labels: { category: ['coat'], neckline: ['v_neck', 'round_neck'] } },
  ]
  const rest = { tiles: [{ file, box: whole }], people: null, regions: null, occasion: [], caption: null }
  return [{ id: 'a', source: 'ccp', split: 'train', garments, ...rest }]
}

const pixels = join(folder, 'pixels.bin')
const pictures = join(folder, 'garments.bin')
const all = await samples()
await writePixelCache(pixels, all)
const items = closeUpItems('garments', all, 'train')
await keepItems('garments', items, pixels, pictures)
const files = { pictures: await open(pictures), features: null }

test('each item is kept as a picture of one size', async (t) => {
  t.is((await stat(pictures)).size, 2 * keptBytes('garments'))
})

test('a straight cut shows the box with its margin, and grey beyond the picture', async (t) => {
  const batch = emptyRows(closeUpFeeds('garments'), 1)
  await fillCloseUp(batch, 0, 'garments', { index: 1, items, files }, null)
  const { width, height } = CLOSE_UPS.garments
  const at = (x: number, y: number) => [
    ...(batch.pixels as Uint8Array).slice((y * width + x) * 3, (y * width + x) * 3 + 3),
  ]
  t.deepEqual(at(width / 2, height / 2), [0, 0, 255])
  t.deepEqual(at(1, height / 2), [255, 0, 0])
  t.deepEqual(at(width - 2, height / 2), [114, 114, 114])
})

test('what may be true of an item is marked, and nothing else', async (t) => {
  const batch = emptyRows(closeUpFeeds('garments'), 1)
  await fillCloseUp(batch, 0, 'garments', { index: 1, items, files }, null)
  const marked = (output: string) => (batch[`${output}_set`] as Float32Array).reduce((sum, value) => sum + value, 0)
  t.deepEqual([marked('category'), marked('neckline'), marked('pattern')], [1, 2, 0])
})

test('a batch is the same whenever it is asked for, and another step another', async (t) => {
  const draw = closeUpDrawer({ name: 'garments', items, shares: { ccp: 1 } }, files, 4, 1)
  const [first, again, other] = [await draw(3), await draw(3), await draw(4)]
  t.deepEqual(first, again)
  t.notDeepEqual(first.pixels, other.pixels)
})
