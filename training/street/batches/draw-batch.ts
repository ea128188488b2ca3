import type { FileHandle } from 'node:fs/promises'
import type { Box } from '../../../src/inference/findings.ts'
import type { Sample } from '../sample.ts'
import { seeded } from '../seeded.ts'
import type { Text } from '../sources/texts.ts'
import type { FeatureTeacher } from '../teachers/features.ts'
import { nudged, PLAIN, randomView } from './augment.ts'
import { type Batch, CAPTIONS, emptyBatch, fillRow, type Told } from './batch.ts'
import { RECORD_BYTES, readRecord } from './pixel-cache.ts'

/** What batches are drawn from. `index` of a sample is its record in the pixel cache. */
export interface Pool {
  readonly samples: readonly { readonly sample: Sample; readonly index: number }[]
  readonly texts: readonly Text[]
  /** How often a source is drawn, relative to the others. */
  readonly shares: Readonly<Record<string, number>>
}

/** How often a photo without a caption of its own is given a text. */
const CAPTIONED = 0.85
/** How often that text says nothing. */
const SILENT = 0.22

/** Boxes are moved by up to this share of their size. */
const NUDGE = 0.08

/** How often a source's photos are shown to the teacher of features too; drawn figures teach it nothing. */
const TAUGHT: { readonly [source: string]: number } = {
  ccp: 0.5,
  'ccp-tags': 0.5,
  'clothing-attributes': 0.5,
  'clothing-dataset': 0.5,
  fairface: 0.15,
  'fairface-alone': 0.25,
  miniplaces: 0.5,
}

/**
 * A drawer of batches: batch `step` is the same whenever it is asked for.
 * @param teacher null for batches to measure on, not to learn from: photos are then seen as they are
 */
export function batchDrawer(pool: Pool, cache: FileHandle, teacher: FeatureTeacher | null, rows: number, seed: number) {
  const bySource = grouped(pool.samples, ({ sample }) => sample.source)
  const sources = [...bySource.keys()].filter((source) => (pool.shares[source] ?? 0) > 0)
  const total = sources.reduce((sum, source) => sum + (pool.shares[source] as number), 0)
  const byOccasion = grouped(pool.texts, ({ occasion }) => occasion)
  const record = new Uint8Array(RECORD_BYTES)

  const pickSource = (random: () => number): string => {
    let left = random() * total
    for (const source of sources) {
      left -= pool.shares[source] as number
      if (left < 0) return source
    }
    return sources[0] as string
  }

  return async (step: number): Promise<Batch> => {
    const random = seeded(`${seed}/${step}`)
    const batch = emptyBatch(rows)
    for (let row = 0; row < rows; row++) {
      const picked = pick(bySource.get(pickSource(random)) ?? [], random)
      await readRecord(cache, picked.index, record)
      const { sample } = picked
      const told = Array.from({ length: CAPTIONS }, () => tell(sample, byOccasion, random))
      const nudge = (box: Box) => nudged(box, NUDGE, random)
      fillRow(batch, row, sample, record, teacher === null ? PLAIN : randomView(random), told, nudge)
      if (random() < (TAUGHT[sample.source] ?? 0)) await teacher?.fill(batch, row)
    }
    return batch
  }
}

type Texts = ReadonlyMap<string | null, readonly Text[]>

/**
 * A photo that shows an occasion is given a text of the same one, or one that says nothing; a photo that shows none
 * takes the occasion of the text, and where the text has none either, there is none to name.
 */
function tell({ source, caption, occasion }: Sample, texts: Texts, random: () => number): Told {
  if (caption !== null) return { caption: random() < 0.15 ? null : caption, occasion, silent: false }
  const shows = occasion.length > 0
  if (random() >= CAPTIONED) return { caption: null, occasion, silent: !shows && source !== 'miniplaces' }
  const empty = random() < SILENT
  const spoken = [...texts.keys()].filter((name) => name !== null)
  const named = empty ? null : shows ? pick(occasion, random) : pick(spoken, random)
  const choices = texts.get(named) ?? []
  if (choices.length === 0) return { caption: null, occasion, silent: !shows }
  return {
    caption: pick(choices, random).text,
    occasion: named === null ? occasion : [named],
    silent: named === null && !shows,
  }
}

function pick<T>(from: readonly T[], random: () => number): T {
  return from[Math.floor(random() * from.length)] as T
}

function grouped<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return groups
}
