import sharp, { type Metadata, type Sharp } from 'sharp'
import { isCutShort } from './cut-short.ts'
import { PhotoError } from './errors.ts'
import { type PhotoFacts, readExif } from './exif.ts'
import { type PhotoFormat, sniffFormat } from './format.ts'
import { PHOTO_LIMITS, type PhotoLimits } from './limits.ts'
import { type Placement, placeInside } from './placement.ts'

/** The picture a pack wants: width x height, the rest filled with `pad` (RGB). */
export interface Canvas {
  readonly width: number
  readonly height: number
  readonly pad: readonly [number, number, number]
}

export interface DecodedPhoto {
  /** Canvas height x width x 3, RGB. */
  readonly pixels: Uint8Array
  /** Of the upright original, in pixels. */
  readonly width: number
  readonly height: number
  readonly placement: Placement
  readonly facts: PhotoFacts
}

/**
 * Decodes an untrusted photo upright onto the canvas, letterboxed. Only the formats of `PHOTO_FORMATS`, told by their
 * first bytes; of a moving picture the first frame. Throws `PhotoError`; anything else is a bug.
 */
export async function decodePhoto(
  bytes: Uint8Array,
  canvas: Canvas,
  limits: PhotoLimits = PHOTO_LIMITS,
): Promise<DecodedPhoto> {
  const format = acceptedFormat(bytes)
  try {
    const image = sharp(bytes, { failOn: 'error', limitInputPixels: limits.pixels, pages: 1 })
    const header = await image.metadata()
    if (loadedFormat(header) !== format) throw new PhotoError('corrupt', `Begins like ${format}, but is not.`)
    const { width, height } = header.autoOrient
    // Some loaders check the limit only when they decode.
    if (width * height > limits.pixels) throw new PhotoError('too_large', `${width} x ${height} pixels.`)
    const placement = placeInside({ width, height }, canvas)
    const pixels = await letterbox(image, placement, canvas, limits)
    return { pixels, width, height, placement, facts: readExif(header.exif) }
  } catch (error) {
    throw error instanceof PhotoError ? error : decoderError(error as Error, isCutShort(bytes, format))
  }
}

function acceptedFormat(bytes: Uint8Array): PhotoFormat {
  const sniffed = sniffFormat(bytes)
  if (sniffed === null) throw new PhotoError('not_an_image', 'The first bytes are those of no image format.')
  if ('refused' in sniffed)
    throw new PhotoError('unsupported_format', `${sniffed.refused} is not read; JPEG, PNG, WebP, AVIF and GIF are.`)
  return sniffed.format
}

function loadedFormat(header: Metadata): string {
  return header.format === 'heif' && header.compression === 'av1' ? 'avif' : header.format
}

async function letterbox(image: Sharp, at: Placement, canvas: Canvas, limits: PhotoLimits): Promise<Uint8Array> {
  const [r, g, b] = canvas.pad
  const background = { r, g, b }
  const { data, info } = await image
    .autoOrient()
    .resize({ width: at.width, height: at.height, fit: 'fill' })
    .flatten({ background })
    .toColourspace('srgb')
    .extend({
      left: at.x,
      top: at.y,
      right: canvas.width - at.width - at.x,
      bottom: canvas.height - at.height - at.y,
      background,
    })
    .timeout({ seconds: limits.seconds })
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  if (info.channels !== 3) throw new Error(`Decoded to ${info.channels} channels`)
  return data
}

const causes = [
  ['too_large', /exceeds? pixel limit|too large|dimensions? exceed/i],
  ['timeout', /timeout/i],
  ['truncated', /premature end|truncat|not enough data|unexpected end|end of file|eof|insufficient data|short read/i],
] as const

/** libvips says in words what went wrong; its first line, without anything of the file's own content. */
function decoderError(error: Error, cutShort: boolean): PhotoError {
  const reason = error.message.split('\n')[0] ?? ''
  const [code] = causes.find(([, words]) => words.test(error.message)) ?? [cutShort ? 'truncated' : 'corrupt']
  return new PhotoError(code, `The decoder refused it: ${reason}.`)
}

const LOADERS = ['Jpeg', 'Png', 'Webp', 'Heif', 'Nsgif']

/**
 * Turns off every loader of libvips but the five for photos, and its cache, for the whole process: called once by a
 * command that reads untrusted photos and draws nothing itself.
 */
export function restrictLoaders(): void {
  sharp.cache(false)
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({ operation: LOADERS.map((name) => `VipsForeignLoad${name}`) })
}
