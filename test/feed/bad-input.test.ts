import { execFileSync } from 'node:child_process'
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import test from 'ava'
import type { Files } from './support/layouts.ts'
import { codes, readAll } from './support/read.ts'
import { tarOf } from './support/tar.ts'
import { temporaryFolder, writeFiles } from './support/temporary.ts'
import { storeXz } from './support/xz.ts'

interface Case {
  readonly name: string
  readonly files: () => Files | Promise<Files>
  readonly warnings: readonly string[]
  /** Ids of the posts that are read all the same. */
  readonly posts: readonly string[]
}

const IMAGE = { 'ok.jpg': 'photo' }
const UTC = '2021-09-10_19-46-05_UTC'

const CASES: readonly Case[] = [
  {
    name: 'JSON cut off',
    files: () => ({ ...IMAGE, 'ok.json': '{"caption": "he' }),
    warnings: ['metadata_unreadable ok.json'],
    posts: ['ok'],
  },
  {
    name: 'JSON that is a list, a text, a number, nothing',
    files: () => ({
      'a.jpg': '',
      'a.json': '[]',
      'b.jpg': '',
      'b.json': '"x"',
      'c.jpg': '',
      'c.json': '5',
      'd.jpg': '',
      'd.json': '',
    }),
    warnings: ['a', 'b', 'c', 'd'].map((stem) => `metadata_unreadable ${stem}.json`),
    posts: ['a', 'b', 'c', 'd'],
  },
  {
    name: 'values of wrong types',
    files: () => ({
      ...IMAGE,
      'ok.json': '{"caption": {"a": 1}, "date": [], "lat": {}, "id": {}, "account": [], "location": 7}',
    }),
    warnings: ['metadata_unreadable ok.jpg', 'date_unreadable ok.jpg', 'place_impossible ok.jpg'],
    posts: ['ok'],
  },
  {
    name: 'JSON nested a hundred thousand deep',
    files: () => ({ ...IMAGE, 'ok.json': `{"caption": ${'['.repeat(100_000)}${']'.repeat(100_000)}}` }),
    warnings: ['metadata_unreadable ok.jpg'],
    posts: ['ok'],
  },
  {
    name: '50 MB of JSON in one line beside a photo',
    files: () => ({ ...IMAGE, 'ok.json': `{"caption": "${'x'.repeat(50_000_000)}"}` }),
    warnings: ['metadata_too_large ok.json'],
    posts: ['ok'],
  },
  {
    name: '50 MB in one line of a manifest',
    files: () => ({
      ...IMAGE,
      'metadata.jsonl': `{"file_name": "ok.jpg"}\n{"text": "${'x'.repeat(50_000_000)}"}\n{"file_name": "ok.jpg", "id": "again"}\n`,
    }),
    warnings: ['line_too_long metadata.jsonl#2'],
    posts: ['ok', 'again'],
  },
  {
    name: '50 MB in one post of an export',
    files: () => ({
      'media/a.jpg': 'photo',
      'content/posts_1.json': `[{"media": [{"uri": "media/a.jpg"}]}, {"title": "${'x'.repeat(50_000_000)}"}]`,
    }),
    warnings: ['metadata_too_large content/posts_1.json#2'],
    posts: ['media/a'],
  },
  {
    name: 'an xz file that unpacks to more than the limit',
    files: () => ({ [`${UTC}.jpg`]: '', [`${UTC}.json.xz`]: storeXz(Buffer.alloc(9_000_000, ' ')) }),
    warnings: [`metadata_too_large ${UTC}.json.xz`],
    posts: [UTC],
  },
  {
    name: 'an xz file that is none',
    files: () => ({ [`${UTC}.jpg`]: '', [`${UTC}.json.xz`]: 'no xz' }),
    warnings: [`metadata_unreadable ${UTC}.json.xz`],
    posts: [UTC],
  },
  {
    name: 'a caption of 2 MB',
    files: () => ({ ...IMAGE, 'ok.txt': 'x'.repeat(2_000_000) }),
    warnings: ['caption_too_large ok.txt'],
    posts: ['ok'],
  },
  {
    name: 'an empty caption, a blank one and one of NUL',
    files: () => ({ 'a.jpg': '', 'a.txt': '', 'b.jpg': '', 'b.txt': ' \n', 'c.jpg': '', 'c.txt': '\0\0' }),
    warnings: [],
    posts: ['a', 'b', 'c'],
  },
  {
    name: 'a caption in Latin-1',
    files: () => ({ ...IMAGE, 'ok.txt': Buffer.from([0xe9, 0x74, 0xe9]) }),
    warnings: ['text_not_utf8 ok.txt'],
    posts: ['ok'],
  },
  {
    name: 'a caption and metadata without a photo',
    files: () => ({ ...IMAGE, 'alone.txt': 'x', 'lonely.json': '{}' }),
    warnings: ['caption_without_photo alone.txt', 'caption_without_photo lonely.json'],
    posts: ['ok'],
  },
  {
    name: 'pictures and videos that are not read',
    files: () => ({ ...IMAGE, 'a.heic': '', 'b.svg': '', 'c.mp4': '' }),
    warnings: ['photo_format a.heic', 'photo_format b.svg', 'video_skipped c.mp4'],
    posts: ['ok'],
  },
  {
    name: 'a date in the year 1 and a place off the globe',
    files: () => ({ ...IMAGE, 'ok.json': '{"date": "0001-01-01T00:00:00", "latitude": 123, "longitude": 5}' }),
    warnings: ['date_impossible ok.jpg', 'place_impossible ok.jpg'],
    posts: ['ok'],
  },
  {
    name: 'a manifest with photos that are missing, outside, empty or folders',
    files: () => ({
      ...IMAGE,
      'sub/x.jpg': '',
      'metadata.csv': 'file_name,text\nok.jpg,a\ngone.jpg,b\n../ok.jpg,c\n/etc/passwd,d\n,e\nsub,f\n"ok\0.jpg",g\n',
    }),
    warnings: [
      'photo_missing metadata.csv#3',
      'path_outside metadata.csv#4',
      'path_outside metadata.csv#5',
      'row_without_photo metadata.csv#6',
      'not_a_file metadata.csv#7',
      'photo_missing metadata.csv#8',
      'photos_not_listed .',
    ],
    posts: ['ok'],
  },
  {
    name: 'JSON lines cut off, empty and of other things',
    files: () => ({ ...IMAGE, 'metadata.jsonl': '{"file_name": "ok.jpg"}\n\n[]\nnull\n{"file_na' }),
    warnings: [
      'metadata_unreadable metadata.jsonl#3',
      'metadata_unreadable metadata.jsonl#4',
      'metadata_unreadable metadata.jsonl#5',
    ],
    posts: ['ok'],
  },
  {
    name: 'a tar cut off in the middle of a photo',
    files: async () => ({
      'a.tar': (
        await tarOf([
          ['0.jpg', 'first'],
          ['1.jpg', 'x'.repeat(5000)],
        ])
      ).subarray(0, 3000),
    }),
    warnings: ['tar_cut_off a.tar'],
    posts: ['a/0'],
  },
  {
    name: 'a tar that is none, and an empty one',
    files: () => ({ 'a.tar': 'x'.repeat(2000), 'b.tar': '', ...IMAGE }),
    warnings: ['tar_cut_off a.tar'],
    posts: ['ok'],
  },
  {
    name: 'tar members that lead out, link, or repeat',
    files: async () => ({
      'a.tar': await tarOf([
        ['../up.jpg', 'x'],
        ['/etc/0.jpg', 'x'],
        ['a/../../1.jpg', 'x'],
        [{ name: 'link.jpg', type: 'symlink', linkname: '/etc/passwd' }],
        [{ name: 'hard.jpg', type: 'link', linkname: '/etc/passwd' }],
        [{ name: 'pipe.jpg', type: 'fifo' }],
        ['2.jpg', 'one'],
        ['2.jpg', 'two'],
        ['3.txt', 'no photo'],
        ['._4.jpg', 'resource fork'],
        ['./5.v2.jpg', 'dotted'],
      ]),
    }),
    warnings: [
      'path_outside a.tar/../up.jpg',
      'path_outside a.tar//etc/0.jpg',
      'path_outside a.tar/a/../../1.jpg',
      'not_a_file a.tar/link.jpg',
      'not_a_file a.tar/hard.jpg',
      'not_a_file a.tar/pipe.jpg',
      'sample_repeated a.tar/2.jpg',
      'caption_without_photo a.tar/3',
    ],
    posts: ['a/2', 'a/5'],
  },
  {
    name: 'an export cut off, with photos missing and outside',
    files: () => ({
      'media/a.jpg': '',
      'content/posts_1.json':
        '[{"media": [{"uri": "media/a.jpg"}, {"uri": "media/gone.jpg"}, {"uri": "../../etc/passwd.jpg"}, {"uri": 5}]}, {"media": []}, {"me',
    }),
    warnings: [
      'photo_missing content/posts_1.json#1',
      'path_outside content/posts_1.json#1',
      'metadata_unreadable content/posts_1.json#1',
      'metadata_unreadable content/posts_1.json#2',
      'metadata_cut_off content/posts_1.json',
    ],
    posts: ['media/a'],
  },
  {
    name: 'an export made as HTML',
    files: () => ({
      'content/posts_1.html': '<html>',
      'content/posts_1.json': '[{"media": [{"uri": "a.jpg"}]}]',
      'a.jpg': '',
    }),
    warnings: ['export_is_html content/posts_1.html'],
    posts: ['a'],
  },
  {
    name: 'names with line ends, blanks, quotes, dashes and 255 bytes',
    files: () => ({
      'a\nb.jpg': '',
      ' .jpg': '',
      '-rf.jpg': '',
      '"\'`$(x).jpg': '',
      [`${'é'.repeat(125)}.jpg`]: '',
      '.hidden.jpg': '',
    }),
    warnings: [],
    posts: [' ', '"\'`$(x)', '-rf', 'a\nb', 'é'.repeat(125)],
  },
  {
    name: 'names of object properties',
    files: () => ({
      '__proto__.jpg': '',
      'constructor.jpg': '',
      'constructor.json': '{"__proto__": {"caption": "x"}, "caption": "y"}',
    }),
    warnings: [],
    posts: ['__proto__', 'constructor'],
  },
]

