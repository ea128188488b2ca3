import type { PhotoInput } from '../../src/inference/kind.ts'
import type { PackManifest } from '../../src/inference/manifest.ts'
import { decodePhoto } from '../../src/photo/decode.ts'
import { readPhoto } from '../../src/photo/read.ts'
import type { Folders } from './folders.ts'
import { allSamples } from './samples.ts'
import { allTexts } from './sources/texts.ts'

/** Enough for ranges: 60 gave outputs as near to the float ones. */
const PHOTOS = 240

/**
 * Training photos of all sources, each as `extract` would read it, every other one with a caption: what integer
 * models choose their ranges on (`src/learning/quantize/`).
 */
export async function* representativePhotos(
  folders: Folders,
  canvas: PackManifest['input'],
): AsyncGenerator<PhotoInput> {
  const files = (await allSamples(folders))
    .filter(({ split, tiles }) => split === 'train' && tiles.length === 1)
    .map(({ tiles }) => tiles[0]?.file as string)
  const texts = await allTexts(folders, 'train')
  for (let i = 0; i < PHOTOS; i++) {
    const file = files[Math.floor((i * files.length) / PHOTOS)]
    if (file === undefined) throw new Error('no training photos: are the folders right?')
    const { pixels, placement } = await decodePhoto(await readPhoto({ kind: 'file', file, size: 0 }), canvas)
    const text = texts[Math.floor((i * texts.length) / PHOTOS)]?.text ?? null
    yield { pixels, placement, caption: i % 2 === 0 ? text : null }
  }
}
