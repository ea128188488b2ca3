import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, UserError } from '../../errors.ts'
import type { PhotoTruth } from './truth.ts'

/**
 * Writes the labelled photos with their captions as a manifest that the feed reads (`image`, `caption`), so that a pack
 * sees what the labels are about and nothing else. Throws a `UserError` where the folder lacks a photo.
 */
export async function writeManifest(path: string, labels: readonly PhotoTruth[], photos: string): Promise<void> {
  const lines: string[] = []
  for (const { photo, caption } of labels) {
    const there = await stat(join(photos, photo)).then(
      (info) => info.isFile(),
      () => false,
    )
    if (!there) {
      throw new UserError('photo_missing', `The labelled photo \`${photo}\` is not in \`${photos}\`.`, {
        exit: EXIT.input,
        hint: 'Paths in the label file are relative to the folder of photos.',
      })
    }
    lines.push(JSON.stringify({ image: photo, caption: caption ?? '' }))
  }
  await writeFile(path, `${lines.join('\n')}\n`)
}
