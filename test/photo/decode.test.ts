import test from 'ava'
import sharp from 'sharp'
import { type Canvas, decodePhoto } from '../../src/photo/decode.ts'
import { PhotoError } from '../../src/photo/errors.ts'
import { bombPng, halves } from './drawn.ts'

const canvas: Canvas = { width: 32, height: 48, pad: [10, 20, 30] }

async function codeOf(bytes: Uint8Array, limits?: Parameters<typeof decodePhoto>[2]): Promise<string> {
  try {
    await decodePhoto(bytes, canvas, limits)
    return 'decoded'
  } catch (error) {
    if (error instanceof PhotoError) return error.code
    throw error
  }
}

function pixel(pixels: Uint8Array, x: number, y: number): number[] {
  return [...pixels.subarray((y * canvas.width + x) * 3, (y * canvas.width + x) * 3 + 3)]
}

const isRed = ([r = 0, g = 0, b = 0]: number[]) => r > 200 && g < 60 && b < 60
const isBlue = ([r = 0, g = 0, b = 0]: number[]) => b > 200 && g < 60 && r < 60

test('a wide photo lies centred on the canvas, the rest is the pad colour', async (t) => {
  const { pixels, width, height, placement } = await decodePhoto(await halves(200, 100, 'png'), canvas)
  t.deepEqual(
    { width, height, placement },
    { width: 200, height: 100, placement: { x: 0, y: 16, width: 32, height: 16 } },
  )
  t.is(pixels.length, 32 * 48 * 3)
  t.deepEqual(pixel(pixels, 0, 15), [10, 20, 30])
  t.deepEqual(pixel(pixels, 31, 32), [10, 20, 30])
  t.true(isRed(pixel(pixels, 2, 16)))
  t.true(isBlue(pixel(pixels, 29, 31)))
})

for (const format of ['jpeg', 'png', 'webp', 'avif', 'gif'] as const) {
  test(`${format} is decoded to RGB`, async (t) => {
    const { pixels } = await decodePhoto(await halves(64, 96, format), canvas)
    t.true(isRed(pixel(pixels, 2, 24)), String(pixel(pixels, 2, 24)))
    t.true(isBlue(pixel(pixels, 29, 24)), String(pixel(pixels, 29, 24)))
  })
}

for (let orientation = 1; orientation <= 8; orientation++) {
  test(`EXIF orientation ${orientation} is turned upright`, async (t) => {
    const stored = await uprightHalvesStoredAs(orientation)
    const { pixels, width, height } = await decodePhoto(stored, canvas)
    t.deepEqual([width, height], [64, 96])
    t.true(isRed(pixel(pixels, 2, 24)), String(pixel(pixels, 2, 24)))
    t.true(isBlue(pixel(pixels, 29, 24)), String(pixel(pixels, 29, 24)))
  })
}

/** The inverse of what each orientation asks a viewer to do. */
async function uprightHalvesStoredAs(orientation: number): Promise<Uint8Array> {
  const raw = await sharp(await halves(64, 96, 'png'))
    .raw()
    .toBuffer()
  let image = sharp(raw, { raw: { width: 64, height: 96, channels: 3 } })
  if (orientation === 2) image = image.flop()
  if (orientation === 3) image = image.rotate(180)
  if (orientation === 4) image = image.flip()
  if (orientation === 5) image = sharp(await image.rotate(90).png().toBuffer()).flop()
  if (orientation === 6) image = image.rotate(270)
  if (orientation === 7) image = sharp(await image.rotate(270).png().toBuffer()).flop()
  if (orientation === 8) image = image.rotate(90)
  return image.withMetadata({ orientation }).jpeg({ quality: 95 }).toBuffer()
}

