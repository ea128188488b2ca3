import test, { type ExecutionContext } from 'ava'
import type { Files } from '../support/layouts.ts'
import { codes, readAll } from '../support/read.ts'
import { temporaryFolder, writeFiles } from '../support/temporary.ts'
import { storeXz } from '../support/xz.ts'

const STEM = '2021-09-10_19-46-05_UTC'

function json(node: object, node_type = 'Post'): string {
  return JSON.stringify({ node, instaloader: { version: '4.14.2', node_type } })
}

async function read(t: ExecutionContext, files: Files) {
  const folder = temporaryFolder(t)
  writeFiles(folder, files)
  return readAll([folder])
}

test('without metadata the name gives the date and the folder the account', async (t) => {
  const { posts } = await read(t, { [`anna/${STEM}.jpg`]: '', [`anna/${STEM}.txt`]: 'look\n' })
  t.like(posts[0], {
    id: `anna/${STEM}`,
    account: 'anna',
    caption: 'look',
    takenAt: { time: Date.UTC(2021, 8, 10, 19, 46, 5), source: 'file_name' },
  })
})

test('folders of hashtags, places and feeds are no accounts', async (t) => {
  const { posts } = await read(t, { [`#ootd/${STEM}.jpg`]: '', [`%123/${STEM}.jpg`]: '', [`:feed/${STEM}.jpg`]: '' })
  t.deepEqual(
    posts.map(({ account }) => account),
    [null, null, null],
  )
})

test('a carousel without caption and metadata is one post', async (t) => {
  const { posts } = await read(t, { [`${STEM}_2.jpg`]: '', [`${STEM}_10.jpg`]: '', [`${STEM}_1.webp`]: '' })
  t.deepEqual(
    posts.map(({ photos }) => photos.map(({ path }) => path)),
    [[`${STEM}_1.webp`, `${STEM}_2.jpg`, `${STEM}_10.jpg`]],
  )
})

test('profile pictures, covers and videos with their thumbnails are passed over', async (t) => {
  const result = await read(t, {
    [`${STEM}_profile_pic.jpg`]: '',
    [`${STEM}_cover.jpg`]: '',
    [`${STEM}_1.jpg`]: 'photo',
    [`${STEM}_2.jpg`]: 'thumbnail',
    [`${STEM}_2.mp4`]: '',
    '2020-01-01_00-00-00_UTC.jpg': 'thumbnail',
    '2020-01-01_00-00-00_UTC.mp4': '',
    '2020-01-01_00-00-00_UTC.json': json({ shortcode: 'V' }),
  })
  t.deepEqual(codes(result), [
    'video_skipped 2020-01-01_00-00-00_UTC.mp4',
    `video_skipped ${STEM}_2.mp4`,
    `cover_skipped ${STEM}_cover.jpg`,
    `profile_picture_skipped ${STEM}_profile_pic.jpg`,
  ])
  t.deepEqual(
    result.posts.map(({ photos }) => photos.map(({ path }) => path)),
    [[`${STEM}_1.jpg`]],
  )
})

test('thumbnails whose videos were not saved are known by the metadata', async (t) => {
  const result = await read(t, {
    [`${STEM}.jpg`]: 'thumbnail',
    [`${STEM}.json`]: json({ shortcode: 'V', __typename: 'GraphVideo' }),
    '2022-01-01_00-00-00_UTC_1.jpg': 'photo',
    '2022-01-01_00-00-00_UTC_2.jpg': 'thumbnail',
    '2022-01-01_00-00-00_UTC.json': json({
      shortcode: 'S',
      __typename: 'GraphSidecar',
      edge_sidecar_to_children: { edges: [{ node: { is_video: false } }, { node: { is_video: true } }] },
    }),
  })
  t.deepEqual(codes(result), [`video_skipped ${STEM}.jpg`, 'video_skipped 2022-01-01_00-00-00_UTC_2.jpg'])
  t.deepEqual(
    result.posts.map(({ id, photos }) => [id, photos.length]),
    [['S', 1]],
  )
})

