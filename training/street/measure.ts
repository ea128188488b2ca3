import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Engine, openEngine } from '../../src/inference/engine.ts'
import { evaluateFindings, type FindingsEvaluation } from '../../src/learning/evaluate/judge.ts'
import { FOLDER_FLAGS, readFolders } from './folders.ts'
import { handCaptionFigures } from './measure/captions.ts'
import { type Figures, figuresOf, judge, type Measured } from './measure/figures.ts'
import { LABELLED, labelledPhotos } from './measure/labelled.ts'
import { textFigures } from './measure/texts.ts'
import type { Split } from './sample.ts'
import { allTexts } from './sources/texts.ts'

/**
 * `node dist/training/street/measure.js --data DIR --models DIR --drawn DIR --cache DIR --pack DIR [--split test]`
 * prints how good a pack is on photos kept apart, whole road, with n and 95 % intervals. It judges as
 * `wearabouts evaluate` does; `truth.js` writes the same photos and labels for that.
 */
const { values } = parseArgs({
  options: {
    ...FOLDER_FLAGS,
    pack: { type: 'string', default: 'models/street' },
    split: { type: 'string', default: 'validation' },
    json: { type: 'boolean', default: false },
  },
})

function print(source: string, figures: Figures): void {
  console.log(source)
  for (const [name, { share, low, high, n }] of Object.entries(figures)) {
    console.log(`  ${name.padEnd(48)} ${share.toFixed(3)}  ${low.toFixed(3)}-${high.toFixed(3)}  n ${n}`)
  }
}

async function measure(engine: Engine, split: Split): Promise<Measured> {
  const folders = readFolders(values)
  const figures: Record<string, Figures> = {}
  const evaluations: Record<string, FindingsEvaluation> = {}
  for (const source of LABELLED) {
    const photos = await labelledPhotos(folders, source, split)
    if (photos.length === 0) continue
    const evaluation = evaluateFindings(await judge(engine, photos), `${source}, ${photos.length} photos kept apart`)
    evaluations[source] = evaluation
    figures[source] = figuresOf(evaluation)
  }
  const photos = await labelledPhotos(folders, 'ccp', split)
  figures.texts = await textFigures(engine, photos, await allTexts(folders, split))
  for (const [who, { all }] of Object.entries(await handCaptionFigures(engine))) figures[`captions, ${who}`] = all
  return { figures, evaluations }
}

const engine = await openEngine({ pack: resolve(values.pack), device: 'cpu', people: true })
try {
  const measured = await measure(engine, values.split as Split)
  if (values.json) console.log(JSON.stringify(measured, null, 2))
  else for (const [source, rows] of Object.entries(measured.figures)) print(source, rows)
} finally {
  await engine.close()
}