for (const { name, files, warnings, posts } of CASES) {
  test(`${name}: told of, and the rest is read`, async (t) => {
    const folder = temporaryFolder(t)
    writeFiles(folder, await files())
    const result = await readAll([folder])
    t.deepEqual(codes(result), warnings)
    t.deepEqual(
      result.posts.map(({ id }) => id),
      posts,
    )
  })
}

test('no link leads out of the input, and none in circles', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, {
    'in/a.jpg': 'photo',
    'in/sub/b.jpg': 'photo',
    'out/secret.jpg': 'secret',
    'out/c.txt': 'secret caption',
  })
  const inside = join(folder, 'in')
  symlinkSync(join(folder, 'out/secret.jpg'), join(inside, 'file.jpg'))
  symlinkSync('../out', join(inside, 'folder'))
  symlinkSync(join(folder, 'out/c.txt'), join(inside, 'a.txt'))
  symlinkSync('.', join(inside, 'sub/circle'))
  symlinkSync('nowhere', join(inside, 'broken.jpg'))
  symlinkSync('sub/b.jpg', join(inside, 'twin.jpg'))
  const result = await readAll([inside])
  t.deepEqual(codes(result), [
    'symlink_outside a.txt',
    'symlink_broken broken.jpg',
    'symlink_outside file.jpg',
    'symlink_outside folder',
    'symlink_to_folder sub/circle',
  ])
  t.deepEqual(
    result.posts.map(({ id, caption }) => [id, caption]),
    [
      ['a', null],
      ['twin', null],
      ['sub/b', null],
    ],
  )
})

