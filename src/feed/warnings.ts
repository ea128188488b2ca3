import type { FeedWarning } from './post.ts'

/** Every code a feed can warn with, and what it means. `docs/layouts.md` lists the same. */
export const WARNING_CODES = {
  caption_too_large: 'a caption file is larger than the limit',
  caption_without_photo: 'a caption or its metadata has no photo beside it',
  cover_skipped: 'the cover picture of a highlight, which belongs to no post',
  date_impossible: 'a date before 1900, in the future, or not in the calendar',
  date_unreadable: 'a date in a form that cannot be read without guessing',
  export_is_html: 'an export made as HTML; the layout reads the JSON variant',
  folder_unreadable: 'a folder that cannot be listed',
  line_too_long: 'a line of a manifest longer than the limit',
  metadata_cut_off: 'a metadata file ends in the middle',
  metadata_too_large: 'a metadata file or record larger than the limit',
  metadata_unreadable: 'a metadata file or record that is not what its name says, or has values of a wrong type',
  name_not_utf8: 'a file name whose bytes are not UTF-8',
  not_a_file: 'a pipe, socket, device or folder where a file should be, or a link inside a tar',
  path_outside: 'a path that leads out of the input',
  photo_format: 'a picture in a format that is not read (HEIC, TIFF, BMP, RAW, SVG)',
  photo_missing: 'metadata names a photo that is not there',
  photo_too_large: 'a photo inside a tar or a table larger than the limit',
  photos_not_listed: 'photos below a manifest that the manifest does not name',
  place_impossible: 'coordinates outside the globe, or only one of the two',
  post_repeated: 'a post that was already read; it is kept under an id of its own',
  profile_picture_skipped: 'a profile picture, which belongs to no post',
  row_without_photo: 'a row of a manifest that names no photo',
  sample_repeated: 'a tar sample with two members of the same extension',
  symlink_broken: 'a symbolic link to nothing',
  symlink_outside: 'a symbolic link that leads out of the input',
  symlink_to_folder: 'a symbolic link to a folder, which is read at its own place',
  tar_cut_off: 'a tar that ends in the middle, or is damaged',
  text_not_utf8: 'text that is neither UTF-8 nor UTF-16; read as Windows-1252',
  video_skipped: 'a video, or the thumbnail of one',
} as const

export type WarningCode = keyof typeof WARNING_CODES

/** A warning as a feed item. `path` is relative to the input, as tables show it. */
export function warn(code: WarningCode, path: string, message?: string): { readonly warning: FeedWarning } {
  return { warning: { code, path, message: message ?? sentence(WARNING_CODES[code]) } }
}

function sentence(meaning: string): string {
  return `${meaning.charAt(0).toUpperCase()}${meaning.slice(1)}.`
}
