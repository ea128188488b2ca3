import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import test from 'ava'
import sharp from 'sharp'
import { extract } from '../../src/extract/extract.ts'
import { type ExtractOptions, parseFailureLimit } from '../../src/extract/options.ts'
import type { Engine } from '../../src/inference/engine.ts'
import { InferenceError } from '../../src/inference/errors.ts'
import type { Findings } from '../../src/inference/findings.ts'
import { manifest } from '../inference/helpers/pack.ts'
import { paintedPhoto, paintFeed, random } from './painted.ts'
import { allRows, newFolder } from './run.ts'

type Slot = Awaited<ReturnType<Engine['acquire']>>

interface Fake {
  readonly engine: Engine
  /** The most photos that waited for a slot at once. */
  most: number
  closed: boolean
}

/** An engine of two slots that takes its time, finds what `answer` says and counts what is in it. */
function fakeEngine(answer: (pixels: Uint8Array, caption: string | null) => Findings): Fake {
  const next = random(7)
  const { width, height } = manifest().input
  const free: Slot[] = Array.from(
    { length: 2 },
    () => ({ pixels: new Uint8Array(width * height * 3) }) as unknown as Slot,
  )
  const waiting: ((slot: Slot) => void)[] = []
  const fake: Fake = {
    most: 0,
    closed: false,
    engine: {
      device: 'cpu',
      passedOver: [],
      pack: manifest(),
      packHashes: { 'pack.json': 'f'.repeat(64) },
      async acquire() {
        const slot = free.pop()
        if (slot !== undefined) return slot
        fake.most = Math.max(fake.most, waiting.length + 1)
        return await new Promise<Slot>((resolve) => waiting.push(resolve))
      },
      async submit(slot, { caption }) {
        const pixels = Uint8Array.from(slot.pixels)
        await wait(next() * 8)
        const waiter = waiting.shift()
        if (waiter === undefined) free.push(slot)
        else waiter(slot)
        return answer(pixels, caption)
      },
      async close() {
        fake.closed = true
      },
    },
  }
  return fake
}

const accountKey = join(await newFolder(), 'key')
await writeFile(accountKey, 'sixteen secret bytes')

const nobody: Findings = { people: [], garments: [], occasion: null, occasionScore: null }

function options(input: string, output: string, fake: Fake, changes: Partial<ExtractOptions> = {}): ExtractOptions {
  return {
    inputs: [input],
    output,
    table: 'garments',
    stdout: process.stdout,
    feed: {},
    season: { season: 'meteorological', tropics: null },
    engine: { pack: 'fake', device: 'cpu', people: true },
    openEngine: async () => fake.engine,
    captions: true,
    duplicates: 'mark',
    exactCoordinates: false,
    accountKey,
    partPosts: 4,
    retryFailed: false,
    force: false,
    version: 'test',
    signal: new AbortController().signal,
    report: { message() {}, detail() {}, progress() {} },
    ...changes,
  }
}

test('whatever order results come in, rows are in feed order, and only so many wait for a slot', async (t) => {
  const feed = await paintFeed(30, 11)
  const output = join(await newFolder(), 'looks')
  const fake = fakeEngine(() => nobody)
  const { summary } = await extract(options(feed, output, fake))
  t.is(summary.photos, 30)
  t.true(fake.most > 0 && fake.most <= 2 * Math.max(4, availableParallelism()), String(fake.most))
  t.true(fake.closed)
  const ids = (await allRows(output, 'photos')).map((row) => row.photo_id)
  t.deepEqual(ids, [...ids].sort())
})

test('a photo that the model cannot read fails alone', async (t) => {
  const feed = await paintFeed(6, 12)
  const output = join(await newFolder(), 'looks')
  const fake = fakeEngine((_, caption) => {
    if (caption?.includes('0001')) throw new InferenceError('out of memory')
    return nobody
  })
  const { summary } = await extract(options(feed, output, fake))
  t.like(summary, { photos: 6, failed: 1 })
  const failed = (await allRows(output, 'photos')).filter((row) => row.status === 'failed')
  t.deepEqual(
    failed.map((row) => [row.error_code, row.people, row.content_hash?.length]),
    [['inference_failed', null, 64]],
  )
})

test('an engine that breaks ends the run, closes it and leaves no lock; the next run goes on', async (t) => {
  const feed = await paintFeed(12, 13)
  const output = join(await newFolder(), 'looks')
  let photos = 0
  const breaking = fakeEngine(() => {
    if (++photos === 9) throw new Error('the worker is gone')
    return nobody
  })
  await t.throwsAsync(extract(options(feed, output, breaking)), { message: 'the worker is gone' })
  t.true(breaking.closed)
  t.false((await readdir(output)).includes('_lock'))
  const { summary } = await extract(
    options(
      feed,
      output,
      fakeEngine(() => nobody),
    ),
  )
  t.like(summary, { photos: 12, parts: 3, failed: 0, resumed: true })
})

