import { composePost, type Facts } from '../facts.ts'
import type { Folder } from '../folder.ts'
import { shownPath } from '../inputs.ts'
import { at, first, isRecord, type JsonRecord } from '../json.ts'
import type { Claim, Draft, Passed, SidecarLayout } from '../layout.ts'
import { isPhotoName, isVideoName, stemOf } from '../names.ts'
import type { FeedOptions } from '../options.ts'
import type { FeedItem } from '../post.ts'
import { mtimeDates, photoRefs, readMetadata } from '../sidecars.ts'
import { withTags } from '../tags.ts'

/**
 * gallery-dl with `--write-metadata`: `x.jpg` beside `x.jpg.json`, one record a file. Files of one post follow each
 * other and become one post.
 */
export const galleryDlLayout: SidecarLayout = { name: 'gallery-dl', owns: async () => false, claim, read }

function claim(names: readonly string[]): Claim {
  const present = new Set(names)
  const drafts: Draft[] = []
  const passed: Passed[] = []
  const rest: string[] = []
  for (const name of names) {
    const media = name.endsWith('.json') ? name.slice(0, -'.json'.length) : name
    const pair = present.has(`${media}.json`)
    if (!pair || !(isPhotoName(media) || isVideoName(media))) rest.push(name)
    else if (media === name) continue
    else if (isVideoName(media)) passed.push({ code: 'video_skipped', name: media })
    else if (present.has(media)) {
      const stem = stemOf(media)
      drafts.push({ layout: 'gallery-dl', stem, photos: [media], caption: null, metadata: name, place: null })
    } else passed.push({ code: 'caption_without_photo', name })
  }
  const pairs = drafts.length + passed.length
  return { drafts, passed, rest: pairs === 0 ? rest : rest.filter((name) => name !== 'info.json') }
}

async function read(folder: Folder, draft: Draft, options: FeedOptions): Promise<readonly FeedItem[]> {
  const items: FeedItem[] = []
  const reading = { folder, options, items }
  const [photos, metadata] = await Promise.all([
    photoRefs(reading, draft.photos),
    readMetadata(reading, draft.metadata),
  ])
  if (photos.length === 0) return items
  const stem = shownPath(folder.input, folder.path, draft.stem)
  const facts = metadata === null ? {} : factsOfFile(metadata)
  const dates = [...(facts.dates ?? []), ...(await mtimeDates(photos, options))]
  const origin = { layout: 'gallery-dl', path: photos[0]?.path ?? stem, stem, photos } as const
  return [...items, ...composePost({ ...facts, dates }, origin, options.now)]
}

/** gallery-dl names keys by site; these are Instagram's, Flickr's, X/Twitter's and the common ones. */
function factsOfFile(record: JsonRecord): Facts {
  const slug = record.location_slug
  return {
    id: first(record, ['post_shortcode', 'post_id', 'tweet_id', 'shortcode', 'id']),
    account: first(record, [
      'username',
      'owner.username',
      'user.username',
      'author.name',
      'user.name',
      'owner_id',
      'blog_name',
    ]),
    caption: withTags(first(record, ['description', 'content', 'caption', 'title']), tagNames(record.tags)),
    dates: [{ source: 'json', raw: first(record, ['post_date', 'date']) }],
    coordinates: [
      {
        source: 'coordinates',
        latitude: first(record, ['location.latitude', 'location.lat', 'latitude', 'lat']),
        longitude: first(record, ['location.longitude', 'location.lng', 'longitude', 'lng']),
      },
    ],
    placeNames: [
      first(record, ['location.name', 'location_name']),
      typeof slug === 'string' ? slug.replaceAll('-', ' ') : undefined,
    ],
    country: at(record, 'location.country._content') ?? at(record, 'location.country'),
  }
}

function tagNames(tags: unknown): readonly string[] {
  const list = typeof tags === 'string' ? tags.split(/[\s,]+/) : Array.isArray(tags) ? tags : []
  return list.map((tag) => (isRecord(tag) ? tag._content : tag)).filter((tag) => typeof tag === 'string')
}
