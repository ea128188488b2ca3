import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { planFeed, readFeed } from '../src/feed/feed.ts'
import type { BenchOptions } from './run.ts'

const POSTS_PER_FOLDER = 1000

/**
 * Posts a second from metadata alone: photos of a few bytes, each with a caption and a JSON sidecar, read from disk
 * to finished posts. Memory is the resident size over the last tenth of the posts against that over the second tenth,
 * on average, so that neither the first compilations nor the moment of a garbage collection decide.
 */
export async function run(options: BenchOptions = {}): Promise<object> {
  const posts = Number(options.posts ?? 100_000)
  const rounds = Number(options.rounds ?? 3)
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-bench-feed-'))
  try {
    await writeFeed(folder, posts)
    const measured = []
    for (let round = 0; round < rounds; round++) measured.push(await readAll(folder, posts))
    return {
      posts,
      rounds,
      posts_per_second: Math.round(median(measured.map(({ speed }) => speed))),
      posts_per_second_best: Math.round(Math.max(...measured.map(({ speed }) => speed))),
      rss_growth_mb: Number(median(measured.map(({ growth }) => growth)).toFixed(1)),
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function readAll(folder: string, posts: number) {
  const start = performance.now()
  const plan = await planFeed([folder])
  let count = 0
  const resident: number[] = []
  for await (const item of readFeed(plan)) {
    if (!('post' in item)) continue
    count += 1
    if (count % Math.ceil(posts / 100) === 0) resident.push(process.memoryUsage.rss())
  }
  if (count !== posts) throw new Error(`read ${count} posts of ${posts}`)
  const seconds = (performance.now() - start) / 1000
  const growth = mean(resident.slice(90)) - mean(resident.slice(10, 20))
  return { speed: posts / seconds, growth: growth / 1e6 }
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}

async function writeFeed(folder: string, posts: number): Promise<void> {
  for (let from = 0; from < posts; from += POSTS_PER_FOLDER) {
    const inside = join(folder, String(from).padStart(9, '0'))
    await mkdir(inside)
    const numbers = Array.from({ length: Math.min(POSTS_PER_FOLDER, posts - from) }, (_, index) => from + index)
    await Promise.all(numbers.map((number) => writePost(inside, number)))
  }
}

async function writePost(folder: string, number: number): Promise<void> {
  const stem = join(folder, `look${number}`)
  const metadata = {
    id: `post-${number}`,
    username: `account_${number % 500}`,
    date: new Date(Date.UTC(2015, 0, 1) + number * 3_600_000).toISOString(),
    location: { latitude: 40 + (number % 15), longitude: 2 + (number % 20), name: 'Main square' },
  }
  await writeFile(`${stem}.jpg`, 'not decoded here')
  await writeFile(`${stem}.txt`, `Dress number ${number} on a walk #ootd #streetstyle #look${number}\n`)
  await writeFile(`${stem}.json`, JSON.stringify(metadata))
}
