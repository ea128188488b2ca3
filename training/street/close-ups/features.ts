import { open, rename, stat } from 'node:fs/promises'
import { openPictureTeacher } from '../teachers/features.ts'
import { keptBytes, keptSize, SPREAD } from './cache.ts'
import { cutOut, type Picture, STRAIGHT } from './cut.ts'
import { TAUGHT_FEATURES } from './graph.ts'
import type { CloseUpName } from './settings.ts'

/** As large as the teacher was trained on. */
const SHOWN = { width: 224, height: 224 } as const
/** Deviations; a channel's rare peaks would drown the rest of the loss. */
const FARTHEST = 4

/**
 * What the teacher sees of each kept picture's middle, channel by channel of mean 0 and deviation 1 over all of them.
 * @param file float32, {@link TAUGHT_FEATURES} an item; made anew when its size is not that of `count` items
 */
export async function keepFeatures(
  name: CloseUpName,
  count: number,
  pictures: string,
  models: string,
  file: string,
): Promise<void> {
  if ((await stat(file).catch(() => null))?.size === count * TAUGHT_FEATURES * 4) return
  const teacher = await openPictureTeacher(models, SHOWN)
  const from = await open(pictures)
  const kept: Picture = { ...keptSize(name), pixels: new Uint8Array(keptBytes(name)) }
  const shown: Picture = { ...SHOWN, pixels: new Uint8Array(SHOWN.width * SHOWN.height * 3) }
  const seen = new Float32Array(count * TAUGHT_FEATURES)
  for (let item = 0; item < count; item++) {
    await from.read(kept.pixels, 0, kept.pixels.length, item * kept.pixels.length)
    cutOut(kept, SPREAD, STRAIGHT, shown)
    seen.set(await teacher.see(shown.pixels), item * TAUGHT_FEATURES)
  }
  await from.close()
  await teacher.close()
  standardise(seen, count)
  const out = await open(`${file}.new`, 'w')
  await out.write(new Uint8Array(seen.buffer))
  await out.close()
  await rename(`${file}.new`, file)
}

function standardise(seen: Float32Array, count: number): void {
  for (let channel = 0; channel < TAUGHT_FEATURES; channel++) {
    let [sum, squares] = [0, 0]
    for (let at = channel; at < seen.length; at += TAUGHT_FEATURES) {
      sum += seen[at]!
      squares += seen[at]! ** 2
    }
    const mean = sum / count
    const deviation = Math.sqrt(Math.max(1e-4, squares / count - mean * mean))
    for (let at = channel; at < seen.length; at += TAUGHT_FEATURES) {
      seen[at] = Math.min(FARTHEST, (seen[at]! - mean) / deviation)
    }
  }
}
