import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Folders } from './folders.ts'
import type { Sample } from './sample.ts'
import { ccpSamples } from './sources/ccp.ts'
import { clothingAttributesSamples } from './sources/clothing-attributes.ts'
import { clothingDatasetSamples } from './sources/clothing-dataset.ts'
import { drawnSamples } from './sources/drawn.ts'
import { fairfaceSamples } from './sources/fairface.ts'
import { miniplacesSamples } from './sources/miniplaces.ts'
import { askTeachers } from './teachers/teachers.ts'

/** All samples of all sources, in a fixed order: the order of the pixel cache. */
export async function allSamples(folders: Folders): Promise<Sample[]> {
  const ask = (source: string) =>
    askTeachers(source, join(folders.data, source, 'photos'), folders.models, folders.cache)
  return [
    await ccpSamples(join(folders.data, 'ccp'), await ask('ccp')),
    await clothingAttributesSamples(join(folders.data, 'clothing-attributes'), await ask('clothing-attributes')),
    await clothingDatasetSamples(join(folders.data, 'clothing-dataset')),
    await fairfaceSamples(join(folders.data, 'fairface')),
    await miniplacesSamples(join(folders.data, 'miniplaces')),
    existsSync(join(folders.drawn, 'labels.jsonl')) ? await drawnSamples(folders.drawn) : [],
  ].flat()
}