test('links are followed where the user says so, still not in circles', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'in/a.jpg': 'photo', 'out/secret.jpg': 'photo' })
  symlinkSync('../out', join(folder, 'in/folder'))
  symlinkSync('.', join(folder, 'in/circle'))
  const result = await readAll([join(folder, 'in')], { followSymlinks: true })
  t.deepEqual(
    result.posts.map(({ id }) => id),
    ['a', 'folder/secret'],
  )
  t.deepEqual(codes(result), ['symlink_to_folder circle'])
})

test('a manifest’s photo may not be a link that leads out', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { 'in/metadata.csv': 'file_name\na.jpg\nsub/b.jpg\n', 'out/b.jpg': 'secret' })
  symlinkSync('../out/b.jpg', join(folder, 'in/a.jpg'))
  symlinkSync('../out', join(folder, 'in/sub'))
  const result = await readAll([join(folder, 'in')])
  t.deepEqual(result.posts, [])
  t.deepEqual(codes(result), [
    'symlink_outside metadata.csv#2',
    'symlink_outside metadata.csv#3',
    'symlink_outside a.jpg',
    'symlink_outside sub',
  ])
})

const onUnix = process.platform === 'win32' ? test.skip : test

onUnix('a pipe named as a photo, a caption or metadata does not hang', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, IMAGE)
  for (const name of ['a.jpg', 'ok.txt', 'ok.json', 'metadata.csv', '0.tar'])
    execFileSync('mkfifo', [join(folder, name)])
  const result = await readAll([folder])
  t.deepEqual(
    codes(result),
    ['0.tar', 'a.jpg', 'metadata.csv', 'ok.json', 'ok.txt'].map((name) => `not_a_file ${name}`),
  )
  t.deepEqual(
    result.posts.map(({ id, caption }) => [id, caption]),
    [['ok', null]],
  )
})

onUnix('names in bytes that are not UTF-8 are told of, escaped', async (t) => {
  const folder = temporaryFolder(t)
  writeFiles(folder, { ...IMAGE, '\ufffd.jpg': 'a name that is really this character' })
  try {
    writeFileSync(Buffer.concat([Buffer.from(`${folder}/b`), Buffer.from([0xff, 0xfe]), Buffer.from('.jpg')]), '')
  } catch {
    t.log('skipped: this file system refuses names that are not UTF-8')
    return t.pass()
  }
  const result = await readAll([folder])
  t.deepEqual(codes(result), ['name_not_utf8 b\\xff\\xfe.jpg'])
  t.deepEqual(
    result.posts.map(({ id }) => id),
    ['ok', '\ufffd'],
  )
})

onUnix('a folder that cannot be listed is told of', async (t) => {
  if (process.getuid?.() === 0) {
    t.log('skipped: the superuser may list every folder')
    return t.pass()
  }
  const folder = temporaryFolder(t)
  writeFiles(folder, IMAGE)
  mkdirSync(join(folder, 'closed'), { mode: 0 })
  t.deepEqual(codes(await readAll([folder])), ['folder_unreadable closed'])
})
