import type { FeedItem, Post } from './post.ts'

/** Layouts that keep each photo of a carousel as an entry of its own, one after the other. */
const PHOTO_BY_PHOTO: ReadonlySet<string> = new Set(['gallery-dl', 'manifest'])

/** Joins neighbouring entries of one post into one post with several photos. Holds one post. */
export async function* mergeCarousels(items: AsyncIterable<FeedItem>): AsyncGenerator<FeedItem> {
  let held: Post | null = null
  for await (const item of items) {
    if ('warning' in item) {
      yield item
      continue
    }
    const { post } = item
    if (held !== null && continues(held, post)) {
      held = withPhotosOf(held, post)
      continue
    }
    if (held !== null) yield { post: held }
    held = post
  }
  if (held !== null) yield { post: held }
}

function withPhotosOf(held: Post, next: Post): Post {
  return { ...held, photos: [...held.photos, ...next.photos] }
}

function continues(held: Post, next: Post): boolean {
  return PHOTO_BY_PHOTO.has(next.layout) && held.layout === next.layout && held.id === next.id
}
