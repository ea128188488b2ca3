import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writePixelCache } from '../batches/pixel-cache.ts'
import type { Folders } from '../folders.ts'
import type { Split } from '../sample.ts'
import { allSamples } from '../samples.ts'
import { keepItems } from './cache.ts'
import { keepFeatures } from './features.ts'
import { type CloseUpItem, closeUpItems } from './items.ts'
import type { CloseUpName } from './settings.ts'

/** The items of a split and the files that hold their pictures and what the teacher sees of them. */
export interface KeptItems {
  readonly items: readonly CloseUpItem[]
  readonly pictures: string
  readonly features: string | null
}

/** Makes the files in the cache folder where they are not there. */
export async function prepareCloseUps(name: CloseUpName, folders: Folders, split: Split): Promise<KeptItems> {
  await mkdir(folders.cache, { recursive: true })
  const samples = await allSamples(folders)
  const pixels = join(folders.cache, 'pixels.bin')
  await writePixelCache(pixels, samples)
  const items = closeUpItems(name, samples, split)
  const pictures = join(folders.cache, `${name}-${split}.bin`)
  await keepItems(name, items, pixels, pictures)
  if (name !== 'garments' || split !== 'train') return { items, pictures, features: null }
  const features = join(folders.cache, `${name}-${split}-features.bin`)
  await keepFeatures(name, items.length, pictures, folders.models, features)
  return { items, pictures, features }
}
