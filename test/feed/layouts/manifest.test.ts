import { join } from 'node:path'
import { Readable } from 'node:stream'
import test from 'ava'
import { parquetWriteBuffer } from 'hyparquet-writer'
import { UserError } from '../../../src/errors.ts'
import { parseColumnMap, parseLayout } from '../../../src/feed/options.ts'
import { codes, contentOf, readAll } from '../support/read.ts'
import { temporaryFolder, writeFiles } from '../support/temporary.ts'

const PHOTOS = { 'a.jpg': 'A', 'b.jpg': 'B', 'c.jpg': 'C' }

test('columns of other names are mapped', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, {
    ...PHOTOS,
    'posts.csv': 'shot;words;when;y;x;who;nr\na.jpg;"hello; you";2020-05-01;48,85;2,35;anna;7\n',
  })
  const map = parseColumnMap('image=shot, caption=words,date=when,lat=y,lon=x,account=who,id=nr')
  const { posts } = await readAll([join(folder, 'posts.csv')], { map })
  t.like(posts[0], {
    id: '7',
    account: 'anna',
    caption: 'hello; you',
    takenAt: { time: Date.UTC(2020, 4, 1), source: 'manifest' },
    place: { country: 'FR', latitude: 48.85, longitude: 2.35, source: 'coordinates' },
  })
})

test('with a map, tables of any name in a folder are manifests', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { ...PHOTOS, 'posts.tsv': 'shot\twords\na.jpg\tone\n', 'other.csv': 'x,y\n1,2\n' })
  const { posts } = await readAll([folder], { map: { image: 'shot', caption: 'words' } })
  t.deepEqual(
    posts.map(({ id, caption, layout }) => [id, caption, layout]),
    [['a', 'one', 'manifest']],
  )
})

test('a dotted column reaches into records', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { ...PHOTOS, 'posts.jsonl': '{"media": {"path": "a.jpg"}, "text": "x"}\n' })
  const { posts } = await readAll([join(folder, 'posts.jsonl')], { map: { image: 'media.path' } })
  t.deepEqual(
    posts.map(({ id }) => id),
    ['a'],
  )
})

test('a metadata.csv without photos beside photos is no manifest', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { ...PHOTOS, 'metadata.csv': 'camera,lens\nx,y\n' })
  const { posts } = await readAll([folder])
  t.deepEqual(
    posts.map(({ layout }) => layout),
    ['folder', 'folder', 'folder'],
  )
})

test('photos below a manifest that it does not name are counted', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, {
    ...PHOTOS,
    'train/metadata.jsonl': '{"file_name": "d.jpg"}\n',
    'train/d.jpg': '',
    'train/e.jpg': '',
  })
  const result = await readAll([folder])
  t.deepEqual(codes(result), ['photos_not_listed train'])
  t.is(result.warnings[0]?.message, '1 photos are not named by the manifest and not read.')
  t.deepEqual(
    result.posts.map(({ id }) => id),
    ['a', 'b', 'c', 'train/d'],
  )
})

test('manifests in folders below each other are all read', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, {
    'metadata.csv': 'file_name\na.jpg\n',
    'a.jpg': '',
    'test/metadata.csv': 'file_name\nb.jpg\n',
    'test/b.jpg': '',
  })
  const result = await readAll([folder])
  t.deepEqual(codes(result), [])
  t.deepEqual(
    result.posts.map(({ id }) => id),
    ['a', 'test/b'],
  )
})

test('a list of photos is one post, and so are neighbouring rows of one id', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { ...PHOTOS, 'metadata.jsonl': '{"file_names": ["a.jpg", "b.jpg"]}\n{"file_names": ["c.jpg"]}\n' })
  t.deepEqual(
    (await readAll([folder])).posts.map(({ photos }) => photos.map(contentOf)),
    [['A', 'B'], ['C']],
  )
})