test('older captions, comments and iterators are not read as posts', async (t) => {
  const result = await read(t, {
    [`${STEM}.jpg`]: '',
    [`${STEM}.txt`]: 'new',
    [`${STEM}_old_01.txt`]: 'old',
    [`${STEM}_comments.json`]: '[]',
    'iterator_abc.json.xz': storeXz(Buffer.from('{}')),
    id: '5',
  })
  t.deepEqual(codes(result), [])
  t.deepEqual(
    result.posts.map(({ caption }) => caption),
    ['new'],
  )
})

test('metadata of a profile or hashtag is no post', async (t) => {
  const result = await read(t, {
    [`${STEM}.jpg`]: '',
    'anna_77.json.xz': storeXz(Buffer.from(json({ username: 'anna' }, 'Profile'))),
    '#ootd_5.json.xz': storeXz(Buffer.from(json({ name: 'ootd' }, 'Hashtag'))),
  })
  t.deepEqual(codes(result), [])
  t.is(result.posts.length, 1)
})

test('metadata of a post without its photo is told of', async (t) => {
  const result = await read(t, { 'x.jpg': '', [`${STEM}.json`]: json({ shortcode: 'A' }) })
  t.deepEqual(codes(result), [`caption_without_photo ${STEM}`])
})

test('a story is a post', async (t) => {
  const { posts } = await read(t, {
    [`${STEM}.jpg`]: '',
    [`${STEM}.json`]: json({ id: '99', taken_at_timestamp: 1600000000, owner: { username: 'anna' } }, 'StoryItem'),
  })
  t.like(posts[0], { id: '99', account: 'anna', takenAt: { time: 1600000000000, source: 'json' } })
})

test('the form of the phone’s interface is understood', async (t) => {
  const { posts } = await read(t, {
    [`${STEM}.jpg`]: '',
    [`${STEM}.json`]: json({
      iphone_struct: {
        code: 'Cphone',
        taken_at: 1600000001,
        caption: { text: 'from the phone' },
        user: { username: 'anna' },
        location: { name: 'Lisbon, Portugal', lat: 38.7223, lng: -9.1393 },
      },
    }),
  })
  t.like(posts[0], {
    id: 'Cphone',
    account: 'anna',
    caption: 'from the phone',
    takenAt: { time: 1600000001000, source: 'json' },
    place: { country: 'PT', latitude: 38.7223, source: 'coordinates' },
  })
})

test('a place with a name only is a place name', async (t) => {
  const { posts } = await read(t, {
    [`${STEM}.jpg`]: '',
    [`${STEM}.json`]: json({ shortcode: 'A', location: { id: '1', name: 'Lisbon, Portugal' } }),
  })
  t.deepEqual(posts[0]?.place, { country: 'PT', latitude: null, longitude: null, source: 'place_name' })
})

test('a location file gives coordinates, or a name alone', async (t) => {
  const { posts } = await read(t, {
    [`${STEM}.jpg`]: '',
    [`${STEM}_location.txt`]: 'Harajuku\nhttps://maps.google.com/maps?q=35.6702,139.7027&ll=35.6702,139.7027\n',
    '2022-01-01_00-00-00_UTC.jpg': '',
    '2022-01-01_00-00-00_UTC_location.txt': 'Kyoto, Japan',
  })
  t.deepEqual(
    posts.map(({ place }) => [place?.country, place?.latitude, place?.source]),
    [
      ['JP', 35.6702, 'coordinates'],
      ['JP', null, 'place_name'],
    ],
  )
})

test('the JSON’s caption stands before the text file’s', async (t) => {
  const { posts } = await read(t, {
    [`${STEM}.jpg`]: '',
    [`${STEM}.txt`]: 'whatever the user let be written here',
    [`${STEM}.json`]: json({ shortcode: 'A', caption: 'the caption' }),
  })
  t.is(posts[0]?.caption, 'the caption')
})

test('other photos in the folder are posts of their own', async (t) => {
  const { posts } = await read(t, { [`${STEM}.jpg`]: '', 'holiday.jpg': '', 'holiday.txt': 'sea' })
  t.deepEqual(
    posts.map(({ layout, caption }) => [layout, caption]),
    [
      ['instaloader', null],
      ['folder', 'sea'],
    ],
  )
})
