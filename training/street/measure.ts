import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Engine, openEngine } from '../../src/inference/engine.ts'
import type { PersonFinding } from '../../src/inference/findings.ts'
import { area } from '../../src/inference/geometry.ts'
import { FOLDER_FLAGS, readFolders } from './folders.ts'
import {
  type Figures,
  judge,
  mainGarmentFigures,
  occasionFigures,
  personFigures,
  regionFigures,
} from './measure/figures.ts'
import { type Proportion, proportion } from './measure/interval.ts'
import { lookAt } from './measure/look-at.ts'
import type { Sample, Split } from './sample.ts'
import { allSamples } from './samples.ts'
import { readCsv } from './sources/csv.ts'
import { bandOf } from './sources/fairface.ts'
import { allTexts, type Text } from './sources/texts.ts'
import { splitOf } from './split.ts'

/**
 * `node dist/training/street/measure.js --data DIR --models DIR --drawn DIR --cache DIR --pack DIR [--split test]`
 * prints how good a pack is on photos kept apart, whole road, with n and 95 % intervals.
 */
const { values } = parseArgs({
  options: {
    ...FOLDER_FLAGS,
    pack: { type: 'string', default: 'models/street' },
    split: { type: 'string', default: 'validation' },
    json: { type: 'boolean', default: false },
  },
})

/** Texts looked at. */
const CAPTIONS = 600

/**
 * Occasions of texts that took no part in training, each under a street photo that shows no occasion, and how often
 * one is named where the caption names none.
 */
async function captionFigures(engine: Engine, photos: readonly Sample[], texts: readonly Text[]): Promise<Figures> {
  const chosen = texts.filter((_, index) => index % Math.ceil(texts.length / CAPTIONS) === 0)
  const file = (index: number) => photos[index % photos.length]?.tiles[0]?.file ?? ''
  const found = await lookAt(
    engine,
    chosen.map(({ text }, index) => ({ file: file(index), caption: text })),
  )
  const judged = chosen.map((text, index) => ({ ...text, named: found[index]?.occasion ?? null }))
  const share = (of: typeof judged, hit: (one: (typeof judged)[number]) => boolean) =>
    proportion(of.filter(hit).length, of.length)
  const speaking = judged.filter(({ occasion }) => occasion !== null)
  const silent = judged.filter(({ occasion }) => occasion === null)
  return {
    'occasion named where the caption speaks of one': share(speaking, ({ named }) => named !== null),
    'occasion where named': share(
      speaking.filter(({ named }) => named !== null),
      ({ named, occasion }) => named === occasion,
    ),
    'occasion named where the caption speaks of none': share(silent, ({ named }) => named !== null),
  }
}

/** Gender and age band of adults, each face a photo of its own. */
async function faceFigures(engine: Engine, folder: string, split: Split): Promise<Figures> {
  const rows = (await readCsv(join(folder, 'labels.csv'))).filter(
    (row) => splitOf('fairface', row.face as string) === split && (bandOf[row.age as string] ?? 'child') !== 'child',
  )
  const photos = rows.map((row) => ({ file: join(folder, 'faces', row.face as string), caption: null }))
  const found = await lookAt(engine, photos)
  const largest = found.map(({ people }) => [...people].sort((a, b) => area(b.box) - area(a.box))[0])
  const share = (
    hit: (person: PersonFinding | undefined, row: Record<string, string>) => boolean | null,
  ): Proportion => {
    const asked = rows.map((row, index) => hit(largest[index], row)).filter((answer) => answer !== null)
    return proportion(asked.filter(Boolean).length, asked.length)
  }
  const named = (value: string | undefined, truth: string | undefined) =>
    value === undefined || value === 'unknown' ? null : value === truth
  return {
    'person found': share((person) => person !== undefined),
    'gender where named': share((person, row) => named(person?.gender, row.gender === 'Male' ? 'male' : 'female')),
    'age band where named': share((person, row) => named(person?.age, bandOf[row.age as string])),
  }
}

function print(source: string, figures: Figures): void {
  console.log(source)
  for (const [name, { share, low, high, n }] of Object.entries(figures)) {
    console.log(`  ${name.padEnd(42)} ${share.toFixed(3)}  ${low.toFixed(3)}-${high.toFixed(3)}  n ${n}`)
  }
}

const engine = await openEngine({ pack: resolve(values.pack), device: 'cpu', people: true })
try {
  const folders = readFolders(values)
  const samples = (await allSamples(folders)).filter(({ split }) => split === values.split)
  const of = (source: string) => samples.filter((sample) => sample.source === source)
  const figures: Record<string, Figures> = {}
  const ccp = await judge(engine, of('ccp'))
  figures.ccp = { ...regionFigures(ccp), ...personFigures(ccp) }
  const attributes = await judge(engine, of('clothing-attributes'))
  figures['clothing-attributes'] = { ...mainGarmentFigures(attributes), ...personFigures(attributes) }
  figures.fairface = await faceFigures(engine, join(folders.data, 'fairface'), values.split as Split)
  figures.miniplaces = occasionFigures(await judge(engine, of('miniplaces')))
  figures.captions = await captionFigures(engine, of('ccp'), await allTexts(folders, values.split as Split))
  const drawn = await judge(engine, of('drawn'))
  figures.drawn = { ...regionFigures(drawn), ...personFigures(drawn), ...occasionFigures(drawn) }
  if (values.json) console.log(JSON.stringify(figures, null, 2))
  else for (const [source, rows] of Object.entries(figures)) print(source, rows)
} finally {
  await engine.close()
}