test('Parquet may hold the photos themselves', async (t) => {
  const folder = temporaryFolder(t)
  const rows = ['A', 'B'].map((text) => ({ bytes: Buffer.from(text), path: `${text}.jpg` }))
  const columnData = [
    { name: 'image', data: rows },
    { name: 'caption', data: ['one', null] },
  ]
  const schema = [
    { name: 'root', num_children: 2 },
    { name: 'image', num_children: 2, repetition_type: 'OPTIONAL' },
    { name: 'bytes', type: 'BYTE_ARRAY', repetition_type: 'OPTIONAL' },
    { name: 'path', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
    { name: 'caption', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
  ]
  writeFiles(folder, { 'train.parquet': new Uint8Array(parquetWriteBuffer({ columnData, schema } as never)) })
  const { posts } = await readAll([join(folder, 'train.parquet')])
  t.deepEqual(
    posts.map(({ caption, photos }) => [caption, photos.map(({ path }) => path), photos.map(contentOf)]),
    [
      ['one', ['train.parquet#1/A.jpg'], ['A']],
      [null, ['train.parquet#2/B.jpg'], ['B']],
    ],
  )
})

test('a Parquet file that is cut off is told of', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'train.parquet': 'PAR1 and no more' })
  const result = await readAll([join(folder, 'train.parquet')])
  t.deepEqual(codes(result), ['metadata_unreadable train.parquet'])
})

test('tables in UTF-16 and with a byte-order mark are read', async (t) => {
  const folder = temporaryFolder(t)
  const table = '\ufefffile_name,text\r\na.jpg,"é\nü"\r\n'
  writeFiles(folder, { ...PHOTOS, 'one/metadata.csv': Buffer.from(table, 'utf16le'), 'one/a.jpg': '' })
  writeFiles(folder, { 'two/metadata.csv': table, 'two/a.jpg': '' })
  const captions = (await readAll([join(folder, 'one'), join(folder, 'two')])).posts.map(({ caption }) => caption)
  t.deepEqual(captions, ['é\nü', 'é\nü'])
})

test('rows with too few, too many and badly quoted fields are read as far as they go', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { ...PHOTOS, 'metadata.csv': 'file_name,text\na.jpg\nb.jpg,x,y,z\nc.jpg,a "quoted" word\n' })
  t.deepEqual(
    (await readAll([folder])).posts.map(({ id, caption }) => [id, caption]),
    [
      ['a', null],
      ['b', 'x'],
      ['c', 'a "quoted" word'],
    ],
  )
})

test('lines on standard input name photos anywhere, or below the folder that is given', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, PHOTOS)
  const anywhere = Readable.from([Buffer.from(`${JSON.stringify({ image: join(folder, 'a.jpg') })}\n`)])
  t.deepEqual(
    (await readAll(['-'], { stdin: anywhere })).posts.map(({ photos }) => photos.map(contentOf)),
    [['A']],
  )
  const below = Readable.from([Buffer.from('{"image": "a.jpg"}\n{"image": "../a.jpg"}\n{"image": "/etc/passwd"}\n')])
  const result = await readAll(['-'], { stdin: below, imageRoot: folder })
  t.deepEqual(codes(result), ['path_outside stdin#2', 'path_outside stdin#3'])
  t.is(result.posts.length, 1)
})

test('photos are found whatever the normal form of their accents', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { ['é.jpg'.normalize('NFD')]: 'E', 'metadata.csv': `file_name\n${'é.jpg'.normalize('NFC')}\n` })
  t.deepEqual(
    (await readAll([folder])).posts.map(({ photos }) => photos.map(contentOf)),
    [['E']],
  )
})

test('a map or layout that is none is refused', (t) => {
  const map = t.throws(() => parseColumnMap('image=path,colour=x'), { instanceOf: UserError })
  t.is(
    map.message,
    'Expected role=column with a role of image, caption, date, lat, lon, place, country, account, id for `--map` but received `colour=x`.',
  )
  t.throws(() => parseColumnMap('image='), { instanceOf: UserError })
  t.throws(() => parseColumnMap('__proto__=x'), { instanceOf: UserError })
  const layout = t.throws(() => parseLayout('zip'), { instanceOf: UserError })
  t.is(
    layout.message,
    'Expected one of auto, instagram-export, twitter-archive, flickr-export, manifest, webdataset, instaloader, gallery-dl, folder for `--layout` but received `zip`.',
  )
  t.is(parseLayout('auto'), 'auto')
})
