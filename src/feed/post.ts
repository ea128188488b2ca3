/** Where a post's date came from, best first. */
export const DATE_SOURCES = ['json', 'file_name', 'manifest', 'exif', 'mtime'] as const
export type DateSource = (typeof DATE_SOURCES)[number]

/** Where a post's country came from, best first. */
export const PLACE_SOURCES = ['coordinates', 'place_name', 'exif', 'caption'] as const
export type PlaceSource = (typeof PLACE_SOURCES)[number]

export interface TakenAt {
  /** Milliseconds since 1970, UTC. */
  readonly time: number
  readonly source: DateSource
}

export interface Place {
  /** ISO 3166-1 alpha-2, upper case. */
  readonly country: string | null
  /** Degrees, WGS 84; both or neither. */
  readonly latitude: number | null
  readonly longitude: number | null
  readonly source: PlaceSource
}

/** Where a photo's bytes are. Nothing is read before the photo's turn comes. */
export type PhotoBytes =
  | { readonly kind: 'file'; readonly file: string; readonly size: number }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }

export interface PhotoRef {
  /** Path relative to the input (for a tar: `shard.tar/member.jpg`), with `/`: what tables show. */
  readonly path: string
  readonly bytes: PhotoBytes
}

/** One post: a caption and its photos (a carousel has several), with what its metadata says. */
export interface Post {
  /** Stable when files are added beside it; unique within one run. */
  readonly id: string
  /** The account's name or number in clear: never written, only hashed (`src/dataset/account.ts`). */
  readonly account: string | null
  readonly caption: string | null
  readonly takenAt: TakenAt | null
  readonly place: Place | null
  readonly photos: readonly PhotoRef[]
  /** Which layout read it. */
  readonly layout: string
}

/** Something a layout met and did not turn into a post; counted and written to the ledger. */
export interface FeedWarning {
  /** e.g. `caption_without_photo`, `metadata_unreadable`, `date_impossible` */
  readonly code: string
  readonly path: string
  readonly message: string
}

export type FeedItem = { readonly post: Post } | { readonly warning: FeedWarning }
