import type { FeedPlan } from '../feed/feed.ts'
import { planFeed, readFeed } from '../feed/feed.ts'
import type { FeedOptions } from '../feed/options.ts'
import type { Post } from '../feed/post.ts'
import { type SeasonRule, seasonOf } from '../feed/seasons.ts'

const SAMPLE_POSTS = 10

/** What `extract --dry-run` says: what would be read, without a photo being opened. */
export interface DryRun {
  readonly layouts: FeedPlan['layouts']
  readonly posts: number
  readonly photos: number
  readonly with_caption: number
  readonly with_date: number
  readonly with_country: number
  readonly with_account: number
  /** Warnings by code. */
  readonly warnings: { readonly [code: string]: number }
  readonly sample: readonly DryRunPost[]
}

export interface DryRunPost {
  readonly post_id: string
  readonly layout: string
  readonly photos: number
  readonly first_photo: string | null
  readonly caption: string | null
  readonly taken_at: string | null
  readonly date_source: string | null
  readonly country: string | null
  readonly place_source: string | null
  readonly season: string | null
}

/**
 * Reads a feed's metadata through and counts; dates and places of photos' own EXIF are not in it.
 *
 * @throws UserError (exit 5) where there is nothing to read
 */
export async function dryRun(
  inputs: readonly string[],
  options: Partial<FeedOptions>,
  season: SeasonRule,
): Promise<DryRun> {
  const plan = await planFeed(inputs, options)
  const warnings: { [code: string]: number } = {}
  const sample: DryRunPost[] = []
  const counts = { posts: 0, photos: 0, with_caption: 0, with_date: 0, with_country: 0, with_account: 0 }
  for await (const item of readFeed(plan)) {
    if ('warning' in item) {
      warnings[item.warning.code] = (warnings[item.warning.code] ?? 0) + 1
      continue
    }
    const { post } = item
    counts.posts++
    counts.photos += post.photos.length
    counts.with_caption += Number(post.caption !== null)
    counts.with_date += Number(post.takenAt !== null)
    counts.with_country += Number((post.place?.country ?? null) !== null)
    counts.with_account += Number(post.account !== null)
    if (sample.length < SAMPLE_POSTS) sample.push(samplePost(post, season))
  }
  return { layouts: plan.layouts, ...counts, warnings, sample }
}

function samplePost(post: Post, season: SeasonRule): DryRunPost {
  const { takenAt, place } = post
  return {
    post_id: post.id,
    layout: post.layout,
    photos: post.photos.length,
    first_photo: post.photos[0]?.path ?? null,
    caption: post.caption,
    taken_at: takenAt === null ? null : new Date(takenAt.time).toISOString(),
    date_source: takenAt?.source ?? null,
    country: place?.country ?? null,
    place_source: place?.source ?? null,
    season: seasonOf(takenAt?.time ?? null, place, season),
  }
}
