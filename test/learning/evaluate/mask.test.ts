import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'ava'
import sharp from 'sharp'
import { UserError } from '../../../src/errors.ts'
import { maskGarments } from '../../../src/learning/evaluate/mask.ts'

test('the areas of an index picture become garments, scraps and other indices do not', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-'))
  t.teardown(() => rm(folder, { recursive: true }))
  const [width, height] = [40, 20]
  const pixels = new Uint8Array(width * height)
  const paint = (index: number, x0: number, y0: number, x1: number, y1: number) => {
    for (let y = y0; y < y1; y++) pixels.fill(index, y * width + x0, y * width + x1)
  }
  paint(3, 4, 5, 20, 15)
  paint(7, 20, 5, 24, 10)
  paint(9, 30, 0, 40, 20)
  paint(5, 0, 0, 3, 1)
  const file = join(folder, 'mask.png')
  await sharp(pixels, { raw: { width, height, channels: 1 } })
    .png()
    .toFile(file)
  const garments = await maskGarments({
    file,
    categories: new Map([
      [3, ['dress']],
      [5, ['top']],
      [7, ['coat', 'jacket']],
    ]),
  })
  t.deepEqual(garments, [
    { box: { x0: 0.1, y0: 0.25, x1: 0.5, y1: 0.75 }, category: ['dress'], attributes: {}, optional: false },
    { box: { x0: 0.5, y0: 0.25, x1: 0.6, y1: 0.5 }, category: ['coat', 'jacket'], attributes: {}, optional: false },
  ])
})

test('a mask that is not there is an error that names it', async (t) => {
  const error = await t.throwsAsync(() => maskGarments({ file: '/nowhere/a.png', categories: new Map() }), {
    instanceOf: UserError,
    message: 'The mask `/nowhere/a.png` cannot be read.',
  })
  t.is((error as UserError).exit, 5)
})
