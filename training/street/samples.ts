import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Folders } from './folders.ts'
import type { Sample } from './sample.ts'
import { ccpSamples } from './sources/ccp.ts'
import { ccpTagSamples } from './sources/ccp-tags.ts'
import { clothingAttributesSamples } from './sources/clothing-attributes.ts'
import { clothingDatasetSamples } from './sources/clothing-dataset.ts'
import { drawnSamples } from './sources/drawn.ts'
import { fairfaceAloneSamples, fairfaceSamples } from './sources/fairface.ts'
import { miniplacesSamples } from './sources/miniplaces.ts'
import { askClothTeacher } from './teachers/cloth.ts'
import { askTeachers } from './teachers/teachers.ts'

/** All samples of all sources, in a fixed order: the order of the pixel cache. */
export async function allSamples(folders: Folders): Promise<Sample[]> {
  const ask = (source: string) =>
    askTeachers(source, join(folders.data, source, 'photos'), folders.models, folders.cache)
  const cloth = async (source: string) =>
    askClothTeacher(source, join(folders.data, source, 'photos'), folders.models, folders.cache, await ask(source))
  const at = (source: string) => join(folders.data, source)
  return [
    await ccpSamples(at('ccp'), await ask('ccp')),
    await ccpTagSamples(at('ccp'), await ask('ccp'), await cloth('ccp')),
    await clothingAttributesSamples(
      at('clothing-attributes'),
      await ask('clothing-attributes'),
      await cloth('clothing-attributes'),
    ),
    await clothingDatasetSamples(at('clothing-dataset')),
    await fairfaceSamples(at('fairface')),
    await fairfaceAloneSamples(at('fairface')),
    await miniplacesSamples(at('miniplaces')),
    existsSync(join(folders.drawn, 'labels.jsonl')) ? await drawnSamples(folders.drawn) : [],
  ].flat()
}
