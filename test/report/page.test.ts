import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import test from 'ava'
import { type Browser, chromium, type Page } from 'playwright-core'
import { renderReport } from '../../src/report/report.ts'
import { poisoned } from './poisoned.ts'
import { sampleAnalysis } from './sample.ts'
import { drawGarments } from './sample-people.ts'

const CHROMIUM = '/usr/bin/chromium'
const PEOPLE = 4000
const browserTest = existsSync(CHROMIUM) ? test.serial : test.serial.skip
let browser: Browser
let folder: string

test.before(async (t) => {
  if (!existsSync(CHROMIUM)) {
    t.log(`no browser at ${CHROMIUM}: the page is not opened`)
    return
  }
  browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] })
  folder = await mkdtemp(join(tmpdir(), 'wearabouts-report-'))
  const analysis = sampleAnalysis(PEOPLE, 7)
  await writeFile(join(folder, 'page.html'), await renderReport(analysis))
  await writeFile(join(folder, 'zh.html'), await renderReport(analysis, { lang: 'zh', theme: 'dark' }))
  await writeFile(join(folder, 'attack.html'), await renderReport(poisoned(analysis)))
})

test.after.always(async () => {
  await browser?.close()
  if (folder !== undefined) await rm(folder, { recursive: true })
})

interface Visit {
  readonly page: Page
  /** Console errors and requests that leave the file. */
  readonly troubles: string[]
}

interface Look {
  readonly file?: string
  readonly width?: number
  readonly dark?: boolean
  readonly scripts?: boolean
  readonly fragment?: string
}

