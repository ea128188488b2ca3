import test from 'ava'
import sharp from 'sharp'
import { isCutShort } from '../../src/photo/cut-short.ts'

const picture = sharp({
  create: {
    width: 64,
    height: 48,
    channels: 3,
    background: '#c08040',
    noise: { type: 'gaussian', mean: 128, sigma: 30 },
  },
})

for (const format of ['jpeg', 'png', 'webp'] as const) {
  test(`a ${format} without its end is cut short, a whole one is not`, async (t) => {
    const bytes = await picture.clone().toFormat(format).toBuffer()
    t.false(isCutShort(bytes, format))
    t.false(isCutShort(new Uint8Array([...bytes, 0, 0, 0]), format), 'what follows does not matter')
    t.true(isCutShort(bytes.subarray(0, 100), format))
  })
}

test('of formats whose end cannot be told nothing is said', (t) => {
  for (const format of ['avif', 'gif'] as const) t.false(isCutShort(new Uint8Array(4), format))
})
