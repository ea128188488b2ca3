import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { COLOUR_BINS } from '../../../src/inference/contextual/colours.ts'
import type { PackManifest, PredictedFamily } from '../../../src/inference/manifest.ts'
import { labelsOf, PREDICTED_FAMILIES } from '../../../src/inference/pack/labels.ts'
import { contextModel, lookModel } from './graphs.ts'

export type Manifest = { -readonly [field in keyof PackManifest]: PackManifest[field] }

const families = PREDICTED_FAMILIES.filter((family) => family !== 'pattern' && family !== 'sleeve_style')

/** A manifest without its files: 64 x 64 canvas, all families but pattern and sleeve style. */
export function manifest(changes: Partial<Manifest> = {}): PackManifest {
  return {
    schema_version: 1,
    name: 'colours',
    version: '0.0.1',
    licence: 'Apache-2.0',
    description: 'Reads painted squares',
    kind: 'contextual',
    files: {},
    input: { width: 64, height: 64, fit: 'contain', pad: [0, 0, 0] },
    families,
    labels: Object.fromEntries(families.map((family: PredictedFamily) => [family, labelsOf(family)])),
    regions: [
      'background',
      'body',
      'full_body_garment',
      'outerwear',
      'upper_body_garment',
      'lower_body_garment',
      'accessory',
    ],
    limits: { people: 3, garments: 4 },
    text: { kind: 'hashed', tokens: 8, pieces: 4, buckets: 1024 },
    colours: { bins: COLOUR_BINS },
    category_within_group: true,
    temperatures: {},
    thresholds: { person: 0.5, region_pixel: 0.5, region_area: 0.01, garment: 0.5 },
    confusion: {},
    ...changes,
  }
}

export interface PackParts {
  readonly manifest?: PackManifest
  readonly look?: Uint8Array
  readonly context?: Uint8Array
  /** Changes pack.json as parsed, after the hashes are in. */
  readonly tamper?: (json: { [field: string]: unknown }) => unknown
}

const written: string[] = []

function removeAll(): void {
  for (const folder of written) rmSync(folder, { recursive: true, force: true })
}

/** Writes a pack into a new temporary folder, which goes when the process ends, and says where. */
export async function writePack(parts: PackParts = {}): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wearabouts-pack-'))
  if (written.push(folder) === 1) process.once('exit', removeAll)
  const stated = parts.manifest ?? manifest()
  const files: { [name: string]: Uint8Array } = {
    'look.onnx': parts.look ?? lookModel(stated),
    'context.onnx': parts.context ?? contextModel(stated),
    'MODEL_CARD.md': new TextEncoder().encode('# Painted squares\n'),
  }
  const entries = Object.entries(files).map(([name, bytes]) => [name, { sha256: sha256(bytes), bytes: bytes.length }])
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes)
  const json = JSON.parse(JSON.stringify({ ...stated, files: Object.fromEntries(entries) }))
  await writeFile(join(folder, 'pack.json'), JSON.stringify(parts.tamper?.(json) ?? json))
  return folder
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
