import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import test from 'ava'
import { allCharts } from '../../src/report/charts/all.ts'
import { mostVaried } from '../../src/report/charts/map.ts'
import { draw } from '../../src/report/draw.ts'
import { resolveColours } from '../../src/report/theme.ts'
import { wordsOf } from '../../src/report/words.ts'
import { loadWorld } from '../../src/report/world.ts'
import { sampleAnalysis } from './sample.ts'

/** In the source tree, also when run from `dist`. `UPDATE_GOLDEN=1 npx ava dist/test/report/golden.test.js` rewrites. */
const folder = new URL(import.meta.url.includes('/dist/') ? '../../../test/report/golden/' : 'golden/', import.meta.url)
const update = process.env.UPDATE_GOLDEN === '1'
const analysis = sampleAnalysis(2500, 3)
const charts = allCharts(analysis, await loadWorld(), wordsOf('en'), { mapConcept: mostVaried(analysis) })

for (const [id, make] of charts) {
  test(`${id} is drawn as before`, async (t) => {
    const { svg } = await draw(make())
    const light = `${resolveColours(svg, 'light').replaceAll('><', '>\n<')}\n`
    const file = new URL(`${id}.svg`, folder)
    if (update) {
      await mkdir(folder, { recursive: true })
      await writeFile(file, light)
    }
    t.true(existsSync(file), `no golden drawing ${id}.svg`)
    t.true((await readFile(file, 'utf8')) === light, `${id}.svg differs from what was drawn`)
  })
}

test('a drawing names no colour but by its role', async (t) => {
  for (const make of charts.values()) {
    const { svg } = await draw(make())
    t.false(/(?:fill|stroke)="#/.test(svg))
    t.false(svg.includes('…'), 'a label was cut')
  }
})
