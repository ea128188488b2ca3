/** Formats that are decoded, all by loaders of libvips that are fuzzed. */
export const PHOTO_FORMATS = ['jpeg', 'png', 'webp', 'avif', 'gif'] as const
export type PhotoFormat = (typeof PHOTO_FORMATS)[number]

/** What the first bytes say: a format we decode, the name of one we refuse, or null for no image at all. */
export type SniffedFormat = { readonly format: PhotoFormat } | { readonly refused: string } | null

const avifBrands = new Set(['avif', 'avis'])
const heicBrands = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'])

/** Tells a file's format from its first bytes, whatever its name. */
export function sniffFormat(bytes: Uint8Array): SniffedFormat {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, 512)).toString('latin1')
  if (head.startsWith('\xff\xd8\xff')) return { format: 'jpeg' }
  if (head.startsWith('\x89PNG\r\n\x1a\n')) return { format: 'png' }
  if (head.startsWith('RIFF') && head.slice(8, 12) === 'WEBP') return { format: 'webp' }
  if (head.startsWith('GIF87a') || head.startsWith('GIF89a')) return { format: 'gif' }
  if (head.slice(4, 8) === 'ftyp') return sniffContainer(head)
  const refused = refusedFormat(head)
  return refused === null ? null : { refused }
}

/** ISO base media: the major brand and the compatible ones say which codec is inside. */
function sniffContainer(head: string): SniffedFormat {
  const brands = [head.slice(8, 12)]
  for (let at = 16; at + 4 <= Math.min(head.length, boxSize(head)); at += 4) brands.push(head.slice(at, at + 4))
  if (brands.some((brand) => avifBrands.has(brand))) return { format: 'avif' }
  if (brands.some((brand) => heicBrands.has(brand))) return { refused: 'HEIC' }
  return { refused: 'video' }
}

function boxSize(head: string): number {
  return Buffer.from(head.slice(0, 4), 'latin1').readUInt32BE()
}

function refusedFormat(head: string): string | null {
  if (head.startsWith('II*\0') || head.startsWith('MM\0*')) return 'TIFF'
  if (head.startsWith('BM')) return 'BMP'
  if (head.startsWith('8BPS')) return 'PSD'
  if (head.startsWith('%PDF-')) return 'PDF'
  if (head.startsWith('\xff\x0a') || head.startsWith('\0\0\0\x0cJXL ')) return 'JPEG XL'
  if (/^(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!--[^>]*-->\s*)?(?:<!doctype svg[^>]*>\s*)?<svg[\s>]/i.test(head))
    return 'SVG'
  return null
}
