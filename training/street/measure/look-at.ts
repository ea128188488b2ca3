import type { Engine } from '../../../src/inference/engine.ts'
import type { Findings } from '../../../src/inference/findings.ts'
import { decodePhoto } from '../../../src/photo/decode.ts'
import { readPhoto } from '../../../src/photo/read.ts'

/** Photos under way at a time. */
const AHEAD = 8

/** Findings of photos as `extract` would find them, in the order given: whole road, file to findings. */
export async function lookAt(
  engine: Engine,
  photos: readonly { readonly file: string; readonly caption: string | null }[],
): Promise<Findings[]> {
  const found: Findings[] = new Array(photos.length)
  let next = 0
  const work = async () => {
    while (next < photos.length) {
      const index = next++
      const { file, caption } = photos[index] as (typeof photos)[number]
      const bytes = await readPhoto({ kind: 'file', file, size: 0 })
      const { pixels, placement } = await decodePhoto(bytes, engine.pack.input)
      const slot = await engine.acquire()
      slot.pixels.set(pixels)
      found[index] = await engine.submit(slot, { caption, placement })
    }
  }
  await Promise.all(Array.from({ length: AHEAD }, work))
  return found
}
