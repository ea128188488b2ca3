/** Why a photo could not be read: the `error_code` of its row and of its ledger line (docs/schema.md). */
export const PHOTO_ERROR_CODES = [
  'missing',
  'not_a_file',
  'unreadable',
  'empty',
  'too_large',
  'not_an_image',
  'unsupported_format',
  'truncated',
  'corrupt',
  'timeout',
] as const
export type PhotoErrorCode = (typeof PHOTO_ERROR_CODES)[number]

/** A photo that cannot be used. The run goes on without it. */
export class PhotoError extends Error {
  override name = 'PhotoError'
  readonly code: PhotoErrorCode

  constructor(code: PhotoErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