test('interrupted while the input has nothing more to say, the run ends', async (t) => {
  const { Readable } = await import('node:stream')
  const feed = await newFolder()
  await writeFile(join(feed, 'a.png'), await paintedPhoto(1))
  const stdin = new Readable({ read() {} })
  stdin.push(`${JSON.stringify({ image: join(feed, 'a.png'), text: 'x' })}\n`)
  const controller = new AbortController()
  setTimeout(() => controller.abort(), 150)
  const root = process.cwd()
  process.chdir(feed)
  try {
    const output = join(await newFolder(), 'looks')
    const changes = { feed: { layout: 'manifest' as const, stdin }, signal: controller.signal }
    const result = await extract(
      options(
        '-',
        output,
        fakeEngine(() => nobody),
        changes,
      ),
    )
    t.true(result.interrupted)
  } finally {
    process.chdir(root)
  }
})

test("a photo's own date and place fill in what the post lacks; coordinates are rounded unless asked", async (t) => {
  const feed = await newFolder()
  const exif = {
    IFD2: { DateTimeOriginal: '2019:07:14 12:30:05', OffsetTimeOriginal: '+02:00' },
    IFD3: {
      GPSLatitude: '48/1 51/1 2400/100',
      GPSLatitudeRef: 'N',
      GPSLongitude: '2/1 21/1 768/100',
      GPSLongitudeRef: 'E',
    },
  }
  await writeFile(
    join(feed, 'a.jpg'),
    await sharp(await paintedPhoto(1))
      .withExif(exif)
      .jpeg()
      .toBuffer(),
  )
  await writeFile(join(feed, 'b.png'), await paintedPhoto(2))
  const rowsWith = async (exactCoordinates: boolean) => {
    const output = join(await newFolder(), 'looks')
    await extract(
      options(
        feed,
        output,
        fakeEngine(() => nobody),
        { exactCoordinates },
      ),
    )
    return await allRows(output, 'photos')
  }
  const [withExif, without] = await rowsWith(false)
  t.like(withExif, {
    taken_at: Date.UTC(2019, 6, 14, 10, 30, 5),
    date_source: 'exif',
    country: 'FR',
    place_source: 'exif',
    season: 'summer',
    latitude: 48.86,
    longitude: 2.35,
  })
  t.like(without, { taken_at: null, date_source: null, country: null, latitude: null, season: null })
  t.is((await rowsWith(true))[0]?.latitude?.toFixed(4), '48.8567')
})

test('rows of people and garments repeat what their photo says', async (t) => {
  const feed = await newFolder()
  await mkdir(join(feed, 'x'))
  await writeFile(join(feed, 'x', '2020-01-05_10-00-00_UTC.png'), await paintedPhoto(3))
  const box = { x0: 0.25, y0: 0, x1: 0.75, y1: 1 }
  const person = { box, score: 0.5, gender: 'male', genderScore: 0.75, age: 'unknown', ageScore: 0.25 } as const
  const attributes = { product_color: { value: 'navy', score: 0.5 } } as const
  const findings: Findings = {
    people: [person],
    garments: [
      { box, person: 0, category: 'coat', categoryScore: 0.5, attributes },
      { box, person: null, category: 'jeans', categoryScore: 0.25, attributes: {} },
    ],
    occasion: 'work',
    occasionScore: 0.5,
  }
  const output = join(await newFolder(), 'looks')
  await extract(
    options(
      feed,
      output,
      fakeEngine(() => findings),
    ),
  )
  const [photo] = await allRows(output, 'photos')
  const [row] = await allRows(output, 'people')
  const [coat, jeans] = await allRows(output, 'garments')
  const shared = { photo_id: photo?.photo_id, taken_at: photo?.taken_at, occasion: 'work', duplicate: false } as const
  t.like(row, { ...shared, ...box, person: 0, gender: 'male', gender_score: 0.75, age: 'unknown' })
  t.like(coat, {
    ...shared,
    person: 0,
    garment: 0,
    gender: 'male',
    product_color: 'navy',
    product_color_score: 0.5,
    pattern: null,
  })
  t.like(jeans, { ...shared, person: null, garment: 1, gender: null, age: null, product_color: null })
})

test('--max-failures takes a number or a share', (t) => {
  t.true(parseFailureLimit('3')(4, 100))
  t.false(parseFailureLimit('3')(3, 100))
  t.true(parseFailureLimit('2.5%')(3, 100))
  t.false(parseFailureLimit('2.5%')(2, 100))
  for (const text of ['few', '', '-1', '1.5', '%'])
    t.throws(() => parseFailureLimit(text), { message: /Expected a number of photos or a share/ })
})
