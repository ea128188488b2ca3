import { open, rename, stat } from 'node:fs/promises'
import type { Box } from '../../../src/inference/findings.ts'
import type { Size } from '../../../src/inference/geometry.ts'
import { CACHED, RECORD_BYTES, readRecord } from '../batches/pixel-cache.ts'
import { cutOut, type Picture, STRAIGHT } from './cut.ts'
import type { CloseUpItem } from './items.ts'
import { CLOSE_UPS, type CloseUpName } from './settings.ts'

/** A kept picture is this much larger than the item's cut-out, so that cuts can move, grow and turn. */
export const SPREAD = 1.4
/** Pixels a kept picture has for each of the cut-out's, at the same scale. */
const DETAIL = 1.25
const GREY = 114

/** Size of a kept picture. */
export function keptSize(name: CloseUpName): Size {
  const { width, height } = CLOSE_UPS[name]
  return { width: Math.round(width * DETAIL * SPREAD), height: Math.round(height * DETAIL * SPREAD) }
}

/** Bytes of a kept picture. */
export function keptBytes(name: CloseUpName): number {
  const { width, height } = keptSize(name)
  return width * height * 3
}

/**
 * Cuts every item's surroundings out of the pixel cache into one file of fixed records, in the order given.
 * @param file where; made anew when its size is not that of these items
 */
export async function keepItems(
  name: CloseUpName,
  items: readonly CloseUpItem[],
  pixels: string,
  file: string,
): Promise<void> {
  const bytes = keptBytes(name)
  if ((await stat(file).catch(() => null))?.size === items.length * bytes) return
  const [from, out] = [await open(pixels), await open(`${file}.new`, 'w')]
  const record = new Uint8Array(RECORD_BYTES)
  const kept: Picture = { ...keptSize(name), pixels: new Uint8Array(bytes) }
  try {
    for (const item of items) {
      await readRecord(from, item.record, record)
      keepOne(record, item, CLOSE_UPS[name].margin, kept)
      await out.write(kept.pixels)
    }
  } finally {
    await from.close()
    await out.close()
  }
  await rename(`${file}.new`, file)
}

/** The item's box with its margin, and round it as much as cuts may reach; grey beyond its picture. */
function keepOne(record: Uint8Array, { box, within }: CloseUpItem, margin: number, kept: Picture): void {
  const wide = SPREAD * (1 + 2 * margin)
  const left = Math.round(((box.x0 + box.x1) / 2 - (wide * (box.x1 - box.x0)) / 2) * CACHED.width)
  const top = Math.round(((box.y0 + box.y1) / 2 - (wide * (box.y1 - box.y0)) / 2) * CACHED.height)
  const width = Math.max(2, Math.round(wide * (box.x1 - box.x0) * CACHED.width))
  const height = Math.max(2, Math.round(wide * (box.y1 - box.y0) * CACHED.height))
  const pixels = new Uint8Array(width * height * 3).fill(GREY)
  const edge = pixelsOf(within)
  for (let y = Math.max(top, edge.top); y < Math.min(top + height, edge.bottom); y++) {
    const from = Math.max(left, edge.left)
    const to = Math.min(left + width, edge.right)
    if (to <= from) continue
    const row = record.subarray((y * CACHED.width + from) * 3, (y * CACHED.width + to) * 3)
    pixels.set(row, ((y - top) * width + from - left) * 3)
  }
  cutOut({ width, height, pixels }, 1, STRAIGHT, kept)
}

function pixelsOf(box: Box): { left: number; top: number; right: number; bottom: number } {
  return {
    left: Math.max(0, Math.round(box.x0 * CACHED.width)),
    top: Math.max(0, Math.round(box.y0 * CACHED.height)),
    right: Math.min(CACHED.width, Math.round(box.x1 * CACHED.width)),
    bottom: Math.min(CACHED.height, Math.round(box.y1 * CACHED.height)),
  }
}
