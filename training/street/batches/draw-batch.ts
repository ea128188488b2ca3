import type { FileHandle } from 'node:fs/promises'
import type { Sample } from '../sample.ts'
import { seeded } from '../seeded.ts'
import type { Text } from '../sources/texts.ts'
import { randomView } from './augment.ts'
import { type Batch, emptyBatch, fillRow } from './batch.ts'
import { RECORD_BYTES, readRecord } from './pixel-cache.ts'

/** What batches are drawn from. `index` of a sample is its record in the pixel cache. */
export interface Pool {
  readonly samples: readonly { readonly sample: Sample; readonly index: number }[]
  readonly texts: readonly Text[]
  /** How often a source is drawn, relative to the others. */
  readonly shares: Readonly<Record<string, number>>
}

/** How often a photo without a caption of its own is given a text. */
const CAPTIONED = 0.6

/** A drawer of batches: batch `step` is the same whenever it is asked for. */
export function batchDrawer(pool: Pool, cache: FileHandle, rows: number, seed: number) {
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
      const told = tell(picked.sample, byOccasion, random)
      fillRow(batch, row, { ...picked.sample, occasion: told.occasion }, record, randomView(random), told.caption)
    }
    return batch
  }
}

type Texts = ReadonlyMap<string | null, readonly Text[]>

/**
 * The caption and the occasion a sample is trained with. A photo that shows an occasion is given a text of the same
 * one, or one that says nothing; a photo that shows none takes the occasion of the text.
 */
function tell(
  sample: Sample,
  texts: Texts,
  random: () => number,
): { caption: string | null; occasion: readonly string[] } {
  const { caption, occasion } = sample
  if (caption !== null) return { caption: random() < 0.15 ? null : caption, occasion }
  if (random() >= CAPTIONED) return { caption: null, occasion }
  const spoken = [...texts.keys()].filter((name) => name !== null)
  const named = occasion.length > 0 ? pick(occasion, random) : pick(spoken, random)
  const empty = occasion.length > 0 && random() < 0.3
  const choices = texts.get(empty ? null : named) ?? []
  if (choices.length === 0) return { caption: null, occasion }
  return { caption: pick(choices, random).text, occasion: empty ? occasion : [named] }
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
