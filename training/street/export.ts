import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import type { ConfusionMatrix, PackManifest, PredictedFamily } from '../../src/inference/manifest.ts'
import { exportGraph } from '../../src/learning/export/export.ts'
import { Graph, type Tensor } from '../../src/learning/graph/graph.ts'
import { type ContextInputs, contextual } from '../../src/learning/networks/context.ts'
import { look, lookOutputs } from '../../src/learning/networks/look.ts'
import { quantizePack } from '../../src/learning/quantize/pack.ts'
import { Trainer } from '../../src/learning/train/trainer.ts'
import { FEEDS } from './batches/batch.ts'
import { FOLDER_FLAGS, type Folders, readFolders } from './folders.ts'
import { CONTEXT, LOOK, untoldGroups } from './network.ts'
import { RECIPE } from './recipe.ts'
import { representativePhotos } from './representative.ts'
import { GARMENT_FAMILIES, LABELS, PERSON_FAMILIES, STREET } from './settings.ts'
import { trainingGraph } from './training-graph.ts'

/**
 * `node dist/training/street/export.js --cache DIR -o models/street [--int8 --data DIR --models DIR --drawn DIR]`: the
 * checkpoint in the cache as a pack, in integers with `--int8`, for which it reads training photos.
 */
const { values } = parseArgs({
  options: {
    ...FOLDER_FLAGS,
    int8: { type: 'boolean', default: false },
    output: { type: 'string', short: 'o', default: 'models/street' },
  },
})

/** What validation chose (`calibrate.ts`); kept as JSON in the cache and rewritten by it. */
interface Calibration {
  readonly temperatures: PackManifest['temperatures']
  readonly thresholds: PackManifest['thresholds']
  readonly confusion: { readonly [family in PredictedFamily]?: ConfusionMatrix }
}

/** Before calibration: every likeliest value is named. */
const UNCALIBRATED: Calibration = {
  temperatures: {},
  thresholds: { person: 0.3, region_pixel: 0.35, region_area: 0.004, garment: 0.5 },
  confusion: {},
}

async function exportPack(folders: Folders, int8: boolean, folder: string): Promise<void> {
  const weights = await averagedWeights(join(folders.cache, 'checkpoint.bin'))
  const calibration = await readCalibration(join(folders.cache, 'calibration.json'))
  const floats = { 'look.onnx': lookModel(weights), 'context.onnx': contextModel(weights) }
  const files = int8 ? await inIntegers(floats, folders, calibration) : floats
  await mkdir(folder, { recursive: true })
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes)
  const manifest = manifestOf(files, calibration)
  await writeFile(join(folder, 'pack.json'), `${JSON.stringify(manifest, null, 2)}\n`)
}

async function inIntegers(
  graphs: Readonly<Record<string, Uint8Array>>,
  folders: Folders,
  calibration: Calibration,
): Promise<Readonly<Record<string, Uint8Array>>> {
  const manifest = manifestOf(graphs, calibration)
  return quantizePack({ folder: 'street', manifest, graphs }, representativePhotos(folders, manifest.input))
}

async function averagedWeights(checkpoint: string): Promise<Map<string, Float32Array>> {
  const { graph, loss, parts } = trainingGraph(RECIPE.rows)
  const trainer = await Trainer.create({ graph, loss, metrics: parts, optimiser: RECIPE.optimiser })
  await trainer.load(checkpoint)
  const weights = trainer.weights('average')
  await trainer.release()
  return weights
}

function lookModel(weights: ReadonlyMap<string, Float32Array>): Uint8Array {
  const graph = new Graph('inference')
  const photo = graph.input('photo', 'uint8', ['N', STREET.canvas.height, STREET.canvas.width, 3])
  return exportGraph({ graph, outputs: lookOutputs(look(photo, LOOK)), weights, name: 'street look', half: true })
}

function contextModel(weights: ReadonlyMap<string, Float32Array>): Uint8Array {
  const graph = new Graph('inference')
  const input = (name: string): Tensor => {
    const feed = FEEDS.find((candidate) => candidate.name === name)
    if (feed === undefined) throw new Error(`no feed ${name}`)
    return graph.input(name, feed.type, ['N', ...feed.shape])
  }
  const { width, height } = STREET.canvas
  const boxes = input('garment_boxes')
  const inputs: ContextInputs = {
    features: graph.input('features', 'float32', ['N', LOOK.fused, height / 8, width / 8]),
    scene: graph.input('scene', 'float32', ['N', LOOK.widths[4]]),
    garment_boxes: boxes,
    garment_mask: input('garment_mask'),
    garment_groups: untoldGroups(boxes),
    garment_colours: input('garment_colours'),
    person_boxes: input('person_boxes'),
    person_mask: input('person_mask'),
    tokens: graph.input('tokens', 'int32', ['N', STREET.text.tokens, STREET.text.pieces]),
  }
  const outputs = contextual(inputs, CONTEXT) as Record<string, Tensor>
  return exportGraph({ graph, outputs, weights, name: 'street context', half: true })
}

async function readCalibration(file: string): Promise<Calibration> {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? UNCALIBRATED : (JSON.parse(text) as Calibration)
}

function manifestOf(files: Readonly<Record<string, Uint8Array>>, calibration: Calibration): PackManifest {
  const families: PredictedFamily[] = [...GARMENT_FAMILIES, ...PERSON_FAMILIES, 'occasion']
  return {
    schema_version: 1,
    name: 'street',
    version: '0.2.0',
    licence: 'Apache-2.0',
    description: 'Persons, garments, attributes and occasion in street photos, for a laptop without a network.',
    kind: 'contextual',
    files: Object.fromEntries(
      Object.entries(files).map(([name, bytes]) => [
        name,
        { sha256: createHash('sha256').update(bytes).digest('hex'), bytes: bytes.length },
      ]),
    ),
    input: { ...STREET.canvas, fit: 'contain', pad: [114, 114, 114] },
    families,
    labels: Object.fromEntries(families.map((family) => [family, LABELS[family]])),
    regions: STREET.regions,
    limits: { people: STREET.people, garments: STREET.garments },
    text: STREET.text,
    colours: { bins: STREET.colours },
    category_within_group: false,
    ...calibration,
  }
}

await exportPack(readFolders(values), values.int8, resolve(values.output))
