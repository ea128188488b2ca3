import test, { type ExecutionContext } from 'ava'
import type { Files } from '../support/layouts.ts'
import { codes, contentOf, readAll } from '../support/read.ts'
import { temporaryFolder, writeFiles } from '../support/temporary.ts'

async function read(t: ExecutionContext, files: Files) {
  const folder = temporaryFolder(t)
  writeFiles(folder, files)
  return readAll([folder])
}

test('captions stand beside photos, as look.txt or look.jpg.txt', async (t) => {
  const { posts } = await read(t, {
    'a.JPG': '',
    'a.txt': 'one',
    'b.v2.png': '',
    'b.v2.txt': 'two',
    'c.webp': '',
    'c.webp.txt': 'three',
  })
  t.deepEqual(
    posts.map(({ id, caption }) => [id, caption]),
    [
      ['a', 'one'],
      ['b.v2', 'two'],
      ['c', 'three'],
    ],
  )
})

test('numbered photos join a caption that has no photo of its own', async (t) => {
  const { posts } = await read(t, { 'look_1.jpg': '1', 'look_2.jpg': '2', 'look_10.jpg': '10', 'look.txt': 'three' })
  t.deepEqual(
    posts.map(({ id, caption, photos }) => [id, caption, photos.map(contentOf)]),
    [['look', 'three', ['1', '2', '10']]],
  )
})

test('numbered photos with captions of their own, or beside an unnumbered one, are posts of their own', async (t) => {
  const result = await read(t, {
    'a.jpg': '',
    'a.txt': 'a',
    'a_1.jpg': '',
    'b_1.jpg': '',
    'b_1.txt': 'b1',
    'b_2.jpg': '',
    'b_2.txt': 'b2',
  })
  t.deepEqual(
    result.posts.map(({ id }) => id),
    ['a', 'a_1', 'b_1', 'b_2'],
  )
})

for (const key of ['caption', 'text', 'description', 'title']) {
  test(`the JSON’s ${key} is the caption where no text file has one`, async (t) => {
    const json = JSON.stringify({ [key]: 'from the JSON' })
    const { posts } = await read(t, {
      'a.jpg': '',
      'a.json': json,
      'b.jpg': '',
      'b.json': json,
      'b.txt': 'typed',
      'c.jpg': '',
      'c.json': json,
      'c.txt': ' ',
    })
    t.deepEqual(
      posts.map(({ caption }) => caption),
      ['from the JSON', 'typed', 'from the JSON'],
    )
  })
}

test('the JSON’s date wins over the name’s, an impossible one falls back to it', async (t) => {
  const result = await read(t, {
    'a_20200101.jpg': '',
    'a_20200101.json': '{"date": "2021-05-06"}',
    'b_20200101.jpg': '',
    'b_20200101.json': '{"date": "0001-01-01"}',
  })
  t.deepEqual(
    result.posts.map(({ takenAt }) => takenAt),
    [
      { time: Date.UTC(2021, 4, 6), source: 'json' },
      { time: Date.UTC(2020, 0, 1), source: 'file_name' },
    ],
  )
  t.deepEqual(codes(result), ['date_impossible b_20200101.jpg'])
})

for (const [form, place] of [
  ['latitude and longitude', { latitude: 35.66, longitude: 139.7 }],
  ['lat and lng', { lat: '35.66', lng: '139.7' }],
  ['a location', { location: { lat: 35.66, lon: 139.7, name: 'Shibuya' } }],
  ['a geo', { geo: { latitude: 35.66, longitude: 139.7 } }],
] as const) {
  test(`coordinates are found under ${form}`, async (t) => {
    const { posts } = await read(t, { 'a.jpg': '', 'a.json': JSON.stringify(place) })
    t.deepEqual(posts[0]?.place, { country: 'JP', latitude: 35.66, longitude: 139.7, source: 'coordinates' })
  })
}

for (const [form, place, source] of [
  ['a country code', { country: 'jp' }, 'place_name'],
  ['a country’s name', { country: 'Japan' }, 'place_name'],
  ['the name of a location', { location: { name: 'Tokyo, Japan' } }, 'place_name'],
  ['a location that is text', { location: 'Tokyo' }, 'place_name'],
  ['a flag in the caption', { caption: '🇯🇵' }, 'caption'],
] as const) {
  test(`a country is found by ${form}`, async (t) => {
    const { posts } = await read(t, { 'a.jpg': '', 'a.json': JSON.stringify(place) })
    t.deepEqual(posts[0]?.place, { country: 'JP', latitude: null, longitude: null, source })
  })
}

test('accounts are found by name or number', async (t) => {
  const account = async (record: object) =>
    (await read(t, { 'a.jpg': '', 'a.json': JSON.stringify(record) })).posts[0]?.account
  t.is(await account({ username: 'anna' }), 'anna')
  t.is(await account({ owner: { username: 'anna', id: 5 } }), 'anna')
  t.is(await account({ user: 77 }), '77')
  t.is(await account({ owner: {} }), null)
})

test('numbers too large to be exact, long texts and objects are no ids', async (t) => {
  const id = async (json: string) => (await read(t, { 'a.jpg': '', 'a.json': json })).posts[0]?.id
  t.is(await id('{"id": 123}'), '123')
  t.is(await id('{"id": 12345678901234567890}'), 'a')
  t.is(await id(`{"id": "${'x'.repeat(201)}"}`), 'a')
  t.is(await id('{"id": {}}'), 'a')
  t.is(await id('{"id": "  "}'), 'a')
})

test('what systems leave behind is no photo', async (t) => {
  const { posts } = await read(t, {
    'a.jpg': '',
    '._a.jpg': '',
    '.trash/b.jpg': '',
    '__MACOSX/c.jpg': '',
    '@eaDir/d.jpg': '',
    'Thumbs.db': '',
  })
  t.deepEqual(
    posts.map(({ id }) => id),
    ['a'],
  )
})

test('img2dataset’s folders are read with their EXIF', async (t) => {
  const exif = JSON.stringify({
    'EXIF DateTimeOriginal': '2019:05:04 10:00:00',
    'EXIF OffsetTimeOriginal': '+02:00',
    'GPS GPSLatitude': '[33, 51, 2961/100]',
    'GPS GPSLatitudeRef': 'S',
    'GPS GPSLongitude': '[151, 12, 0]',
    'GPS GPSLongitudeRef': 'E',
  })
  const record = { url: 'https://example.org/x.jpg', key: '000000012', status: 'success', caption: 'sea', exif }
  const result = await read(t, {
    '00000/000000012.jpg': '',
    '00000/000000012.txt': 'sea',
    '00000/000000012.json': JSON.stringify(record),
    '00000_stats.json': '{}',
  })
  t.deepEqual(codes(result), [])
  const [post] = result.posts
  t.like(post, { id: '000000012', caption: 'sea', takenAt: { time: Date.UTC(2019, 4, 4, 8), source: 'exif' } })
  t.like(post?.place, { country: 'AU', source: 'exif' })
})
