import readExifBlock from 'exif-reader'

/** What a photo says about itself. */
export interface PhotoFacts {
  /** Milliseconds since 1970. Without an offset tag the camera's clock is taken for UTC. */
  readonly takenAt: number | null
  /** Degrees, WGS 84; both or neither. */
  readonly latitude: number | null
  readonly longitude: number | null
}

const nothing: PhotoFacts = { takenAt: null, latitude: null, longitude: null }

/** Digital photos carry no earlier date; `0000:00:00` and scanners' 1900 are no dates. */
const EARLIEST = Date.UTC(1985, 0, 1)

/** Date and place of an EXIF block, nulls where it says nothing or is broken. Never throws. */
export function readExif(block: Uint8Array | undefined, now: number = Date.now()): PhotoFacts {
  if (block === undefined) return nothing
  try {
    const exif = readExifBlock(Buffer.from(block.buffer, block.byteOffset, block.byteLength))
    const takenAt =
      exifTime(exif.Photo?.DateTimeOriginal, exif.Photo?.OffsetTimeOriginal) ??
      exifTime(exif.Photo?.DateTimeDigitized, exif.Photo?.OffsetTimeDigitized)
    const gps = exif.GPSInfo
    const latitude = degrees(gps?.GPSLatitude, gps?.GPSLatitudeRef, 'S', 90)
    const longitude = degrees(gps?.GPSLongitude, gps?.GPSLongitudeRef, 'W', 180)
    // 0° 0' is what cameras write that have no fix.
    const placed = latitude !== null && longitude !== null && (latitude !== 0 || longitude !== 0)
    const dated = takenAt !== null && takenAt >= EARLIEST && takenAt <= now + 86_400_000
    return {
      takenAt: dated ? takenAt : null,
      latitude: placed ? latitude : null,
      longitude: placed ? longitude : null,
    }
  } catch {
    return nothing
  }
}

/** The library reads a date tag as if it were UTC; an offset tag such as `+09:00` corrects it. */
function exifTime(date: unknown, offset: unknown): number | null {
  if (!(date instanceof Date) || !Number.isFinite(date.getTime())) return null
  const match = typeof offset === 'string' ? /^([+-])(\d\d):(\d\d)/.exec(offset) : null
  if (match === null) return date.getTime()
  const minutes = Number(match[2]) * 60 + Number(match[3])
  return date.getTime() - (match[1] === '-' ? -minutes : minutes) * 60_000
}

function degrees(parts: unknown, reference: unknown, negative: string, limit: number): number | null {
  if (!Array.isArray(parts) || parts.length === 0) return null
  const [whole = 0, minutes = 0, seconds = 0] = parts.map(Number)
  const value = whole + minutes / 60 + seconds / 3600
  if (!Number.isFinite(value) || value < 0 || value > limit) return null
  return String(reference).startsWith(negative) ? -value : value
}
