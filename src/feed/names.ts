/** Extensions of photos that are read; the bytes themselves are checked when the photo's turn comes. */
const PHOTO = /\.(jpe?g|jpe|jfif|png|webp|avif|gif)$/i
/** Pictures that are told of and not read. */
const OTHER_PICTURE = /\.(heic|heif|tiff?|bmp|svg|dng|cr2|cr3|nef|arw|raf|orf|psd|jxl|jp2)$/i
const VIDEO = /\.(mp4|mov|webm|m4v|mkv|avi|3gp)$/i

export function isPhotoName(name: string): boolean {
  return PHOTO.test(name)
}

export function isOtherPictureName(name: string): boolean {
  return OTHER_PICTURE.test(name)
}

export function isVideoName(name: string): boolean {
  return VIDEO.test(name)
}

/** A name without its last extension: `look.v2.jpg` → `look.v2`. */
export function stemOf(name: string): string {
  const dot = name.lastIndexOf('.')
  return dot <= name.lastIndexOf('/') + 1 ? name : name.slice(0, dot)
}

/** A name's last extension, lower case, without the dot; empty where there is none. */
export function extensionOf(name: string): string {
  const stem = stemOf(name)
  return name.slice(stem.length + 1).toLowerCase()
}

/** A carousel's member, `look_2` → `look` and 2; null where the stem does not end in a small number. */
export function carouselMember(stem: string): { readonly post: string; readonly number: number } | null {
  const match = /^(.+)_(\d{1,3})$/s.exec(stem)
  return match === null ? null : { post: match[1] ?? '', number: Number(match[2]) }
}

/** Sorts by code units: the same on every machine, whatever its locale. */
export function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
