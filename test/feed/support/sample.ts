import type { Post } from '../../../src/feed/post.ts'
import { contentOf } from './read.ts'

/** A post as the sample feed has it, whatever the layout it is written in. */
export interface SamplePost {
  readonly id: string
  readonly caption: string | null
  /** Unix seconds. */
  readonly time: number
  readonly latitude: number | null
  readonly longitude: number | null
  readonly country: string | null
  /** Contents of its photos. */
  readonly photos: readonly string[]
}

export const ACCOUNT = 'anna.walks'

/** Oldest first. Accents and emoji, a carousel, no caption, two thousand hashtags, a place in the caption only. */
export const SAMPLE: readonly SamplePost[] = [
  post('B0aa', 'Été à Paris ☀️ #ootd', '2019-06-01T08:30:00Z', [48.8584, 2.2945, 'FR'], ['first']),
  post('B1bb', 'Three looks,\none street', '2020-03-14T12:00:05Z', [35.6595, 139.7005, 'JP'], ['a', 'b', 'c']),
  post('B2cc', null, '2020-12-24T23:59:59Z', [-33.8688, 151.2093, 'AU'], ['silent']),
  post('B3dd', tags(2000), '2021-01-01T00:00:00Z', [null, null, null], ['tagged']),
  post('B4ee', 'L’été arrive 🇮🇹 #milano', '2021-09-10T19:46:05Z', [null, null, 'IT'], ['south', 'north']),
]

function post(
  id: string,
  caption: string | null,
  date: string,
  [latitude, longitude, country]: [number | null, number | null, string | null],
  photos: readonly string[],
): SamplePost {
  return { id, caption, time: Date.parse(date) / 1000, latitude, longitude, country, photos }
}

function tags(count: number): string {
  return Array.from({ length: count }, (_, index) => `#look${index}`).join(' ')
}

/** What a post of any layout comes to, without ids and paths. */
export function essence(post: Post): Omit<SamplePost, 'id'> {
  return {
    caption: post.caption,
    time: (post.takenAt?.time ?? Number.NaN) / 1000,
    latitude: post.place?.latitude ?? null,
    longitude: post.place?.longitude ?? null,
    country: post.place?.country ?? null,
    photos: post.photos.map(contentOf),
  }
}

/** The sample in the same form, in the order of its dates. */
export function expectedEssence(): readonly Omit<SamplePost, 'id'>[] {
  return SAMPLE.map(({ id: _, ...rest }) => rest)
}
