import type { Graphs, Outputs, PhotoInput } from '../kind.ts'
import type { PackManifest } from '../manifest.ts'
import { batchOf, type Seen } from './feeds.ts'
import { inContext, look } from './read.ts'

/** The made-up person, and the head of packs with close-ups. */
const PERSON = { x0: 0.25, y0: 0.25, x1: 0.75, y1: 0.75 } as const
const HEAD = { x0: 0.4, y0: 0.25, x1: 0.6, y1: 0.45 } as const

/**
 * All outputs of both graphs for one made-up photo with one person and one garment in the middle. The photo is the same
 * everywhere: slopes of colour with a fine pattern on them, so that every filter has something to answer.
 */
export async function sampleOutputs(manifest: PackManifest, graphs: Graphs): Promise<Outputs> {
  const batch = batchOf([madeUpPhoto(manifest)], manifest)
  const looked = await look(batch, graphs)
  const seen: Seen = {
    people: [{ box: PERSON, score: 1, head: manifest.close_ups ? HEAD : null }],
    garments: [{ group: 'upper_body_garment', person: 0, box: PERSON, cells: [0], score: 1 }],
  }
  return { ...looked, ...(await inContext(batch, looked, [seen], manifest, graphs)) }
}

function madeUpPhoto({ input: { width, height } }: PackManifest): PhotoInput {
  const pixels = new Uint8Array(width * height * 3)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const texture = ((x * 7) ^ (y * 13)) & 63
      pixels.set([(x * 192) / width + texture, (y * 192) / height + texture, texture * 4], (y * width + x) * 3)
    }
  }
  return { pixels, caption: 'a photo #test', placement: { x: 0, y: 0, width, height } }
}
