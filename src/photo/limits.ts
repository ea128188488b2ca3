/** What one photo may cost. Untrusted input: beyond these it fails with `too_large` or `timeout`. */
export interface PhotoLimits {
  /** Bytes of the file as it is stored. */
  readonly bytes: number
  /** Width times height as the header states them, before anything is decoded. */
  readonly pixels: number
  /** Seconds of decoding. */
  readonly seconds: number
}

/** Twice the pixels of the largest phone cameras in use, and three times their files. */
export const PHOTO_LIMITS: PhotoLimits = { bytes: 100 * 2 ** 20, pixels: 100e6, seconds: 30 }
