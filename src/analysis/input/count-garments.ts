import { readDataset } from '../../dataset/read.ts'
import type { CountKind, Tally } from '../tally/tally.ts'
import { hashColumn } from './columns.ts'
import type { Filter } from './filter.ts'
import { garmentBatch } from './garments.ts'

/** What garments tables are counted for. */
export interface GarmentCount {
  readonly paths: readonly string[]
  /** Of each path: a folder, whose photos table names the owners. */
  readonly folders: readonly boolean[]
  readonly filter: Filter | null
}

/**
 * Adds the garments of all paths to a tally, as far as `kinds` go. Returns for each path how many photos were met
 * that no photos table names.
 * @throws UserError exit 5 where a table cannot be read
 */
export async function countGarments(
  { paths, folders, filter }: GarmentCount,
  tally: Tally,
  kinds: readonly CountKind[],
): Promise<number[]> {
  const photos: number[] = []
  for (const [index, path] of paths.entries()) {
    const before = tally.garmentPhotos.count()
    const owned = kinds.includes('owners') && !folders[index]
    if (!owned && kinds.every((kind) => kind === 'owners')) {
      photos.push(0)
      continue
    }
    for await (const batch of readDataset(path, 'garments')) {
      if (batch.numRows === 0) continue
      const owners = owned ? { post: hashColumn(batch, 'post_id'), account: hashColumn(batch, 'account') } : null
      tally.addGarments(garmentBatch(batch), filter, owners, kinds)
    }
    tally.outfits.finishPerson()
    photos.push(tally.garmentPhotos.count() - before)
  }
  return photos
}
