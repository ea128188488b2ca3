import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import type { Folders } from '../folders.ts'
import { RECIPE } from '../recipe.ts'
import type { Split } from '../sample.ts'
import { allSamples } from '../samples.ts'
import { STREET } from '../settings.ts'
import { allTexts } from '../sources/texts.ts'
import { featureScale } from '../teachers/features.ts'
import { PLAIN, viewPixels } from './augment.ts'
import type { Pool } from './draw-batch.ts'
import type { CanvasData } from './loader-worker.ts'
import { RECORD_BYTES, readRecord, writePixelCache } from './pixel-cache.ts'

/** Everything batches are drawn from, made once and kept in the cache folder. */
export async function prepareBatches(folders: Folders, rows: number): Promise<CanvasData> {
  const { pool, cache } = await poolOf(folders, 'train')
  return {
    name: 'street',
    pool,
    cache,
    models: folders.models,
    scale: await featureScale(folders.models, folders.cache, canvases(cache, pool.samples)),
    rows,
    seed: RECIPE.seed,
  }
}

/** The samples and texts of a split, and the file of the pixel cache, made where it is not there. */
export async function poolOf(folders: Folders, split: Split): Promise<{ pool: Pool; cache: string }> {
  await mkdir(folders.cache, { recursive: true })
  const samples = await allSamples(folders)
  const cache = join(folders.cache, 'pixels.bin')
  await writePixelCache(cache, samples)
  const indexed = samples.map((sample, index) => ({ sample, index })).filter(({ sample }) => sample.split === split)
  return { pool: { samples: indexed, texts: await allTexts(folders, split), shares: RECIPE.shares }, cache }
}

/** Photos the scale of the teacher's features is measured on. */
const MEASURED = 300

async function* canvases(file: string, samples: Pool['samples']): AsyncGenerator<Uint8Array> {
  const { width, height } = STREET.canvas
  const handle = await open(file)
  const record = new Uint8Array(RECORD_BYTES)
  const pixels = new Uint8Array(width * height * 3)
  const real = samples.filter(({ sample }) => sample.source !== 'drawn')
  try {
    for (let at = 0; at < MEASURED; at++) {
      const { index } = real[Math.floor((at * real.length) / MEASURED)] as { index: number }
      await readRecord(handle, index, record)
      viewPixels(record, PLAIN, STREET.canvas, pixels)
      yield pixels
    }
  } finally {
    await handle.close()
  }
}
