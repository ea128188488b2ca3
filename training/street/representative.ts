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
 * Training photos, as many of each source, each as `extract` would read it, every other one with a caption: what integer
 * models choose their ranges on (`src/learning/quantize/`).
 */
export async function* representativePhotos(
  folders: Folders,
  canvas: PackManifest['input'],
): AsyncGenerator<PhotoInput> {
  const samples = (await allSamples(folders)).filter(({ split, tiles }) => split === 'train' && tiles.length === 1)
  const sources = [...new Set(samples.map(({ source }) => source))]
  const bySource = sources.map((source) => samples.filter((sample) => sample.source === source))
  const texts = await allTexts(folders, 'train')
  for (let i = 0; i < PHOTOS; i++) {
    const own = bySource[i % bySource.length] ?? []
    const file = own[Math.floor((i * own.length) / PHOTOS)]?.tiles[0]?.file
    if (file === undefined) throw new Error('no training photos: are the folders right?')
    const { pixels, placement } = await decodePhoto(await readPhoto({ kind: 'file', file, size: 0 }), canvas)
    const text = texts[Math.floor((i * texts.length) / PHOTOS)]?.text ?? null
    yield { pixels, placement, caption: Math.floor(i / bySource.length) % 2 === 0 ? text : null }
  }
}
