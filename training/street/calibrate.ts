import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Engine, openEngine } from '../../src/inference/engine.ts'
import type { PackManifest } from '../../src/inference/manifest.ts'
import { evaluateFindings, judgements } from '../../src/learning/evaluate/judge.ts'
import { FOLDER_FLAGS, readFolders } from './folders.ts'
import { type ChildTrial, childThreshold, childTrial } from './measure/child-threshold.ts'
import { confusionOf } from './measure/confusion.ts'
import { judge } from './measure/figures.ts'
import { type Labelled, type LabelledSource, labelledPhotos } from './measure/labelled.ts'
import { leastScore, namedIn } from './measure/least-score.ts'
import { temperaturesOf } from './measure/temperatures.ts'
import type { Split } from './sample.ts'

/**
 * `node dist/training/street/calibrate.js --cache DIR --pack DIR …` chooses a pack's temperatures and thresholds on
 * validation photos,
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

/** One adult's face in so many is looked at when children's are. */
const ADULTS_EACH = 3

/** Of regions, on validation photos. */
const LEAST_PRECISION = 0.75

/** Least heat of a person's centre: lower finds posters, higher misses who stands behind. */
const PERSON = 0.3

type Thresholds = PackManifest['thresholds']

const pack = resolve(values.pack)
const folders = readFolders(values)
const manifest = JSON.parse(await readFile(join(pack, 'pack.json'), 'utf8')) as PackManifest
const temperatures = await temperaturesOf(pack, folders)
const regions = await bestRegions(await photosOf('ccp', 'validation'))
const child = await bestChild({ ...regions, category: 0 })
const chosen = { ...regions, ...(child === undefined ? {} : { child }) }
const thresholds = { ...chosen, ...(await withThresholds({ ...chosen, category: 0 }, leastScores)) }
const confusion = await withThresholds(thresholds, confusionMatrices)
const calibration = { temperatures, thresholds, confusion }
await writeFile(join(folders.cache, 'calibration.json'), JSON.stringify(calibration))
console.log(JSON.stringify({ temperatures, thresholds }))

function photosOf(source: LabelledSource, split: Split): Promise<Labelled[]> {
  return labelledPhotos(folders, source, split)
}

/** Genders and ages as people labelled them, occasions of real places and drawn posts. */
async function leastScores(engine: Engine): Promise<Record<'gender' | 'age' | 'occasion', number>> {
  const least = async (family: 'gender' | 'age' | 'occasion', photos: readonly Labelled[]) =>
    leastScore(namedIn(judgements(await judge(engine, photos), family)), WANTED[family])
  const occasions = [...(await photosOf('miniplaces', 'validation')), ...(await photosOf('drawn', 'validation'))]
  return {
    gender: await least('gender', await photosOf('clothing-attributes', 'validation')),
    age: await least('age', await photosOf('fairface', 'validation')),
    occasion: await least('occasion', occasions),
  }
}

/** Counted on photos of the test split that people labelled: mistakes on drawn photos are not those on photos. */
async function confusionMatrices(engine: Engine): Promise<PackManifest['confusion']> {
  const counted = async (family: 'category' | 'gender', source: LabelledSource, name: string) => {
    const photos = await photosOf(source, 'test')
    return confusionOf(
      judgements(await judge(engine, photos), family),
      manifest.labels[family] ?? [],
      `${name}, ${photos.length} photos kept apart`,
    )
  }
  return {
    category: await counted('category', 'ccp', 'Clothing Co-Parsing'),
    gender: await counted('gender', 'clothing-attributes', 'Clothing Attribute Dataset'),
  }
}

/** The region thresholds that find most garments of those that are precise enough. */
async function bestRegions(photos: readonly Labelled[]): Promise<Thresholds> {
  let best = { score: Number.NEGATIVE_INFINITY, thresholds: manifest.thresholds }
  for (const region_pixel of [0.3, 0.5]) {
    for (const region_area of [0.006, 0.01, 0.014, 0.018]) {
      for (const garment of [0.3, 0.35, 0.4, 0.45, 0.5]) {
        const thresholds = { person: PERSON, region_pixel, region_area, garment }
        const judged = await withThresholds(thresholds, (engine) => judge(engine, photos))
        const { regions } = evaluateFindings(judged, 'validation')
        if (regions === null || regions.recall === 0) continue
        const score = regions.precision >= LEAST_PRECISION ? regions.recall : regions.precision - 1
        if (score > best.score) best = { score, thresholds }
      }
    }
  }
  return best.thresholds
}

/** From which probability on faces are best taken for children's. */
async function bestChild(thresholds: Thresholds): Promise<number | undefined> {
  const photos = await photosOf('fairface', 'validation')
  const faces = photos.filter(({ truth }, index) => truth.main?.child || index % ADULTS_EACH === 0)
  const trials: ChildTrial[] = []
  for (const child of [0.5, 0.35, 0.25, 0.15, 0.1]) {
    const judged = await withThresholds({ ...thresholds, child }, (engine) => judge(engine, faces))
    trials.push(childTrial(child, evaluateFindings(judged, 'validation')))
  }
  return childThreshold(trials)
}

/** Opens a copy of the pack with other thresholds. */
async function withThresholds<T>(thresholds: Thresholds, use: (engine: Engine) => Promise<T>): Promise<T> {
  const changed: PackManifest = { ...manifest, temperatures, thresholds }
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-pack-'))
  try {
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
