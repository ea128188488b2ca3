import type { PackManifest, PredictedFamily } from '../manifest.ts'
import { embeddedPacks } from './find.ts'
import { readManifest } from './load.ts'

/** A pack in a list: what its `pack.json` says, or why it cannot be used. */
export interface ListedPack {
  readonly folder: string
  readonly name: string | null
  readonly version: string | null
  readonly licence: string | null
  readonly bytes: number | null
  readonly problem: string | null
}

/** The packs that come with the program, and those in the folders given; a broken one is listed with its problem. */
export async function listPacks(root: string, folders: readonly string[]): Promise<ListedPack[]> {
  const packs: ListedPack[] = []
  for (const folder of [...(await embeddedPacks(root)), ...folders]) {
    try {
      const { name, version, licence, files } = (await readManifest(folder)).manifest
      packs.push({ folder, name, version, licence, bytes: bytesOf(files), problem: null })
    } catch (error) {
      const problem = (error as Error).message
      packs.push({ folder, name: null, version: null, licence: null, bytes: null, problem })
    }
  }
  return packs
}

/** A family that a pack predicts: its labels, its threshold, and how often it was right on clean data. */
export interface ShownFamily {
  readonly family: PredictedFamily
  readonly labels: readonly string[]
  readonly threshold: number | null
  readonly temperature: number
  /** Share of right answers in the pack's confusion matrix; null where it has none. */
  readonly accuracy: number | null
  /** How many were counted. */
  readonly counted: number
}

export interface ShownPack extends Pick<PackManifest, 'name' | 'version' | 'licence' | 'description' | 'kind'> {
  readonly folder: string
  readonly bytes: number
  readonly input: { readonly width: number; readonly height: number }
  readonly families: readonly ShownFamily[]
}

/** What a pack predicts and how well. @throws UserError `pack_missing` or `pack_broken`, exit 4 */
export async function showPack(folder: string): Promise<ShownPack> {
  const { manifest } = await readManifest(folder)
  const { name, version, licence, description, kind, input, files } = manifest
  return {
    name,
    version,
    licence,
    description,
    kind,
    folder,
    bytes: bytesOf(files),
    input: { width: input.width, height: input.height },
    families: manifest.families.map((family) => showFamily(manifest, family)),
  }
}

function showFamily(manifest: PackManifest, family: PredictedFamily): ShownFamily {
  const counts = manifest.confusion[family]?.counts ?? []
  const right = counts.reduce((sum, row, index) => sum + row[index]!, 0)
  const counted = counts.flat().reduce((sum, count) => sum + count, 0)
  return {
    family,
    labels: manifest.labels[family]!,
    threshold: manifest.thresholds[family] ?? null,
    temperature: manifest.temperatures[family] ?? 1,
    accuracy: counted > 0 ? right / counted : null,
    counted,
  }
}

const bytesOf = (files: PackManifest['files']): number =>
  Object.values(files).reduce((sum, { bytes }) => sum + bytes, 0)
