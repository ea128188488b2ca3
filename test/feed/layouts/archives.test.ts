import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import test, { type ExecutionContext } from 'ava'
import { splitName } from '../../../src/feed/layouts/webdataset.ts'
import type { Files } from '../support/layouts.ts'
import { codes, contentOf, readAll } from '../support/read.ts'
import { tarOf } from '../support/tar.ts'
import { temporaryFolder, writeFiles } from '../support/temporary.ts'

async function read(t: ExecutionContext, files: Files) {
  const folder = temporaryFolder(t)
  writeFiles(folder, files)
  return readAll([folder])
}

test('a WebDataset key reaches to the first dot of the base name', (t) => {
  t.deepEqual(splitName('a/b.c/look.v2.JPG'), { key: 'a/b.c/look', extension: 'v2.jpg' })
  t.deepEqual(splitName('look'), { key: 'look', extension: '' })
})

test('tars are read in the order of a brace pattern, packed or not', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, {
    '00.tar': await tarOf([['0.jpg', 'A']]),
    '01.tar': await tarOf([['0.jpg', 'B']]),
    '02.tar.gz': gzipSync(await tarOf([['0.jpg', 'C']])),
  })
  const { posts, summary } = await readAll([join(folder, '{00..01}.tar'), join(folder, '02.tar.gz')])
  t.is(summary, 'webdataset 3 files')
  t.deepEqual(
    posts.map(({ id, photos }) => [id, photos[0]?.path, photos.map(contentOf)]),
    [
      ['00/0', '00.tar/0.jpg', ['A']],
      ['01/0', '01.tar/0.jpg', ['B']],
      ['02.tar/0', '02.tar.gz/0.jpg', ['C']],
    ],
  )
})

test('a brace pattern with a gap names the missing tar', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { '00.tar': await tarOf([['0.jpg', 'A']]) })
  await t.throwsAsync(readAll([join(folder, '{00..01}.tar')]), {
    message: `There is no file or folder \`${join(folder, '01.tar')}\`.`,
  })
})

test('one id for every sample of a tar keeps the posts apart', async (t) => {
  const result = await read(t, {
    'a.tar': await tarOf([
      ['0.jpg', 'A'],
      ['0.json', '{"id": "same"}'],
      ['1.jpg', 'B'],
      ['1.json', '{"id": "same"}'],
    ]),
  })
  t.deepEqual(
    result.posts.map(({ id }) => id),
    ['same', 'same@a.tar/1.jpg'],
  )
})

test('Instagram’s exports before 2021 are read', async (t) => {
  const media = {
    photos: [{ caption: 'LÃ¸ye', taken_at: '2019-05-04T10:00:00', path: 'photos/a.jpg', location: 'Oslo, Norway' }],
    videos: [{ path: 'x' }],
  }
  const result = await read(t, { 'media.json': JSON.stringify(media), 'photos/a.jpg': 'A', 'photos/unlisted.jpg': '' })
  t.like(result.posts[0], {
    id: 'photos/a',
    caption: 'Løye',
    takenAt: { time: Date.UTC(2019, 4, 4, 10), source: 'json' },
    place: { country: 'NO', source: 'place_name' },
  })
  t.is(result.posts.length, 1)
})

test('an export of Instagram in parts is read part by part; a single post may be an object', async (t) => {
  const post = (uri: string) => ({ media: [{ uri, creation_timestamp: 1600000000, title: uri }] })
  const result = await read(t, {
    'content/posts_10.json': JSON.stringify([post('media/c.jpg')]),
    'content/posts_2.json': JSON.stringify([post('media/b.jpg'), { media: { uri: 'media/d.jpg', title: 'alone' } }]),
    'content/posts_1.json': JSON.stringify(post('media/a.jpg')),
    'content/stories.json': '{"ig_stories": [{"uri": "media/story.jpg"}]}',
    ...Object.fromEntries(['a', 'b', 'c', 'd', 'story'].map((name) => [`media/${name}.jpg`, ''])),
  })
  t.deepEqual(codes(result), [])
  t.deepEqual(
    result.posts.map(({ id, caption }) => [id, caption]),
    [
      ['media/a', 'media/a.jpg'],
      ['media/b', 'media/b.jpg'],
      ['media/d', 'alone'],
      ['media/c', 'media/c.jpg'],
    ],
  )
})

test('videos in exports are told of', async (t) => {
  const result = await read(t, {
    'posts_1.json': '[{"media": [{"uri": "a.mp4"}, {"uri": "a.jpg"}]}, {"media": [{"uri": "b.mp4"}]}]',
    'a.jpg': '',
  })
  t.deepEqual(codes(result), ['video_skipped posts_1.json#1', 'video_skipped posts_1.json#2'])
  t.is(result.posts.length, 1)
})

