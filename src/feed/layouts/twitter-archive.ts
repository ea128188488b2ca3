import { type Entry, groundOf, readIndex } from '../export-reading.ts'
import { composePost, type Facts } from '../facts.ts'
import { readSmallFile } from '../files.ts'
import { type Folder, listFolder } from '../folder.ts'
import { at, isRecord, type JsonRecord, parseJson } from '../json.ts'
import type { TreeLayout } from '../layout.ts'
import { locatePhoto } from '../locate.ts'
import type { FeedOptions } from '../options.ts'
import type { FeedItem, PhotoRef } from '../post.ts'
import { METADATA_LIMIT } from '../sidecars.ts'
import { decodeText } from '../text.ts'
import { warn } from '../warnings.ts'

/** X/Twitter's archive: `data/tweets.js` (or its parts), photos in `data/tweets_media/<tweet>-<name>`. */
export const twitterLayout: TreeLayout = { name: 'twitter-archive', recognises, read }

const INDEX = /^tweets?(-part\d+)?\.js$/

async function recognises(folder: Folder): Promise<boolean> {
  return (await indexesOf(folder)).length > 0
}

/** Relative paths of the index and its parts. */
async function indexesOf(folder: Folder): Promise<readonly string[]> {
  const home = folder.folders.includes('data') ? 'data/' : ''
  const path = [folder.path, home.slice(0, -1)].filter((part) => part !== '').join('/')
  const { files } = home === '' ? folder : await listFolder(folder.input, path, false)
  return files
    .filter((name) => INDEX.test(name))
    .sort((a, b) => a.length - b.length || (a < b ? -1 : 1))
    .map((name) => `${home}${name}`)
}

async function* read(folder: Folder, options: FeedOptions): AsyncGenerator<FeedItem> {
  for (const index of await indexesOf(folder)) {
    const home = index.startsWith('data/') ? 'data/' : ''
    const account = await accountOf(`${folder.absolute}/${home}account.js`)
    yield* readIndex(folder, index, (entry) => readTweet(folder, home, entry, account, options))
  }
}

async function readTweet(
  folder: Folder,
  home: string,
  { record, path }: Entry,
  account: string | null,
  options: FeedOptions,
): Promise<readonly FeedItem[]> {
  const tweet = isRecord(record.tweet) ? record.tweet : record
  const media = mediaOf(tweet)
  const items: FeedItem[] = []
  const photos: PhotoRef[] = []
  for (const medium of media) {
    const url = medium.media_url_https ?? medium.media_url
    const name = typeof url === 'string' ? (url.split('/').at(-1) ?? '') : ''
    if (medium.type !== undefined && medium.type !== 'photo') items.push(warn('video_skipped', path))
    else if (name === '') items.push(warn('metadata_unreadable', path, 'A medium has no address.'))
    else {
      const photo = await photoOf(folder, home, `${String(tweet.id_str ?? tweet.id)}-${name}`, path, options)
      if ('warning' in photo) items.push(photo)
      else photos.push(photo)
    }
  }
  if (photos.length === 0) return items
  const origin = { layout: 'twitter-archive', path, stem: path, photos } as const
  return [...items, ...composePost({ ...factsOfTweet(tweet, media), account }, origin, options.now)]
}

async function photoOf(folder: Folder, home: string, name: string, path: string, options: FeedOptions) {
  const ground = groundOf(folder)
  const photo = await locatePhoto(`${home}tweets_media/${name}`, ground, path, options)
  if (!('warning' in photo)) return photo
  const older = await locatePhoto(`${home}tweet_media/${name}`, ground, path, options)
  return 'warning' in older ? photo : older
}

/** `extended_entities` has all photos of a tweet, `entities` only the first. */
function mediaOf(tweet: JsonRecord): readonly JsonRecord[] {
  const list = at(tweet, 'extended_entities.media') ?? at(tweet, 'entities.media')
  return Array.isArray(list) ? list.filter(isRecord) : []
}

function factsOfTweet(tweet: JsonRecord, media: readonly JsonRecord[]): Facts {
  return {
    id: tweet.id_str ?? tweet.id,
    caption: captionOf(tweet.full_text ?? tweet.text, media),
    dates: [{ source: 'json', raw: tweet.created_at }],
    coordinates: [
      {
        source: 'coordinates',
        latitude: at(tweet, 'coordinates.coordinates.1'),
        longitude: at(tweet, 'coordinates.coordinates.0'),
      },
      { source: 'coordinates', latitude: at(tweet, 'geo.coordinates.0'), longitude: at(tweet, 'geo.coordinates.1') },
    ],
    country: at(tweet, 'place.country_code'),
    placeNames: [at(tweet, 'place.full_name')],
  }
}

/** The text as typed: without the links that stand for its photos, `&amp;` as `&`. */
function captionOf(text: unknown, media: readonly JsonRecord[]): unknown {
  if (typeof text !== 'string') return text
  const links = media.map(({ url }) => url).filter((url) => typeof url === 'string' && url !== '') as string[]
  const bare = links.reduce((rest, link) => rest.replaceAll(link, ''), text)
  return bare.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&').trim()
}

async function accountOf(file: string): Promise<string | null> {
  const bytes = await readSmallFile(file, METADATA_LIMIT)
  if (typeof bytes === 'string') return null
  const { text } = decodeText(bytes)
  const name = at(parseJson(text.slice(Math.max(0, text.indexOf('[')))), '0.account.username')
  return typeof name === 'string' ? name : null
}
