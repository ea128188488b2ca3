import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { renderReport } from '../src/report/report.ts'
import { sampleAnalysis } from '../test/report/sample.ts'
import type { BenchOptions } from './run.ts'

const CHROMIUM = '/usr/bin/chromium'

/**
 * The report of a drawn crowd, 64 concepts by 20 contexts: seconds to render (medians of `--rounds`, default 5, after
 * one to warm up, and the first alone), bytes, and in Chromium the milliseconds until the first chart is visible and
 * until a changed filter is on the screen (medians over ten changes, scrolled to the heatmap).
 */
export async function run(options: BenchOptions): Promise<object> {
  const rounds = Number(options.rounds ?? 5)
  const analysis = sampleAnalysis(Number(options.people ?? 6000))
  const first = await timed(() => renderReport(analysis))
  const seconds: number[] = []
  for (let i = 0; i < rounds; i++) seconds.push((await timed(() => renderReport(analysis))).seconds)
  const page = first.value
  return {
    render_seconds: median(seconds),
    first_render_seconds: first.seconds,
    bytes: Buffer.byteLength(page),
    static_bytes: Buffer.byteLength(await renderReport(analysis, { static: true })),
    ...(existsSync(CHROMIUM) ? await inBrowser(page, rounds) : { interactive_ms: null }),
  }
}

async function inBrowser(html: string, rounds: number) {
  const { chromium } = await import('playwright-core')
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-bench-'))
  try {
    const file = join(folder, 'report.html')
    await writeFile(file, html)
    const paints: number[] = []
    const alive: number[] = []
    const filters: number[] = []
    for (let i = 0; i < rounds; i++) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } })
      await page.goto(pathToFileURL(file).href)
      await page.waitForFunction("document.documentElement.dataset.live === 'yes'")
      paints.push(await page.evaluate<number>("performance.getEntriesByName('first-contentful-paint')[0].startTime"))
      alive.push(await page.evaluate<number>('Number(document.documentElement.dataset.liveAfter)'))
      await page.locator('#popularity-lift').scrollIntoViewIfNeeded()
      await page.waitForTimeout(500)
      filters.push(...(await page.evaluate<number[]>(`(${changeFilters})()`)))
      await page.close()
    }
    return { first_paint_ms: median(paints), interactive_ms: median(alive), filter_ms: median(filters) }
  } finally {
    await browser.close()
    await rm(folder, { recursive: true })
  }
}

/** Runs in the page: each value of a filter in turn, until the frame after it. */
const changeFilters = `async () => {
  const times = []
  for (const [name, value] of [['gender', 'female'], ['gender', 'male'], ['season', 'winter'], ['season', 'summer'], ['gender', '']]) {
    const select = document.querySelector('[data-filter="' + name + '"] select')
    const start = performance.now()
    select.value = value
    select.dispatchEvent(new Event('change'))
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)))
    times.push(performance.now() - start)
    await new Promise((done) => setTimeout(done, 150))
  }
  return times
}`

async function timed<T>(act: () => Promise<T>): Promise<{ value: T; seconds: number }> {
  const start = performance.now()
  const value = await act()
  return { value, seconds: Number(((performance.now() - start) / 1000).toFixed(3)) }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  return Number((sorted[Math.floor(sorted.length / 2)] ?? Number.NaN).toFixed(3))
}