async function visit({
  file = 'page.html',
  width = 1280,
  dark = false,
  scripts = true,
  fragment = '',
}: Look = {}): Promise<Visit> {
  const context = await browser.newContext({
    viewport: { width, height: 900 },
    colorScheme: dark ? 'dark' : 'light',
    javaScriptEnabled: scripts,
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  const troubles: string[] = []
  page.on('console', (message) => ['error', 'warning'].includes(message.type()) && troubles.push(message.text()))
  page.on('pageerror', (error) => troubles.push(String(error)))
  page.on('request', (request) => !/^(?:file|data|blob):/.test(request.url()) && troubles.push(request.url()))
  await page.goto(`${pathToFileURL(join(folder, file)).href}${fragment}`)
  if (scripts) await page.waitForFunction("document.documentElement.dataset.live === 'yes'")
  return { page, troubles }
}

/** Scrolls through the whole page so that every chart comes alive. */
async function scrollThrough(page: Page): Promise<void> {
  const height = await page.evaluate<number>('document.body.scrollHeight')
  for (let y = 0; y < height; y += 700) {
    await page.evaluate(`scrollTo(0, ${y})`)
    await page.waitForTimeout(40)
  }
}

for (const width of [400, 1280, 1920]) {
  for (const dark of [false, true]) {
    browserTest(
      `at ${width} pixels, ${dark ? 'dark' : 'light'}, all charts come alive without a complaint, a request or a sideways scroll`,
      async (t) => {
        const { page, troubles } = await visit({ width, dark })
        await scrollThrough(page)
        t.deepEqual(troubles, [])
        t.true(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'))
        const dead = await page.evaluate(`[...document.querySelectorAll('[data-chart]')]
        .filter((plot) => plot.offsetParent !== null && plot.getAttribute('role') !== 'group')
        .map((plot) => plot.dataset.chart)`)
        t.deepEqual(dead, [])
        await page.context().close()
      },
    )
  }
}

browserTest('the live chart looks like the drawing it replaces', async (t) => {
  const still = await visit({ scripts: false })
  const live = await visit()
  for (const id of ['#categories', '#season-cycles', '#ages']) {
    const texts = async ({ page }: Visit) => {
      await page.locator(id).scrollIntoViewIfNeeded()
      await page.waitForTimeout(200)
      return page.locator(`${id} .plot.wide text`).allTextContents()
    }
    t.deepEqual(await texts(live), await texts(still))
  }
  await still.page.context().close()
  await live.page.context().close()
})

browserTest('a filter changes the counts to those of the crowd, and the address remembers it', async (t) => {
  const garments = drawGarments(PEOPLE, 7)
  const women = garments.filter(({ gender }) => gender === 'female')
  const { page, troubles } = await visit()
  await page.locator('[data-filter="gender"] select').selectOption('female')
  t.is(await page.locator('#filters .status').textContent(), `${thin(women.length)} garments: female`)
  t.true(page.url().endsWith('#gender=female'))
  await page.reload()
  t.is(await page.locator('[data-filter="gender"] select').inputValue(), 'female')
  await page.locator('#filters .reset').click()
  t.is(await page.locator('#filters .status').textContent(), `All ${thin(garments.length)} garments`)
  t.deepEqual(troubles, [])
  await page.context().close()
})

function thin(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u2009')
}

browserTest('a filtered table says what the crowd says', async (t) => {
  const { page } = await visit({ fragment: '#season=winter' })
  await page.locator('#country-ranks').scrollIntoViewIfNeeded()
  await page.locator('#country-ranks summary', { hasText: 'table' }).click()
  const worn = drawGarments(PEOPLE, 7).filter(({ season, country }) => season === 'winter' && country === 'US')
  const coats = worn.filter(({ category }) => category === 'coat')
  t.true(coats.length > 50)
  const row = page.locator('#country-ranks tbody tr', { hasText: 'United States' }).filter({ hasText: 'Coat' })
  t.is(await row.locator('td').last().textContent(), thin(coats.length))
  await page.context().close()
})

browserTest('pointing at a cell of the heatmap says what it is', async (t) => {
  const { page } = await visit()
  await page.locator('[data-chart="popularity-lift-wide"]').scrollIntoViewIfNeeded()
  await page.waitForTimeout(300)
  await page.locator('[data-chart="popularity-lift-wide"] svg').hover({ position: { x: 110, y: 130 } })
  t.regex((await page.locator('.tip').textContent()) ?? '', /^Dress: .+Women, .+garments/)
  await page.context().close()
})

browserTest('everything works by keyboard alone', async (t) => {
  const { page, troubles } = await visit()
  await page.keyboard.press('Tab')
  t.is(await page.evaluate('document.activeElement?.className'), 'skip')
  await page.locator('[data-filter="gender"] select').focus()
  await page.keyboard.press('ArrowDown')
  t.is(await page.locator('[data-filter="gender"] select').inputValue(), 'female')
  t.is(await page.evaluate("document.activeElement?.closest('label')?.dataset.filter"), 'gender')
  await page.locator('#reading-lift').focus()
  await page.keyboard.press('ArrowRight')
  t.true(await page.locator('#popularity-context').isVisible())
  await page.locator('[data-chart="popularity-context-wide"]').scrollIntoViewIfNeeded()
  await page.waitForTimeout(300)
  await page.locator('[data-chart="popularity-context-wide"]').focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  t.true(await page.locator('.tip').isVisible())
  t.true(((await page.locator('[aria-live="polite"].away').textContent()) ?? '').length > 10)
  await page.locator('#categories .menu summary').focus()
  await page.keyboard.press('Enter')
  t.true(await page.locator('#categories .menu button').first().isVisible())
  await page.keyboard.press('Escape')
  t.false(await page.locator('#categories .menu button').first().isVisible())
  t.deepEqual(troubles, [])
  await page.context().close()
})

browserTest('with scripts off all three readings and every table can be reached', async (t) => {
  const { page, troubles } = await visit({ scripts: false })
  for (const reading of ['lift', 'context', 'concept']) {
    await page.locator(`label[for="reading-${reading}"]`).click()
    t.true(await page.locator(`#popularity-${reading} svg`).first().isVisible())
  }
  t.false(await page.locator('#filters').isVisible())
  await page.locator('#map summary').click()
  t.true(await page.locator('#map table').isVisible())
  t.true((await page.locator('#triplet-table tbody tr').count()) > 50)
  t.deepEqual(troubles, [])
  await page.context().close()
})

browserTest('triplets can be searched, sorted and thinned out', async (t) => {
  const { page } = await visit()
  await page.locator('#triplets').scrollIntoViewIfNeeded()
  await page.locator('#triplets input[type=search]').fill('prom')
  const rows = page.locator('#triplet-table tbody tr')
  t.true((await rows.allTextContents()).every((text) => text.includes('prom')))
  const before = await rows.count()
  await page.locator('#triplets input[type=checkbox]').check()
  t.true((await rows.count()) < before)
  await page.locator('#triplet-table thead button', { hasText: 'Lift' }).click()
  const lifts = (await page.locator('#triplet-table tbody b').allTextContents()).map(Number.parseFloat)
  t.deepEqual(
    lifts,
    lifts.toSorted((a, b) => b - a),
  )
  await page.context().close()
})

browserTest('a chart can be taken away in five forms', async (t) => {
  const { page, troubles } = await visit()
  await page.locator('#categories').scrollIntoViewIfNeeded()
  await page.waitForTimeout(300)
  const contents: string[] = []
  for (let i = 0; i < 5; i++) {
    await page.locator('#categories .menu summary').click()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.locator('#categories .menu button').nth(i).click(),
    ])
    contents.push(await readFile(await download.path(), 'latin1'))
  }
  const [svg = '', png = '', csv = '', spec = '', notebook = ''] = contents
  t.true(svg.startsWith('<svg') && !svg.includes('var('))
  t.true(png.startsWith('\x89PNG'))
  t.true(csv.startsWith('Garment,worn with,People'))
  t.is(typeof JSON.parse(spec).layer, 'object')
  t.is(JSON.parse(notebook).nbformat, 4)
  t.deepEqual(troubles, [])
  await page.context().close()
})

browserTest('attacks in the data neither run nor load nor break the page', async (t) => {
  const { page, troubles } = await visit({ file: 'attack.html' })
  await scrollThrough(page)
  await page.locator('[data-filter="gender"] select').selectOption('female')
  await scrollThrough(page)
  t.is(await page.evaluate('globalThis.pwned'), undefined)
  t.is(await page.locator('main img, main iframe, main image').count(), 0)
  t.deepEqual(troubles, [])
  await page.context().close()
})

browserTest('an address made up by someone else sets nothing that is not there', async (t) => {
  const { page, troubles } = await visit({ fragment: '#gender=%3Cimg%20src=x%3E&map=__proto__&reading=%22%5D' })
  t.is(await page.locator('[data-filter="gender"] select').inputValue(), '')
  t.deepEqual(troubles, [])
  await page.context().close()
})

for (const [file, dark] of [
  ['page.html', false],
  ['page.html', true],
  ['zh.html', true],
] as const) {
  browserTest(`axe finds nothing serious in ${file}, ${dark ? 'dark' : 'light'}`, async (t) => {
    const { page } = await visit({ file, dark })
    await scrollThrough(page)
    const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
    await page.evaluate(axe)
    const found = await page.evaluate(`axe.run().then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 120)).join(' | ')))`)
    t.deepEqual(found, [])
    await page.context().close()
  })
}

browserTest('it prints, always light, with all three readings', async (t) => {
  const { page } = await visit({ dark: true })
  const pdf = await page.pdf({ format: 'A4', printBackground: true })
  t.is(pdf.subarray(0, 5).toString('latin1'), '%PDF-')
  t.true((pdf.toString('latin1').match(/\/Type \/Page\b/g) ?? []).length > 4)
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' })
  t.is(await page.evaluate('getComputedStyle(document.body).backgroundColor'), 'rgb(251, 249, 244)')
  t.true(await page.locator('#popularity-concept').isVisible())
  for (const tool of ['#filters', '.menu', '.tools', '.contents']) t.false(await page.locator(tool).first().isVisible())
  await page.context().close()
})