test('X/Twitter’s archive in parts, with escapes, links and videos', async (t) => {
  const tweet = (id: string, type: string, text: string) => ({
    tweet: {
      id_str: id,
      full_text: text,
      created_at: 'Wed Oct 10 20:19:24 +0000 2018',
      entities: { media: [{ type, media_url_https: `https://pbs.twimg.com/media/${id}x.jpg`, url: 'https://t.co/1' }] },
      place: { full_name: 'Paris, France', country_code: 'FR' },
    },
  })
  const part = (number: number, ...tweets: object[]) => `window.YTD.tweets.part${number} = ${JSON.stringify(tweets)}`
  const result = await read(t, {
    'data/tweets.js': part(0, tweet('1', 'photo', 'you &amp; me &lt;3 https://t.co/1')),
    'data/tweets-part1.js': part(1, tweet('2', 'video', 'moves'), tweet('3', 'photo', 'gone')),
    'data/tweets_media/1-1x.jpg': 'A',
  })
  t.like(result.posts[0], {
    id: '1',
    caption: 'you & me <3',
    account: null,
    place: { country: 'FR', source: 'place_name' },
  })
  t.is(result.posts.length, 1)
  t.deepEqual(codes(result), ['video_skipped data/tweets-part1.js#1', 'photo_missing data/tweets-part1.js#2'])
})

test('code in X/Twitter’s index is never run', async (t) => {
  const code = 'globalThis.pwned = true; window.YTD.tweets.part0 = [{"tweet": {"id_str": "1"}}]; throw 1'
  await read(t, { 'data/tweets.js': code, 'other/a.jpg': '' })
  t.false('pwned' in globalThis)
})

test('Flickr’s titles, tags and places', async (t) => {
  const record = (id: number, more: object) =>
    JSON.stringify({ id: String(id), date_taken: '2019-05-04 10:00:00', ...more })
  const result = await read(t, {
    'photo_10000001.json': record(10000001, {
      name: 'At the sea',
      description: '',
      tags: [{ tag: 'summer dress' }, { tag: 'sea' }],
    }),
    'photo_10000002.json': record(10000002, {
      name: 'IMG_2041',
      description: 'worn #sea',
      tags: [{ tag: 'Sea' }],
      geo: [{ latitude: '48858844', longitude: '2294351' }],
    }),
    'photo_10000003.json': record(10000003, {
      geo: [{ latitude: '48.858', longitude: '2.294' }],
      date_taken: '0000-00-00 00:00:00',
    }),
    'photo_10000004.json': record(10000004, {}),
    'photos/at-the-sea_10000001_o.jpg': '1',
    'photos/10000002_abcdef_o.jpg': '2',
    'photos/img_10000003_o.png': '3',
  })
  t.deepEqual(codes(result), ['date_impossible photo_10000003.json', 'photo_missing photo_10000004.json'])
  t.deepEqual(
    result.posts.map(({ id, caption, place, photos }) => [
      id,
      caption,
      place?.country ?? null,
      photos.map(contentOf).join(),
    ]),
    [
      ['10000001', 'At the sea\n#summerdress #sea', null, '1'],
      ['10000002', 'worn #sea', 'FR', '2'],
      ['10000003', null, 'FR', '3'],
    ],
  )
})

test('gallery-dl of other sites', async (t) => {
  const result = await read(t, {
    'flickr_1.jpg': '',
    'flickr_1.jpg.json': JSON.stringify({
      category: 'flickr',
      id: 1,
      title: 'At the sea',
      tags: ['summer', 'sea'],
      date: '2019-05-04 10:00:00',
      owner: { nsid: 'x@N', username: 'anna' },
      location: { latitude: 48.858, longitude: 2.294 },
    }),
    'ig.jpg': '',
    'ig.jpg.json': JSON.stringify({
      post_shortcode: 'C1',
      username: 'anna',
      location_slug: 'lisbon-portugal',
      description: 'x',
    }),
    'tw.png': '',
    'tw.png.json': JSON.stringify({ tweet_id: 5, content: 'hi', author: { name: 'bo' }, date: '2020-01-01 00:00:00' }),
    'v.mp4': '',
    'v.mp4.json': '{}',
    'gone.jpg.json': '{}',
    'info.json': '{}',
  })
  t.deepEqual(
    result.posts.map(({ id, account, caption, place }) => [id, account, caption, place?.country ?? null]),
    [
      ['1', 'anna', 'At the sea\n#summer #sea', 'FR'],
      ['C1', 'anna', 'x', 'PT'],
      ['5', 'bo', 'hi', null],
    ],
  )
  t.deepEqual(codes(result), ['caption_without_photo gone.jpg.json', 'video_skipped v.mp4'])
})
