import { realpath } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { EXIT, UserError } from '../../errors.ts'
import { PhotoError } from '../../photo/errors.ts'
import { readPhoto } from '../../photo/read.ts'
import type { Category } from '../../vocabulary/vocabulary.ts'
import { chooseExamples } from './choose.ts'
import { makeThumbnail } from './thumbnail.ts'

/** A picture in the page. */
export interface Example {
  readonly category: Category
  /** `data:image/webp;base64,…` */
  readonly uri: string
}

/** All thumbnails of a page together. */
const BUDGET = 800_000

/**
 * Thumbnails of the surest garments, at most `each` a category, heads blurred, 0.8 MB in all. `folder` is what
 * `extract` was given; photos that are gone, refused or outside of it are passed over.
 */
export async function prepareExamples(datasets: readonly string[], folder: string, each: number): Promise<Example[]> {
  const root = await realpath(folder).catch(() => {
    throw new UserError('photos_missing', `There are no photos for the examples at \`${folder}\`.`, {
      exit: EXIT.input,
      hint: 'Name the folder that `extract` read, with --photos.',
    })
  })
  const examples: Example[] = []
  const shown = new Map<Category, number>()
  let bytes = 0
  for (const plan of await chooseExamples(datasets, each)) {
    const count = shown.get(plan.category) ?? 0
    if (count >= each) continue
    const photo = await photoInside(root, plan.path)
    const thumbnail = photo === null ? null : await makeThumbnail(photo, plan).catch(refused)
    if (thumbnail === null || bytes + thumbnail.byteLength > BUDGET) continue
    bytes += thumbnail.byteLength
    shown.set(plan.category, count + 1)
    examples.push({ category: plan.category, uri: `data:image/webp;base64,${thumbnail.toString('base64')}` })
  }
  return examples
}

/** The bytes of a photo under `root`; null where its path or a link leads out of it, or it cannot be read. */
async function photoInside(root: string, path: string): Promise<Uint8Array | null> {
  const file = await realpath(join(root, path)).catch(() => null)
  if (file?.startsWith(root.endsWith(sep) ? root : root + sep) !== true) return null
  return readPhoto({ kind: 'file', file, size: 0 }).catch(refused)
}

function refused(error: unknown): null {
  if (error instanceof PhotoError) return null
  throw error
}
