import { link, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { extract } from '../src/extract/extract.ts'
import { median, round } from './_measure.ts'
import type { BenchOptions } from './run.ts'

/** Different photos; the posts are hard links to them, so that a large feed takes no room. */
const PHOTOS = 200
/** Posts a folder. */
const FOLDER = 1000

async function makeFeed(posts: number): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'wearabouts-memory-'))
  await mkdir(join(root, 'originals'))
  for (let photo = 0; photo < PHOTOS; photo++) {
    const background = { r: (photo * 37) % 256, g: (photo * 91) % 256, b: (photo * 13) % 256 }
    const noise = { type: 'gaussian', mean: 120, sigma: 50 } as const
    const picture = sharp({ create: { width: 320, height: 400, channels: 3, background, noise } })
    await writeFile(join(root, 'originals', `${photo}.jpg`), await picture.jpeg().toBuffer())
  }
  for (let post = 0; post < posts; post++) {
    const folder = join(root, 'posts', String(Math.floor(post / FOLDER)).padStart(5, '0'))
    if (post % FOLDER === 0) await mkdir(folder, { recursive: true })
    await link(join(root, 'originals', `${post % PHOTOS}.jpg`), join(folder, `${String(post).padStart(7, '0')}.jpg`))
  }
  return root
}

/**
 * Resident memory of one run of `extract` as it goes on: around 5,000 posts and around its end.
 * `--posts N` (100,000), `--pack DIR`, `--duplicates keep|mark`.
 */
export async function run(options: BenchOptions): Promise<object> {
  const posts = Number(options.posts ?? 100_000)
  const early = Math.min(5000, posts / 2)
  const root = await makeFeed(posts)
  const samples: { photos: number; mb: number }[] = []
  try {
    const { summary } = await extract({
      inputs: [join(root, 'posts')],
      output: join(root, 'looks'),
      table: 'garments',
      stdout: process.stdout,
      feed: {},
      season: { season: 'meteorological', tropics: null },
      engine: { pack: String(options.pack ?? 'models/street'), device: 'cpu', people: true },
      captions: true,
      duplicates: options.duplicates === 'keep' ? 'keep' : 'mark',
      exactCoordinates: false,
      accountKey: null,
      partPosts: 512,
      retryFailed: false,
      force: false,
      version: 'bench',
      signal: new AbortController().signal,
      report: {
        message() {},
        detail() {},
        progress: ({ photos }) => {
          if (photos % 100 === 0) samples.push({ photos, mb: process.memoryUsage.rss() / 2 ** 20 })
        },
      },
    })
    const around = (from: number, to: number) =>
      median(samples.filter(({ photos }) => photos >= from && photos <= to).map(({ mb }) => mb))
    const [first, last] = [around(early * 0.8, early * 1.2), around(posts * 0.95, posts)]
    return {
      posts: summary.photos,
      photos_per_second: summary.photos_per_second,
      resident_mb_early: Math.round(first),
      early_posts: early,
      resident_mb_end: Math.round(last),
      ratio: round(last / first),
      ratio_target: 1.1,
    }
  } finally {
    await rm(root, { recursive: true, force: true })
  }
}
