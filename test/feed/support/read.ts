import { readFileSync } from 'node:fs'
import { planFeed, readFeed } from '../../../src/feed/feed.ts'
import type { FeedOptions } from '../../../src/feed/options.ts'
import type { FeedWarning, PhotoRef, Post } from '../../../src/feed/post.ts'

/** A fixed clock: dates ahead of it are impossible. */
export const NOW = Date.UTC(2026, 0, 1)

export interface Result {
  readonly summary: string
  readonly posts: readonly Post[]
  readonly warnings: readonly FeedWarning[]
}

/** Plans and reads a feed to its end. */
export async function readAll(inputs: readonly string[], options: Partial<FeedOptions> = {}): Promise<Result> {
  const plan = await planFeed(inputs, { now: NOW, ...options })
  const posts: Post[] = []
  const warnings: FeedWarning[] = []
  for await (const item of readFeed(plan)) {
    if ('post' in item) posts.push(item.post)
    else warnings.push(item.warning)
  }
  return { summary: plan.summary, posts, warnings }
}

/** `code path` of each warning, as read. */
export function codes({ warnings }: Result): readonly string[] {
  return warnings.map(({ code, path }) => `${code} ${path}`)
}

/** What a photo holds. */
export function contentOf({ bytes }: PhotoRef): string {
  return bytes.kind === 'file' ? readFileSync(bytes.file, 'utf8') : Buffer.from(bytes.bytes).toString('utf8')
}
