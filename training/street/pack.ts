import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConfusionMatrix, PackManifest, PredictedFamily } from '../../src/inference/manifest.ts'
import { exportGraph } from '../../src/learning/export/export.ts'
import { Graph, type Tensor } from '../../src/learning/graph/graph.ts'
import { type ContextInputs, contextual } from '../../src/learning/networks/context.ts'
import { look, lookOutputs } from '../../src/learning/networks/look.ts'
import { quantizePack } from '../../src/learning/quantize/pack.ts'
import { Trainer } from '../../src/learning/train/trainer.ts'
import { feedOf } from './batches/batch.ts'
import { namedTogether, type Shares } from './close-ups/together.ts'
import type { Folders } from './folders.ts'
import { CONTEXT, LOOK, untoldGroups } from './network.ts'
import { representativePhotos } from './representative.ts'
import { GARMENT_FAMILIES, LABELS, PERSON_FAMILIES, STREET } from './settings.ts'
import { TRAINED_NAMES, type Trained, trained } from './trained.ts'

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

/** A pack made of the checkpoints in the cache. */
export interface StreetPackOptions {
  /** In integers, for which training photos are read. */
  readonly int8: boolean
  /** Those that validation chose (`shares.json` in the cache) unless given. */
  readonly shares?: Shares
}

/** Writes the street pack into `folder`. */
export async function writeStreetPack(folders: Folders, folder: string, options: StreetPackOptions): Promise<void> {
  const weights = new Map<string, Float32Array>()
  for (const name of TRAINED_NAMES) for (const one of await averagedWeights(trained(name), folders)) weights.set(...one)
  const calibration = await readCalibration(join(folders.cache, 'calibration.json'))
  const shares = options.shares ?? (await readShares(join(folders.cache, 'shares.json')))
  const floats = { 'look.onnx': lookModel(weights), 'context.onnx': contextModel(weights, shares) }
  const files = options.int8 ? await inIntegers(floats, folders, calibration) : floats
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

async function averagedWeights(network: Trained, folders: Folders): Promise<Map<string, Float32Array>> {
  const { rows, optimiser } = network.recipe
  const { graph, loss, parts } = network.graph(rows)
  const trainer = await Trainer.create({ graph, loss, metrics: parts, optimiser })
  await trainer.load(join(folders.cache, network.checkpoint))
  const weights = trainer.weights('average')
  await trainer.release()
  return weights
}

function lookModel(weights: ReadonlyMap<string, Float32Array>): Uint8Array {
  const graph = new Graph('inference')
  const photo = graph.input('photo', 'uint8', ['N', STREET.canvas.height, STREET.canvas.width, 3])
  return exportGraph({ graph, outputs: lookOutputs(look(photo, LOOK)), weights, name: 'street look', half: true })
}

function contextModel(weights: ReadonlyMap<string, Float32Array>, shares: Shares): Uint8Array {
  const graph = new Graph('inference')
  const input = (name: string): Tensor => {
    const { type, shape } = feedOf(name)
    return graph.input(name, type, ['N', ...shape])
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
  const shown = { photo: input('photo'), head_boxes: input('head_boxes'), head_mask: input('head_mask') }
  const outputs = namedTogether(contextual(inputs, CONTEXT), { ...shown, garment_boxes: boxes }, shares)
  return exportGraph({ graph, outputs: outputs as Record<string, Tensor>, weights, name: 'street context', half: true })
}

async function readCalibration(file: string): Promise<Calibration> {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? UNCALIBRATED : (JSON.parse(text) as Calibration)
}

async function readShares(file: string): Promise<Shares> {
  const text = await readFile(file, 'utf8').catch(() => null)
  return text === null ? {} : (JSON.parse(text) as Shares)
}

function manifestOf(files: Readonly<Record<string, Uint8Array>>, calibration: Calibration): PackManifest {
  const families: PredictedFamily[] = [...GARMENT_FAMILIES, ...PERSON_FAMILIES, 'occasion']
  return {
    schema_version: 1,
    name: 'street',
    version: '0.3.0',
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
    close_ups: true,
    ...calibration,
  }
}
