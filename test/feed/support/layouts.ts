import { parquetWriteBuffer } from 'hyparquet-writer'
import type { LayoutName } from '../../../src/feed/options.ts'
import { ACCOUNT, SAMPLE, type SamplePost } from './sample.ts'
import { tarOf } from './tar.ts'
import { storeXz } from './xz.ts'

export type Files = { [path: string]: string | Uint8Array }

/** One way to write the sample feed. */
export interface Writing {
  readonly name: string
  readonly layout: LayoutName
  /** Flickr has no carousels, WebDataset no accounts, exports of Instagram no ids. */
  readonly without?: 'ids' | 'accounts' | 'carousels'
  write(): Files | Promise<Files>
}

export const WRITINGS: readonly Writing[] = [
  { name: 'folder', layout: 'folder', write: () => folder('plain') },
  { name: 'instaloader with .json', layout: 'instaloader', write: () => instaloader('json') },
  { name: 'instaloader with .json.xz', layout: 'instaloader', write: () => instaloader('xz') },
  { name: 'instaloader with names of the user', layout: 'instaloader', write: () => instaloader('own names') },
  { name: 'gallery-dl', layout: 'gallery-dl', write: galleryDl },
  { name: 'webdataset', layout: 'webdataset', without: 'accounts', write: webdataset },
  { name: 'ImageFolder CSV', layout: 'manifest', write: () => manifest('csv') },
  { name: 'ImageFolder JSON lines', layout: 'manifest', write: () => manifest('jsonl') },
  { name: 'ImageFolder Parquet', layout: 'manifest', write: () => manifest('parquet') },
  {
    name: 'instagram-export',
    layout: 'instagram-export',
    without: 'ids',
    write: () => instagram('your_instagram_activity/media'),
  },
  { name: 'instagram-export of 2021', layout: 'instagram-export', without: 'ids', write: () => instagram('content') },
  { name: 'twitter-archive', layout: 'twitter-archive', write: twitter },
  { name: 'flickr-export', layout: 'flickr-export', without: 'carousels', write: flickr },
]

function iso({ time }: SamplePost): string {
  return new Date(time * 1000).toISOString()
}

/** `2019-06-01 08:30:00` */
function clock(post: SamplePost): string {
  return iso(post).slice(0, 19).replace('T', ' ')
}

function located(post: SamplePost, latitude: string, longitude: string): object {
  return post.latitude === null ? {} : { [latitude]: post.latitude, [longitude]: post.longitude }
}

function names(stem: string, { photos }: SamplePost): readonly string[] {
  return photos.length === 1 ? [`${stem}.jpg`] : photos.map((_, index) => `${stem}_${index + 1}.jpg`)
}

function put(files: Files, paths: readonly string[], post: SamplePost): void {
  for (const [index, path] of paths.entries()) files[path] = post.photos[index] ?? ''
}

function folder(home: string): Files {
  const files: Files = {}
  for (const [index, post] of SAMPLE.entries()) {
    const stem = `${home}/look${index}`
    put(files, names(stem, post), post)
    if (post.caption !== null) files[`${stem}.txt`] = post.caption
    const facts = {
      shortcode: post.id,
      username: ACCOUNT,
      taken_at: iso(post),
      ...located(post, 'latitude', 'longitude'),
    }
    files[`${stem}.json`] = JSON.stringify(facts)
  }
  return files
}

function instaloader(kind: 'json' | 'xz' | 'own names'): Files {
  const files: Files = { 'anna.walks/id': '12345', 'anna.walks/iterator_AbC.json.xz': storeXz(Buffer.from('{}')) }
  for (const post of SAMPLE) {
    const default_ = `${iso(post).slice(0, 19).replace('T', '_').replaceAll(':', '-')}_UTC`
    const stem = `anna.walks/${kind === 'own names' ? post.id : default_}`
    put(files, names(stem, post), post)
    const older = kind === 'json'
    const node = {
      ...(older ? { code: post.id, date: post.time } : { shortcode: post.id, taken_at_timestamp: post.time }),
      ...(older
        ? { caption: post.caption }
        : { edge_media_to_caption: { edges: post.caption === null ? [] : [{ node: { text: post.caption } }] } }),
      __typename: post.photos.length > 1 ? 'GraphSidecar' : 'GraphImage',
      owner: { id: '77', username: ACCOUNT },
      location: post.latitude === null ? null : { id: '1', name: 'Here', lat: post.latitude, lng: post.longitude },
    }
    const json = JSON.stringify({ node, instaloader: { version: '4.14', node_type: 'Post' } })
    files[`${stem}.json${kind === 'xz' ? '.xz' : ''}`] = kind === 'xz' ? storeXz(Buffer.from(json)) : json
    if (post.caption !== null) files[`${stem}.txt`] = `${post.caption}\n`
  }
  return files
}

