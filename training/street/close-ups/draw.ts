import type { FileHandle } from 'node:fs/promises'
import { emptyRows, type Feed, type FeedData, perRow } from '../batches/batch.ts'
import { seeded } from '../seeded.ts'
import { keptBytes, keptSize, SPREAD } from './cache.ts'
import { cutOut, hidePart, type Picture, randomCut, STRAIGHT } from './cut.ts'
import { closeUpFeeds, TAUGHT_FEATURES } from './graph.ts'
import { type CloseUpItem, OUTPUT_LABELS } from './items.ts'
import { CLOSE_UPS, type CloseUpName, VARIETY } from './settings.ts'

export interface CloseUpPool {
  readonly name: CloseUpName
  readonly items: readonly CloseUpItem[]
  /** How often a source is drawn, relative to the others. */
  readonly shares: Readonly<Record<string, number>>
}

/** The files that hold the items' pictures and what the teacher sees of each. */
export interface CloseUpFiles {
  readonly pictures: FileHandle
  /** Float32, {@link TAUGHT_FEATURES} an item; null where nothing is imitated. */
  readonly features: FileHandle | null
}

/** A drawer of batches: batch `step` is the same whenever it is asked for. */
export function closeUpDrawer({ name, items, shares }: CloseUpPool, files: CloseUpFiles, rows: number, seed: number) {
  const feeds = closeUpFeeds(name)
  const bySource = Object.entries(shares).flatMap(([source, share]) => {
    const own = items.flatMap((item, index) => (item.source === source ? [index] : []))
    return own.length === 0 ? [] : [{ share, own }]
  })
  const total = bySource.reduce((sum, { share }) => sum + share, 0)
  const pick = (random: () => number): number => {
    let left = random() * total
    for (const { share, own } of bySource) {
      left -= share
      if (left < 0) return own[Math.floor(random() * own.length)]!
    }
    return bySource[0]!.own[0]!
  }
  return async (step: number) => {
    const random = seeded(`${seed}/${step}`)
    const batch = emptyRows(feeds, rows)
    for (let row = 0; row < rows; row++) {
      await fillCloseUp(batch, row, name, { index: pick(random), items, files }, random)
    }
    return batch
  }
}

/**
 * Fills row `row` with an item, cut at random, or straight where there is no `random`.
 */
export async function fillCloseUp(
  batch: Record<string, FeedData>,
  row: number,
  name: CloseUpName,
  { index, items, files }: { index: number; items: readonly CloseUpItem[]; files: CloseUpFiles },
  random: (() => number) | null,
): Promise<void> {
  const part = (feed: Feed): FeedData => batch[feed.name]!.subarray(row * perRow(feed), (row + 1) * perRow(feed))
  const kept: Picture = { ...keptSize(name), pixels: new Uint8Array(keptBytes(name)) }
  await files.pictures.read(kept.pixels, 0, kept.pixels.length, index * kept.pixels.length)
  const { sets } = items[index]!
  for (const feed of closeUpFeeds(name)) {
    const to = part(feed)
    if (feed.name === 'pixels') {
      const { width, height } = CLOSE_UPS[name]
      const cut: Picture = { width, height, pixels: to as Uint8Array }
      cutOut(kept, SPREAD, random === null ? STRAIGHT : randomCut(VARIETY[name], random), cut)
      if (random !== null && random() < VARIETY[name].hidden) hidePart(cut, random)
    } else if (feed.name === 'teacher_features') {
      await files.features?.read(to as Float32Array, 0, TAUGHT_FEATURES * 4, index * TAUGHT_FEATURES * 4)
    } else if (feed.name === 'teacher_known') {
      to[0] = Number(files.features !== null)
    } else {
      const output = feed.name.slice(0, -'_set'.length)
      for (const value of sets[output] ?? []) to[OUTPUT_LABELS[output]!.indexOf(value)] = 1
    }
  }
}
