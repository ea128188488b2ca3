import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { openEngine } from '../../src/inference/engine.ts'
import type { PackManifest } from '../../src/inference/manifest.ts'
import { FOLDER_FLAGS, readFolders } from './folders.ts'
import { confusionMatrices } from './measure/confusion.ts'
import { type Judged, judge, regionFigures } from './measure/figures.ts'
import { leastScore } from './measure/least-score.ts'
import { namedAges, namedGenders, namedOccasions } from './measure/named.ts'
import type { Sample } from './sample.ts'
import { allSamples } from './samples.ts'

/**
 * `node dist/training/street/calibrate.js --cache DIR --pack DIR …` chooses a pack's thresholds on validation photos,
 * counts its confusion matrices on photos kept apart, and writes both to `calibration.json` in the cache, from where
 * `export.js` takes them.
 */
const { values } = parseArgs({
  options: {
    ...FOLDER_FLAGS,
    pack: { type: 'string', default: 'models/street' },
  },
})

/** A value is named where it is right so often on validation photos. */
const WANTED = { gender: 0.75, age: 0.6, occasion: 0.75 }

const pack = resolve(values.pack)
const folders = readFolders(values)
const samples = await allSamples(folders)
const manifest = JSON.parse(await readFile(join(pack, 'pack.json'), 'utf8')) as PackManifest
const regions = await bestRegions(samples.filter(({ split }) => split === 'validation'))
const open = { ...manifest, thresholds: { ...regions, category: 0 } as PackManifest['thresholds'] }
const validation = await withThresholds(open, (found) => judgeAll(found, 'validation'))
const thresholds = {
  ...regions,
  gender: leastScore(namedGenders(validation), WANTED.gender),
  age: leastScore(namedAges(validation), WANTED.age),
  occasion: leastScore(namedOccasions(validation), WANTED.occasion),
}
const test = await withThresholds({ ...open, thresholds }, (found) => judgeAll(found, 'test'))
const calibration = { temperatures: {}, thresholds, confusion: confusionMatrices(test, manifest) }
await writeFile(join(folders.cache, 'calibration.json'), JSON.stringify(calibration))
console.log(JSON.stringify(thresholds))

type Look = Parameters<Parameters<typeof withThresholds<Judged[]>>[1]>[0]

async function judgeAll(engine: Look, split: Sample['split']): Promise<Judged[]> {
  const of = (source: string) =>
    judge(
      engine,
      samples.filter((sample) => sample.split === split && sample.source === source),
    )
  const sources = ['ccp', 'clothing-attributes', 'miniplaces', 'drawn']
  return (await Promise.all(sources.map(of))).flat()
}

/** The region thresholds with the best F1 of regions on Clothing Co-Parsing. */
async function bestRegions(all: readonly Sample[]): Promise<PackManifest['thresholds']> {
  const masked = all.filter(({ source }) => source === 'ccp')
  let best = { score: -1, thresholds: manifest.thresholds }
  for (const region_pixel of [0.3, 0.4, 0.5]) {
    for (const region_area of [0.003, 0.006, 0.01]) {
      for (const garment of [0.3, 0.4, 0.5, 0.6]) {
        const thresholds = { person: 0.3, region_pixel, region_area, garment }
        const judged = await withThresholds({ ...manifest, thresholds }, (engine) => judge(engine, masked))
        const { 'region recall': recall, 'region precision': precision } = regionFigures(judged)
        if (recall === undefined || precision === undefined) continue
        const score = (2 * recall.share * precision.share) / (recall.share + precision.share)
        if (score > best.score) best = { score, thresholds }
      }
    }
  }
  return best.thresholds
}

/** Opens a copy of the pack with another manifest. */
async function withThresholds<T>(
  changed: PackManifest,
  use: (engine: Awaited<ReturnType<typeof openEngine>>) => Promise<T>,
): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-pack-'))
  try {
    await mkdir(folder, { recursive: true })
    for (const file of Object.keys(changed.files)) await cp(join(pack, file), join(folder, file))
    await writeFile(join(folder, 'pack.json'), JSON.stringify(changed))
    const engine = await openEngine({ pack: folder, device: 'cpu', people: true })
    try {
      return await use(engine)
    } finally {
      await engine.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
