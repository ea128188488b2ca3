import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import sharp from 'sharp'
import { CLOTH_REGION, regionsOf } from '../../../../training/street/regions.ts'
import { bandsWorn } from '../../../../training/street/sources/ccp-tags.ts'
import { bandOf, clothIn, clothRegions } from '../../../../training/street/sources/cloth-bands.ts'

const figure = { x0: 0.4, y0: 0, x1: 0.6, y1: 1 }
const portrait = { x0: 0, y0: 0, x1: 1, y1: 1 }

test('the upper garment of a whole figure ends at the waist, that of a portrait at its edge', (t) => {
  t.deepEqual(bandOf(figure, 'upper'), { ...figure, y0: 0.13, y1: 0.56 })
  t.deepEqual(bandOf(portrait, 'upper'), { ...portrait, y0: 0.3, y1: 1 })
})

/** A mask of 100 x 100 with cloth in the columns and rows given. */
async function maskWith(x0: number, y0: number, x1: number, y1: number): Promise<{ file: string; folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), 'cloth-'))
  const data = new Uint8Array(100 * 100)
  for (let y = y0; y < y1; y++) data.fill(CLOTH_REGION, y * 100 + x0, y * 100 + x1)
  const file = join(folder, 'mask.png')
  await sharp(data, { raw: { width: 100, height: 100, channels: 1 } }).toFile(file)
  return { file, folder }
}

test('a garment’s box is the extent of the cloth in its band', async (t) => {
  const { file, folder } = await maskWith(45, 5, 55, 40)
  t.teardown(() => rm(folder, { recursive: true }))
  t.deepEqual(await clothIn(file, { x0: 0.4, y0: 0.1, x1: 0.6, y1: 0.5 }), { x0: 0.45, y0: 0.1, x1: 0.55, y1: 0.4 })
})

test('a band with a scrap of cloth, or without a mask, stays as it is', async (t) => {
  const band = { x0: 0.4, y0: 0.1, x1: 0.6, y1: 0.5 }
  const { file, folder } = await maskWith(41, 12, 44, 40)
  t.teardown(() => rm(folder, { recursive: true }))
  t.deepEqual(await clothIn(file, band), band)
  t.deepEqual(await clothIn(undefined, band), band)
})

test('cloth is one of what is worn, and what the teacher does not say stays unknown', (t) => {
  const { regionOf } = clothRegions('mask.png', ['outerwear', 'accessory'])
  t.deepEqual(regionsOf(regionOf[CLOTH_REGION] as number), ['outerwear', 'accessory'])
  t.deepEqual([regionOf[0], regionOf[1], regionOf[255]], [0, 1, 255])
})

test('a dress alone takes the whole figure; with a jacket, the upper band is one of the two', (t) => {
  t.deepEqual(bandsWorn(['dress']), [{ kind: 'full', category: ['dress'] }])
  t.deepEqual(bandsWorn(['dress', 'jacket', 'leggings']), [{ kind: 'upper', category: ['jacket', 'dress'] }])
  t.deepEqual(bandsWorn(['jeans', 't_shirt']), [
    { kind: 'upper', category: ['t_shirt'] },
    { kind: 'lower', category: ['jeans'] },
  ])
  t.deepEqual(bandsWorn([]), [])
})
