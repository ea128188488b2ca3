import { discover } from './discover.ts'
import { type Input, resolveInputs } from './inputs.ts'
import { type FeedOptions, feedOptions, inputError, LAYOUTS, type LayoutName } from './options.ts'
import type { FeedItem } from './post.ts'
import { SeenIds } from './seen.ts'
import { shardOf } from './shards.ts'
import { warn } from './warnings.ts'

/** What was found of one layout. */
export interface LayoutCount {
  readonly layout: LayoutName
  /** Photos, as far as names tell; null where only reading would. */
  readonly photos: number | null
  /** Folders, or files for manifests and tars. */
  readonly sources: number
}

/** What will be read. Small, whatever the size of the feed: reading walks again. */
export interface FeedPlan {
  readonly inputs: readonly Input[]
  readonly options: FeedOptions
  readonly layouts: readonly LayoutCount[]
  /** Photos in all, null where a manifest or tar is among the inputs. */
  readonly photos: number | null
  /** One line for people: `1,204 photos: instaloader 1,000 in 2 folders, folder 204 in 1 folder`. */
  readonly summary: string
}

/**
 * Looks at names, not into photos, and says what there is to read.
 *
 * @param inputs folders, manifests, tars, photos, brace patterns, or `-`
 * @throws UserError (exit 5) `input_missing`, `input_unreadable`, `input_unsupported`, `input_empty`, `layout_missing`
 */
export async function planFeed(inputs: readonly string[], given: Partial<FeedOptions> = {}): Promise<FeedPlan> {
  const options = feedOptions(given)
  const resolved = await resolveInputs(inputs)
  const counts = new Map<LayoutName, { photos: number | null; sources: number }>()
  const unread = new Map<string, number>()
  for (const input of resolved) {
    for await (const find of discover(input, options)) {
      for (const extension of find.unread) unread.set(extension, (unread.get(extension) ?? 0) + 1)
      for (const { layout, photos } of find.found) {
        const known = counts.get(layout) ?? { photos: 0, sources: 0 }
        const sum = known.photos === null || photos === null ? null : known.photos + photos
        counts.set(layout, { photos: sum, sources: known.sources + 1 })
      }
    }
  }
  const layouts = LAYOUTS.flatMap((layout) => {
    const count = counts.get(layout)
    return count === undefined ? [] : [{ layout, ...count }]
  })
  if (layouts.length === 0) throw await nothingFound(inputs, options, unread)
  const photos = layouts.reduce<number | null>(
    (sum, count) => (sum === null || count.photos === null ? null : sum + count.photos),
    0,
  )
  return { inputs: resolved, options, layouts, photos, summary: summarise(layouts) }
}

/**
 * The posts of a plan, one after the other, always in the same order: inputs as given, in each a folder's posts by
 * name, then its folders by name. A post whose id was already read gets an id of its own and a warning. With a shard,
 * only its posts, and the warnings whose path hashes to it. Memory does not grow with the feed, except by a hash an id.
 */
export async function* readFeed({ inputs, options }: FeedPlan): AsyncGenerator<FeedItem> {
  const seen = new SeenIds()
  const { shard } = options
  const mine = (key: string) => shard === null || shardOf(key, shard.count) === shard.index
  for (const input of inputs) {
    for await (const find of discover(input, options)) {
      for await (const item of find.read()) {
        if ('warning' in item) {
          if (mine(item.warning.path)) yield item
        } else if (mine(item.post.id)) yield* unrepeated(item, seen)
      }
    }
  }
}

function* unrepeated(item: Extract<FeedItem, { post: unknown }>, seen: SeenIds): Generator<FeedItem> {
  if (!seen.has(item.post.id)) return yield item
  const path = item.post.photos[0]?.path ?? ''
  let own = `${item.post.id}@${path}`
  for (let copy = 2; seen.has(own); copy++) own = `${item.post.id}@${path}~${copy}`
  yield warn('post_repeated', path, `The post \`${item.post.id}\` was already read; this copy is \`${own}\`.`)
  yield { post: { ...item.post, id: own } }
}

function summarise(layouts: readonly LayoutCount[]): string {
  const parts = layouts.map(({ layout, photos, sources }) => {
    const unit = layout === 'manifest' || layout === 'webdataset' ? 'file' : 'folder'
    const where = `${number(sources)} ${unit}${sources === 1 ? '' : 's'}`
    return photos === null ? `${layout} ${where}` : `${layout} ${number(photos)} in ${where}`
  })
  const known = layouts.filter(({ photos }) => photos !== null)
  const total = known.reduce((sum, { photos }) => sum + (photos ?? 0), 0)
  const lead = known.length === 0 ? '' : `${number(total)} photo${total === 1 ? '' : 's'}: `
  return `${lead}${parts.join(', ')}`
}

function number(value: number): string {
  return value.toLocaleString('en-US')
}

async function nothingFound(inputs: readonly string[], options: FeedOptions, unread: ReadonlyMap<string, number>) {
  const where = inputs.map((input) => `\`${input}\``).join(', ')
  if (options.layout !== 'auto' && !inputs.includes('-')) {
    const auto = await planFeed(inputs, { ...options, layout: 'auto' }).catch(() => null)
    const instead = auto === null ? 'Nothing else that can be read is there either.' : `There is: ${auto.summary}.`
    return inputError('layout_missing', `No posts of the layout \`${options.layout}\` in ${where}.`, instead)
  }
  const others = [...unread].sort(([, a], [, b]) => b - a).slice(0, 3)
  const only = others.map(([extension, count]) => `${number(count)} .${extension}`).join(', ')
  return inputError(
    'input_empty',
    `Nothing to read in ${where}${only === '' ? '' : `, only ${only}`}.`,
    'Looked for photos (.jpg .jpeg .png .webp .avif .gif), manifests (metadata.csv .jsonl .parquet), tars and exports.',
  )
}
