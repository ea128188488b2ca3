import test from 'ava'
import type { Analysis } from '../../src/analysis/analysis.ts'
import { renderReport } from '../../src/report/report.ts'
import { attacks } from './attacks.ts'
import { poisoned } from './poisoned.ts'
import { sampleAnalysis } from './sample.ts'

const analysis = sampleAnalysis(2500)

test('the page stays under two megabytes, and the static one has no script', async (t) => {
  const [live, still] = await Promise.all([renderReport(analysis), renderReport(analysis, { static: true })])
  t.true(live.length < 2_000_000, `${live.length}`)
  t.false(/<script/.test(still))
  t.true(/default-src &#39;none&#39;/.test(still))
  t.false(/script-src/.test(still))
})

test('the policy allows one script by its hash and no eval', async (t) => {
  const page = await renderReport(analysis)
  t.true(/script-src &#39;sha256-[A-Za-z0-9+/]+=*&#39;/.test(page))
  t.false(/unsafe-eval/.test(page.slice(0, 2000)))
  t.is(page.match(/<script(?: type="application\/json" id="data")?>/g)?.length, 2)
  t.is(page.match(/<\/script>/g)?.length, 2)
  t.false(/<!--/.test(page))
})

test('no name of the data shows its underscores, no number its missing value', async (t) => {
  const page = await renderReport(analysis, { static: true })
  const text = page.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<[^>]+>/g, ' ')
  t.deepEqual(text.match(/\b[a-z]+_[a-z_]+\b/g), null)
  t.false(/\b(?:NaN|undefined|null|Infinity)\b/.test(text))
  t.false(/NaN|undefined/.test(page))
})

test('an analysis with nothing in it is still a page', async (t) => {
  const nothing: Analysis = {
    ...analysis,
    counts: { photos: 0, people: 0, garments: 0, posts: 0, accounts: 0 },
    findings: [],
    alerts: [],
    popularity: { concepts: [], genders: [], occasions: [], contexts: [], cells: [] },
    correlation: {
      categories: { persons: 0, nodes: [], edges: [] },
      attributes: { persons: 0, nodes: [], edges: [] },
      conditional: [],
    },
    groups: [],
    distinctive: [],
    trends: [],
    triplets: [],
    corrections: [],
    cube: { ...analysis.cube, contexts: [], cells: [] },
  }
  const page = await renderReport(nothing)
  t.true(/Nothing stands out beyond chance/.test(page))
  t.true(/No combination is common enough/.test(page))
})

test('where no cell of the heatmap can be shown, a sentence says why', async (t) => {
  const cells = analysis.popularity.cells.map((cell) => ({ ...cell, count: null, lift: null, suppressed: true }))
  const hidden = { ...analysis, popularity: { ...analysis.popularity, cells } }
  const unknown = { ...analysis, popularity: { ...analysis.popularity, contexts: [], cells: [] } }
  const page = (data: Analysis, lang: 'en' | 'zh') => renderReport(data, { lang, static: true })
  t.regex(await page(hidden, 'en'), /No combination of person, occasion and garment comes from 10 accounts or more/)
  t.regex(await page(hidden, 'zh'), /没有任何人物、场合与服装的组合来自至少 10 个账号/)
  t.regex(await page(unknown, 'en'), /No garment has a known occasion/)
  t.regex(await page(unknown, 'zh'), /没有一件服装的场合已知/)
})

test('findings and alerts are sentences of the page’s language, and English where a code is not known', async (t) => {
  const strange = { code: 'unheard_of', severity: 'note', message: 'Nobody knows.', values: {} } as const
  const page = await renderReport({ ...analysis, alerts: [...analysis.alerts, strange] }, { lang: 'zh', static: true })
  t.regex(page, /<p>女性在.+?场合的服装中，\d+(?:\.\d)? % 为.+?是整体占比的 \d/)
  t.regex(page, /<span>模型包识别领型的准确率为 61 %（held-out）。<\/span>/)
  t.regex(page, /<span lang="en">Nobody knows\.<\/span>/)
})

test('nothing the data say becomes markup, in any place it can be said', async (t) => {
  for (const lang of ['en', 'zh'] as const) {
    const page = await renderReport(poisoned(analysis), { lang, title: attacks[0]! })
    const tags = page.match(/<(?:img|image|iframe|object|embed|link|style|script|svg)\b[^>]*>/g) ?? []
    const calm = await renderReport(analysis, { lang })
    t.is(count(tags, /^<(?:img|image|iframe|object|embed)/), 0)
    for (const tag of [/^<script/, /^<style/, /^<link/]) {
      t.is(count(tags, tag), count(calm.match(/<(?:link|style|script)\b[^>]*>/g) ?? [], tag))
    }
    t.false(/<[^>]*\son(?:error|load|mouseover)\s*=/.test(page))
  }
})

function count(tags: readonly string[], pattern: RegExp): number {
  return tags.filter((tag) => pattern.test(tag)).length
}
