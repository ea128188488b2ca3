import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openEngine } from '../../../src/inference/engine.ts'
import { type CaptionFigures, handCaptionFigures } from './captions.ts'
import type { Figures } from './figures.ts'

/**
 * `node dist/training/street/measure/captions-command.js [--pack DIR] [--json]`
 * prints how well a pack names the occasion of captions written by hand, beside lists of words, with n and 95 %
 * intervals.
 */
const { values } = parseArgs({
  options: { pack: { type: 'string', default: 'models/street' }, json: { type: 'boolean', default: false } },
})

const engine = await openEngine({ pack: resolve(values.pack), device: 'cpu', people: false, workers: 1 })
try {
  const figures = await handCaptionFigures(engine)
  if (values.json) console.log(JSON.stringify(figures, null, 2))
  else for (const [name, found] of Object.entries(figures)) print(name, found)
} finally {
  await engine.close()
}

function print(name: string, { all, languages, occasions }: CaptionFigures): void {
  console.log(name)
  printRows('', all)
  for (const [key, figures] of Object.entries({ ...languages, ...occasions })) printRows(key, figures)
}

function printRows(key: string, figures: Figures): void {
  for (const [figure, { share, low, high, n }] of Object.entries(figures)) {
    console.log(
      `  ${key.padEnd(14)} ${figure.padEnd(38)} ${share.toFixed(3)}  ${low.toFixed(3)}-${high.toFixed(3)}  n ${n}`,
    )
  }
}