function galleryDl(): Files {
  const files: Files = {}
  for (const [index, post] of SAMPLE.entries()) {
    for (const [member, photo] of post.photos.entries()) {
      const media = `${100 + index}${post.photos.length > 1 ? `_${200 + member}` : ''}.jpg`
      files[`gallery-dl/instagram/${ACCOUNT}/${media}`] = photo
      files[`gallery-dl/instagram/${ACCOUNT}/${media}.json`] = JSON.stringify({
        category: 'instagram',
        post_shortcode: post.id,
        username: ACCOUNT,
        description: post.caption ?? '',
        tags: post.caption?.match(/#\w+/g) ?? [],
        post_date: clock(post),
        date: '2024-01-01 00:00:00',
        num: member + 1,
        ...located(post, 'latitude', 'longitude'),
      })
    }
  }
  return files
}

async function webdataset(): Promise<Files> {
  const entries: [string, string][] = []
  for (const [index, post] of SAMPLE.entries()) {
    const key = `00000/00000000${index}`
    for (const [member, photo] of post.photos.entries()) {
      entries.push([`${key}.${post.photos.length > 1 ? `${member}.` : ''}jpg`, photo])
    }
    if (post.caption !== null) entries.push([`${key}.txt`, post.caption])
    const facts = { status: 'success', id: post.id, date: iso(post), ...located(post, 'lat', 'lon') }
    entries.push([`${key}.json`, JSON.stringify(facts)])
  }
  return { '00000.tar': await tarOf(entries), '00000_stats.json': '{"count": 5}' }
}

function manifest(kind: 'csv' | 'jsonl' | 'parquet'): Files {
  const files: Files = {}
  const rows: { readonly [column: string]: string | number | null }[] = []
  for (const [index, post] of SAMPLE.entries()) {
    const paths = names(`train/img${index}`, post)
    put(files, paths, post)
    for (const path of paths) {
      const { id, caption, latitude, longitude } = post
      rows.push({
        file_name: path,
        post_id: id,
        text: caption,
        created_at: iso(post),
        latitude,
        longitude,
        account: ACCOUNT,
      })
    }
  }
  const columns = Object.keys(rows[0] ?? {})
  if (kind === 'jsonl') files['metadata.jsonl'] = rows.map((row) => `${JSON.stringify(row)}\n`).join('')
  else if (kind === 'csv') {
    const quoted = (value: unknown) => (value === null ? '' : `"${String(value).replaceAll('"', '""')}"`)
    const lines = rows.map((row) => columns.map((column) => quoted(row[column])).join(','))
    files['metadata.csv'] = [columns.join(','), ...lines].join('\r\n')
  } else {
    const columnData = columns.map((name) => ({ name, data: rows.map((row) => row[name]), nullable: true }))
    files['metadata.parquet'] = new Uint8Array(parquetWriteBuffer({ columnData: columnData as never }))
  }
  return files
}

/** UTF-8 bytes as Latin-1 characters, as the real exports have them. */
function mojibake(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1')
}

function instagram(home: string): Files {
  const files: Files = {
    'personal_information/personal_information/personal_information.json': JSON.stringify({
      profile_user: [{ string_map_data: { Username: { value: ACCOUNT } } }],
    }),
    'media/profile/me.jpg': 'not a post',
  }
  const posts = SAMPLE.map((post, index) => {
    const paths = names(`media/posts/202101/${index}_n`, post)
    put(files, paths, post)
    const caption = mojibake(post.caption ?? '')
    const single = paths.length === 1
    const exif_data = post.latitude === null ? [] : [{ latitude: post.latitude, longitude: post.longitude }]
    const media = paths.map((uri) => ({
      uri,
      creation_timestamp: post.time,
      media_metadata: { photo_metadata: { exif_data } },
      title: single ? caption : '',
    }))
    return single ? { media } : { media, title: caption, creation_timestamp: post.time }
  })
  files[`${home}/posts_1.json`] = JSON.stringify(posts)
  return files
}

function twitter(): Files {
  const files: Files = {
    'data/account.js': `window.YTD.account.part0 = ${JSON.stringify([{ account: { username: ACCOUNT } }])}`,
    'data/tweets_media/999-left.jpg': 'of no tweet',
  }
  const tweets = SAMPLE.map((post) => {
    const media = post.photos.map((photo, member) => {
      const name = `m${member}.jpg`
      files[`data/tweets_media/${post.id}-${name}`] = photo
      return { type: 'photo', media_url_https: `https://pbs.twimg.com/media/${name}`, url: 'https://t.co/abc' }
    })
    return {
      tweet: {
        id_str: post.id,
        full_text: `${post.caption ?? ''} https://t.co/abc`.replaceAll('&', '&amp;'),
        created_at: twitterDate(post),
        entities: { media: media.slice(0, 1) },
        extended_entities: { media },
        ...(post.latitude === null
          ? {}
          : { coordinates: { coordinates: [String(post.longitude), String(post.latitude)] } }),
      },
    }
  })
  const words = {
    tweet: { id_str: '5', full_text: 'no photo', created_at: 'Wed Oct 10 20:19:24 +0000 2018', entities: {} },
  }
  files['data/tweets.js'] = `window.YTD.tweets.part0 = ${JSON.stringify([...tweets, words], null, 2)}`
  return files
}

function twitterDate({ time }: SamplePost): string {
  const date = new Date(time * 1000)
  const month = date.toLocaleString('en-US', { month: 'short', timeZone: 'UTC' })
  return `Wed ${month} ${String(date.getUTCDate()).padStart(2, '0')} ${date.toISOString().slice(11, 19)} +0000 ${date.getUTCFullYear()}`
}

function flickr(): Files {
  const files: Files = { '7215_0a1b2c_part1/albums.json': '{"albums":[]}' }
  let id = 50_000_000
  for (const post of SAMPLE) {
    for (const [member, photo] of post.photos.entries()) {
      id += 1
      files[`data-download-1/my-look_${id}_o.jpg`] = photo
      files[`7215_0a1b2c_part1/photo_${id}.json`] = JSON.stringify({
        id: String(id),
        name: `DSC0${member}`,
        description: post.caption ?? '',
        date_taken: clock(post),
        geo:
          post.latitude === null
            ? []
            : [
                {
                  latitude: String(Math.round(post.latitude * 1e6)),
                  longitude: String(Math.round((post.longitude ?? 0) * 1e6)),
                },
              ],
        tags: (post.caption?.match(/#\w+/g) ?? []).map((tag) => ({ tag: tag.slice(1) })),
      })
    }
  }
  return files
}
