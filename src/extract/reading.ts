import type { PhotoRef } from '../feed/post.ts'
import type { Engine } from '../inference/engine.ts'
import { InferenceError } from '../inference/errors.ts'
import type { Findings } from '../inference/findings.ts'
import { decodePhoto } from '../photo/decode.ts'
import { PhotoError } from '../photo/errors.ts'
import type { PhotoFacts } from '../photo/exif.ts'
import { contentHash, perceptualHash } from '../photo/fingerprint.ts'
import { readPhoto } from '../photo/read.ts'
import type { Gate } from './gate.ts'

/** What became of one photo. */
export type PhotoReading =
  | {
      readonly ok: true
      readonly contentHash: string
      readonly perceptualHash: string | null
      readonly width: number
      readonly height: number
      readonly facts: PhotoFacts
      readonly findings: Findings
    }
  | { readonly ok: false; readonly contentHash: string | null; readonly code: string; readonly message: string }

/**
 * One photo from its bytes to its findings. The gate bounds how many are read and decoded at once, the engine's ring
 * how many wait for the network; a decoded photo keeps its place in the gate until it has one in the ring, so that
 * memory is bounded by both. Whatever is wrong with the photo is a reading, not an error. Null where the signal came
 * before the photo's turn: as the gate keeps order, all photos after it are null too.
 */
export async function readOnePhoto(
  photo: PhotoRef,
  caption: string | null,
  engine: Engine,
  gate: Gate,
  signal: AbortSignal,
): Promise<PhotoReading | null> {
  let hash: string | null = null
  try {
    await gate.enter()
    let submitted: Promise<Findings>
    let facts: Omit<Extract<PhotoReading, { ok: true }>, 'ok' | 'contentHash' | 'findings'>
    try {
      if (signal.aborted) return null
      const bytes = await readPhoto(photo.bytes)
      hash = contentHash(bytes)
      const { input } = engine.pack
      const { pixels, placement, ...decoded } = await decodePhoto(bytes, input)
      facts = { ...decoded, perceptualHash: perceptualHash(pixels, input.width, placement) }
      const slot = await engine.acquire()
      slot.pixels.set(pixels)
      submitted = engine.submit(slot, { caption, placement })
    } finally {
      gate.leave()
    }
    return { ok: true, contentHash: hash, ...facts, findings: await submitted }
  } catch (error) {
    if (error instanceof PhotoError || error instanceof InferenceError)
      return { ok: false, contentHash: hash, code: error.code, message: error.message }
    throw error
  }
}
