import type { Popularity } from '../../analysis/analysis.ts'
import { type Category, groupOf, isCategory } from '../../vocabulary/vocabulary.ts'
import { textWidth } from '../text_width.ts'
import { colour, groupColour } from '../theme.ts'
import type { Words } from '../words.ts'
import type { Size } from './canvas.ts'
import type { Row } from './chart.ts'

/** `wide`: concepts are columns. `tall`: concepts are rows, for telephones. */
export type Shape = 'wide' | 'tall'

export interface HeatmapLayout {
  readonly size: Size
  readonly cell: { readonly width: number; readonly height: number }
  /** Top left corner of a cell, by gender and occasion, and by concept. */
  at(gender: string, occasion: string, concept: string): { readonly x: number; readonly y: number }
  readonly labels: readonly Row[]
  /** Where the legend starts. */
  readonly legend: { readonly x: number; readonly y: number }
}

const CATEGORY_GAP = 5
const GENDER_GAP = 30

/** Places the cells and every word of the heatmap: concepts in blocks by category, contexts in blocks by gender. */
export function heatmapLayout(popularity: Popularity, words: Words, shape: Shape): HeatmapLayout {
  return shape === 'wide' ? wideLayout(popularity, words) : tallLayout(popularity, words)
}

/** Offsets along the axis of concepts: a gap wherever the category changes. */
function conceptOffsets(concepts: readonly string[], step: number, gap: number) {
  const offsets = new Map<string, number>()
  const blocks: { category: string; start: number; end: number }[] = []
  let position = 0
  for (const concept of concepts) {
    const category = concept.split(':')[0] as string
    const last = blocks.at(-1)
    if (last?.category === category) last.end = position + step
    else {
      if (last !== undefined) position += gap
      blocks.push({ category, start: position, end: position + step })
    }
    offsets.set(concept, position)
    position += step
  }
  return { offsets, blocks, length: position }
}

function categoryColour(category: string): string {
  return isCategory(category) ? groupColour(groupOf(category as Category)) : colour('ink')
}

const plain = { align: 'left', angle: 0, size: 11, weight: 400, ink: colour('soft'), baseline: 'middle' }

function wideLayout(popularity: Popularity, words: Words): HeatmapLayout {
  const { concepts, genders, occasions } = popularity
  const left = 104
  const cell = { width: Math.min(22, 1000 / Math.max(concepts.length, 30)), height: 17 }
  const { offsets, blocks, length } = conceptOffsets(concepts, cell.width, CATEGORY_GAP)
  const top = 34 + Math.max(...blocks.map(({ category }) => textWidth(words.name(category), 11, true))) * 0.72
  const panel = occasions.length * cell.height
  const panelTop = (gender: string) => top + genders.indexOf(gender as never) * (panel + GENDER_GAP)
  const bottom = panelTop(genders.at(-1) ?? '') + panel
  const longest = Math.max(0, ...concepts.map((concept) => textWidth(words.attribute(concept), 10)))
  return {
    size: { width: Math.ceil(left + length + 52), height: Math.ceil(bottom + longest + 12) },
    cell,
    at: (gender, occasion, concept) => ({
      x: left + (offsets.get(concept) ?? 0),
      y: panelTop(gender) + occasions.indexOf(occasion as never) * cell.height,
    }),
    legend: { x: left, y: 8 },
    labels: [
      ...genders.flatMap((gender) => [
        {
          ...plain,
          text: words.t.genderTitle[gender],
          x: 0,
          y: panelTop(gender) - 9,
          size: 13,
          weight: 700,
          ink: colour('ink'),
        },
        ...occasions.map((occasion, i) => ({
          ...plain,
          text: words.capital(words.name(occasion)),
          x: left - 8,
          y: panelTop(gender) + (i + 0.5) * cell.height,
          align: 'right',
        })),
      ]),
      ...blocks.map(({ category, start, end }) => ({
        ...plain,
        text: words.capital(words.name(category)),
        x: left + (start + Math.min(end, start + cell.width)) / 2 - 2,
        y: top - 7,
        angle: -45,
        weight: 600,
        ink: categoryColour(category),
      })),
      ...concepts.map((concept) => ({
        ...plain,
        text: words.attribute(concept),
        x: left + (offsets.get(concept) ?? 0) + cell.width / 2,
        y: bottom + 6,
        angle: -90,
        align: 'right',
        size: 10,
      })),
    ],
  }
}

function tallLayout(popularity: Popularity, words: Words): HeatmapLayout {
  const { concepts, genders, occasions } = popularity
  const left = 112
  const cell = { width: 23, height: 14.5 }
  const { offsets, blocks, length } = conceptOffsets(concepts, cell.height, 17)
  const head = 92
  const panelTop = (gender: string) => 40 + head + genders.indexOf(gender as never) * (length + head + 40)
  return {
    size: { width: 364, height: Math.ceil(panelTop(genders.at(-1) ?? '') + length + 6) },
    cell,
    at: (gender, occasion, concept) => ({
      x: left + occasions.indexOf(occasion as never) * cell.width,
      y: panelTop(gender) + (offsets.get(concept) ?? 0),
    }),
    legend: { x: 0, y: 8 },
    labels: genders.flatMap((gender) => [
      {
        ...plain,
        text: words.t.genderTitle[gender],
        x: 0,
        y: panelTop(gender) - 30,
        size: 15,
        weight: 700,
        ink: colour('ink'),
      },
      ...occasions.map((occasion, i) => ({
        ...plain,
        text: words.capital(words.name(occasion)),
        x: left + (i + 0.5) * cell.width,
        y: panelTop(gender) - 22,
        angle: -60,
      })),
      ...blocks.map(({ category, start }) => ({
        ...plain,
        text: words.capital(words.name(category)),
        x: 0,
        y: panelTop(gender) + start - 8,
        weight: 600,
        ink: categoryColour(category),
      })),
      ...concepts.map((concept) => ({
        ...plain,
        text: words.attribute(concept),
        x: left - 6,
        y: panelTop(gender) + (offsets.get(concept) ?? 0) + cell.height / 2,
        align: 'right',
        size: 10.5,
      })),
    ]),
  }
}