test('a CMYK JPEG, a grey one, a 16-bit PNG and a transparent one become RGB', async (t) => {
  const source = sharp(await halves(64, 96, 'png'))
  const cmyk = await source.clone().toColourspace('cmyk').jpeg().toBuffer()
  t.is((await sharp(cmyk).metadata()).channels, 4)
  const red = pixel((await decodePhoto(cmyk, canvas)).pixels, 2, 24)
  t.true(red[0]! > 150 && red[1]! < 110 && red[2]! < 110, String(red))

  const deep = await source.clone().toColourspace('rgb16').png().toBuffer()
  t.is((await sharp(deep).metadata()).depth, 'ushort')
  t.true(isRed(pixel((await decodePhoto(deep, canvas)).pixels, 2, 24)))

  const grey = await source.clone().greyscale().jpeg().toBuffer()
  const [r, g, b] = pixel((await decodePhoto(grey, canvas)).pixels, 2, 24)
  t.true(r === g && g === b)

  const clear = await sharp({
    create: { width: 8, height: 12, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } },
  })
    .png()
    .toBuffer()
  t.deepEqual(pixel((await decodePhoto(clear, canvas)).pixels, 16, 24), [10, 20, 30])
})

test('of an animated GIF only the first frame is read', async (t) => {
  const frame = (red: number) => ({
    create: { width: 64, height: 96, channels: 3 as const, background: { r: red, g: 0, b: 0 } },
  })
  const frames = await Promise.all([255, 100, 0].map((red) => sharp(frame(red)).png().toBuffer()))
  const gif = await sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer()
  t.is((await sharp(gif).metadata()).pages, 3)
  const { width, height, pixels } = await decodePhoto(gif, canvas)
  t.deepEqual([width, height], [64, 96])
  t.true(isRed(pixel(pixels, 16, 24)))
})

test('the name of a file decides nothing: a PNG is a PNG', async (t) => {
  t.is(await codeOf(await halves(20, 20, 'png')), 'decoded')
})

test('text named .jpg is not an image', async (t) => {
  t.is(await codeOf(Buffer.from('this is not a photo\n'.repeat(50))), 'not_an_image')
})

test('one byte is not an image', async (t) => {
  t.is(await codeOf(Buffer.from([0xff])), 'not_an_image')
})

test('a JPEG cut at any tenth is truncated or corrupt, and never decoded', async (t) => {
  const whole = await halves(640, 480, 'jpeg')
  for (let tenth = 1; tenth <= 9; tenth++) {
    const code = await codeOf(whole.subarray(0, (whole.length * tenth) / 10))
    t.true(['truncated', 'corrupt'].includes(code), `${tenth}: ${code}`)
  }
})

test('a PNG and a WebP cut in the middle are refused', async (t) => {
  for (const format of ['png', 'webp', 'gif', 'avif'] as const) {
    const whole = await halves(640, 480, format)
    const code = await codeOf(whole.subarray(0, whole.length / 2))
    t.true(['truncated', 'corrupt'].includes(code), `${format}: ${code}`)
  }
})

test('a PNG whose header promises 60000 x 60000 pixels is too large, at once', async (t) => {
  t.is(await codeOf(bombPng(60_000, 60_000)), 'too_large')
})

test('SVG, TIFF, BMP, PDF and HEIC are refused by name', async (t) => {
  const messages: string[] = []
  const tiff = await sharp(await halves(8, 8, 'png'))
    .tiff()
    .toBuffer()
  const svg = Buffer.from(
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><image href="/etc/passwd"/></svg>',
  )
  const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic', 'latin1')
  for (const bytes of [svg, tiff, Buffer.from('BM123456'), Buffer.from('%PDF-1.7'), heic]) {
    const error = await t.throwsAsync(decodePhoto(bytes, canvas), { instanceOf: PhotoError })
    messages.push(`${error.code} ${error.message.split(' ')[0]}`)
  }
  t.deepEqual(
    messages,
    ['SVG', 'TIFF', 'BMP', 'PDF', 'HEIC'].map((name) => `unsupported_format ${name}`),
  )
})

test('an SVG that begins like a JPEG does not reach the SVG loader', async (t) => {
  const disguised = Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff]),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
  ])
  t.true(['truncated', 'corrupt'].includes(await codeOf(disguised)))
})
