import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import type { Box } from '../../../src/inference/findings.ts'
import { REGIONS } from '../regions.ts'
import { containBox, type Labels, placed, type Sample } from '../sample.ts'
import { splitOf } from '../split.ts'

interface DrawnLabel {
  readonly photo: string
  readonly caption?: string | null
  readonly occasion?: string | null
  readonly people: readonly { box: readonly number[]; gender?: string; age?: string; child?: boolean }[]
  readonly garments: readonly { box: readonly number[]; category: string; attributes: Record<string, string> }[]
}

/**
 * Photos drawn by `npm run draw -- --regions`, with everything known.
 * @param folder holds `labels.jsonl`, the photos it names under `photos/`, and as many pictures under `regions/`
 */
export async function drawnSamples(folder: string): Promise<Sample[]> {
  const lines = (await readFile(join(folder, 'labels.jsonl'), 'utf8')).split('\n').filter((line) => line !== '')
  return Promise.all(lines.map((line) => drawnSample(folder, JSON.parse(line) as DrawnLabel)))
}

async function drawnSample(folder: string, label: DrawnLabel): Promise<Sample> {
  const file = join(folder, label.photo)
  const { width, height } = await sharp(file).metadata()
  const place = containBox(width, height)
  return {
    id: `drawn/${label.photo}`,
    source: 'drawn',
    split: splitOf('drawn', label.photo),
    tiles: [{ file, box: place }],
    people: label.people.map((person) => ({ box: placed(boxOf(person.box), place), labels: personLabels(person) })),
    garments: label.garments.map((garment) => ({
      box: placed(boxOf(garment.box), place),
      labels: {
        category: [garment.category],
        ...Object.fromEntries(Object.entries(garment.attributes).map(([family, value]) => [family, [value]])),
      } as Labels,
    })),
    regions: {
      file: join(folder, label.photo.replace(/^photos/, 'regions').replace(/\.[^.]+$/, '.png')),
      regionOf: REGIONS.map((_, index) => index),
      unsure: [],
    },
    occasion: label.occasion ? [label.occasion] : [],
    caption: label.caption || null,
  }
}

function personLabels(person: DrawnLabel['people'][number]): Labels {
  if (person.child) return { age: ['child'] }
  return {
    ...(person.gender === undefined || person.gender === 'unknown' ? {} : { gender: [person.gender] }),
    ...(person.age === undefined || person.age === 'unknown' ? {} : { age: [person.age] }),
  }
}

function boxOf([x0 = 0, y0 = 0, x1 = 1, y1 = 1]: readonly number[]): Box {
  return { x0, y0, x1, y1 }
}
