import { join } from 'node:path'
import type { Box } from '../../../src/inference/findings.ts'
import { containBox, type PersonTruth, type Sample, type Split, type Tile } from '../sample.ts'
import { seeded } from '../seeded.ts'
import { splitOf } from '../split.ts'
import { readCsv } from './csv.ts'

/** FairFace’s age groups as bands of the vocabulary, or `child`; 10 to 19 is neither. */
export const bandOf: { readonly [age: string]: string } = {
  '0-2': 'child',
  '3-9': 'child',
  '20-29': 'under_30',
  '30-39': '30_to_49',
  '40-49': '30_to_49',
  '50-59': '50_and_over',
  '60-69': '50_and_over',
  'more than 70': '50_and_over',
}

/** Faces a canvas. */
const COLUMNS = 2
const ROWS = 2

/**
 * FairFace's crops, four to a canvas. Half of the persons are a box around the face alone, half a larger box with the
 * face at its top, as in a photo of a figure; no box reaches into another's quarter.
 * Ages 10 to 19 straddle the band of children and adults: their gender is learned, their age is not.
 */
export async function fairfaceSamples(folder: string): Promise<Sample[]> {
  const rows = await readCsv(join(folder, 'labels.csv'))
  const samples: Sample[] = []
  for (const split of ['train', 'validation', 'test'] as const) {
    const faces = rows.filter((row) => splitOf('fairface', row.face as string) === split)
    for (let at = 0; at < faces.length; at += COLUMNS * ROWS) {
      samples.push(canvasOf(folder, faces.slice(at, at + COLUMNS * ROWS), split, samples.length))
    }
  }
  return samples
}

/**
 * Each crop of the training split on a canvas of its own, as a portrait is: there the person is all there is to find.
 */
export async function fairfaceAloneSamples(folder: string): Promise<Sample[]> {
  const rows = await readCsv(join(folder, 'labels.csv'))
  const place = containBox(1, 1)
  return rows
    .filter((row) => splitOf('fairface', row.face as string) === 'train')
    .map((row) => ({
      id: `fairface-alone/${row.face}`,
      source: 'fairface-alone',
      split: 'train',
      tiles: [{ file: join(folder, 'faces', row.face as string), box: place }],
      people: [{ box: place, head: place, ...saidOf(row) }],
      garments: [],
      regions: null,
      occasion: [],
      caption: null,
    }))
}

function saidOf(row: Readonly<Record<string, string>>): Pick<PersonTruth, 'labels' | 'ageGroup'> {
  const age = bandOf[row.age as string]
  const labels = { gender: [row.gender === 'Male' ? 'male' : 'female'], ...(age === undefined ? {} : { age: [age] }) }
  return { labels, ageGroup: row.age as string }
}

function canvasOf(folder: string, rows: readonly Record<string, string>[], split: Split, index: number): Sample {
  const random = seeded(`fairface/${index}`)
  const tiles: Tile[] = []
  const people: PersonTruth[] = []
  rows.forEach((row, at) => {
    const cell = cellOf(at)
    const { face, figure } = faceIn(cell, random)
    tiles.push({ file: join(folder, 'faces', row.face as string), box: face })
    people.push({ box: random() < 0.5 ? face : figure, head: face, ...saidOf(row) })
  })
  return {
    id: `fairface/${index}`,
    source: 'fairface',
    split,
    tiles,
    people,
    garments: [],
    regions: null,
    occasion: [],
    caption: null,
  }
}

function cellOf(at: number): Box {
  const x0 = (at % COLUMNS) / COLUMNS
  const y0 = Math.floor(at / COLUMNS) / ROWS
  return { x0, y0, x1: x0 + 1 / COLUMNS, y1: y0 + 1 / ROWS }
}

/** A square face (in pixels) at the top of its cell, and the figure's box around it, as far as the cell goes. */
function faceIn(cell: Box, random: () => number): { face: Box; figure: Box } {
  const w = cell.x1 - cell.x0
  const width = w * (0.45 + 0.53 * random())
  const height = width / (4 / 3)
  const x0 = cell.x0 + (w - width) * random()
  const y0 = cell.y0 + (cell.y1 - cell.y0 - height) * 0.3 * random()
  const face = { x0, y0, x1: x0 + width, y1: y0 + height }
  const side = width * (0.1 + 0.4 * random())
  const figure = {
    x0: Math.max(cell.x0, face.x0 - side),
    y0: Math.max(cell.y0, y0 - 0.05 * height),
    x1: Math.min(cell.x1, face.x1 + side),
    y1: Math.min(cell.y1, face.y1 + height * (0.3 + 2 * random())),
  }
  return { face, figure }
}
