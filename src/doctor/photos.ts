import { decodePhoto } from '../photo/decode.ts'
import { PHOTO_FORMATS } from '../photo/format.ts'
import { type Check, failed, ok, reasonOf } from './check.ts'

const CANVAS = { width: 16, height: 16, pad: [0, 0, 0] } as const

/** Encodes and decodes a small picture in every format that is read. */
export async function checkPhotos(): Promise<Check> {
  try {
    const { default: sharp } = await import('sharp')
    const versions = `sharp ${sharp.versions.sharp}, libvips ${sharp.versions.vips}`
    const picture = sharp({ create: { width: 24, height: 16, channels: 3, background: '#c04080' } })
    const broken: string[] = []
    for (const format of PHOTO_FORMATS) {
      await decodePhoto(await picture.clone().toFormat(format).toBuffer(), CANVAS).catch((error: unknown) => {
        broken.push(`${format} (${reasonOf(error)})`)
      })
    }
    if (broken.length === 0) return ok('photos', `${PHOTO_FORMATS.join(', ')} (${versions})`)
    return failed('photos', `cannot decode ${broken.join(', ')} (${versions})`, 'Reinstall with `npm ci`.')
  } catch (error) {
    return failed('photos', reasonOf(error), 'sharp does not load: reinstall with `npm ci`.')
  }
}
