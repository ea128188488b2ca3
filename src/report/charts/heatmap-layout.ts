import type { Popularity } from '../../analysis/analysis.ts'
import { type Category, groupOf, isCategory } from '../../vocabulary/vocabulary.ts'
import { textWidth } from '../text-width.ts'
import { colour, groupColour } from '../theme.ts'
import type { Words } from '../words.ts'
import type { Size } from './canvas.ts'
import type { Row } from './chart.ts'
import { letter } from './lettering.ts'

/** `wide`: concepts are columns. `tall`: concepts are rows, for telephones. */
export type Shape = 'wide' | 'tall'

export interface HeatmapLayout {
  readonly size: Size
  readonly cell: { readonly width: number; readonly height: number }
  /** Top left corner of a cell, by gender and occasion, and by concept. */
  at(gender: string, occasion: string, concept: string): { readonly x: number; readonly y: number }
  readonly letters: readonly Row[]
  /** A bar in the colour of the garment group along each category. */
  readonly bars: readonly Row[]
  /** Where the legend starts. */
  readonly legend: { readonly x: number; readonly y: number }
}

const CATEGORY_GAP = 5
const GENDER_GAP = 30
const WIDE = 1120
/** Room for the slanted name of the last category. */
const OVERHANG = 40

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

/** Within its category's block a concept goes by its attribute; the category itself is `all`. */
function columnName(concept: string, words: Words): string {
  return concept.includes(':') ? words.attribute(concept) : words.t.all
}

function wideLayout(popularity: Popularity, words: Words): HeatmapLayout {
  const { concepts, genders, occasions } = popularity
  const left = 104
  const gaps = new Set(concepts.map((concept) => concept.split(':')[0])).size * CATEGORY_GAP
  // whole pixels: sharp edges, and a quarter less to write
  const fitting = (WIDE - left - gaps - OVERHANG) / Math.max(1, concepts.length)
  const cell = { width: Math.max(8, Math.floor(Math.min(22, fitting))), height: 17 }
  const { offsets, blocks, length } = conceptOffsets(concepts, cell.width, CATEGORY_GAP)
  const slanted = Math.max(0, ...blocks.map(({ category }) => textWidth(words.name(category), 11, true)))
  const top = Math.round(52 + slanted * 0.72)
  const panel = occasions.length * cell.height
  const panelTop = (gender: string) => top + genders.indexOf(gender as never) * (panel + GENDER_GAP)
  const bottom = panelTop(genders.at(-1) ?? '') + panel
  const longest = Math.max(0, ...concepts.map((concept) => textWidth(columnName(concept, words), 10)))
  return {
    size: { width: Math.ceil(left + length + OVERHANG), height: Math.ceil(bottom + longest + 12) },
    cell,
    at: (gender, occasion, concept) => ({
      x: left + (offsets.get(concept) ?? 0),
      y: panelTop(gender) + occasions.indexOf(occasion as never) * cell.height,
    }),
    legend: { x: left, y: 8 },
    bars: genders.flatMap((gender) =>
      blocks.map(({ category, start, end }) => ({
        fill: categoryColour(category),
        x: left + start,
        x2: left + end,
        y: panelTop(gender) - 5,
        y2: panelTop(gender) - 2,
      })),
    ),
    letters: [
      ...genders.flatMap((gender) => [
        letter({ text: words.t.genderTitle[gender], x: 0, y: panelTop(gender) - 8, size: 14, bold: true, ink: 'ink' }),
        ...occasions.map((occasion, i) =>
          letter({
            text: words.capital(words.name(occasion)),
            x: left - 8,
            y: panelTop(gender) + (i + 0.5) * cell.height,
            align: 'right',
          }),
        ),
      ]),
      ...blocks.map(({ category, start, end }) =>
        letter({
          text: words.capital(words.name(category)),
          x: left + (start + Math.min(end, start + cell.width)) / 2 - 2,
          y: top - 12,
          angle: -45,
          bold: true,
          ink: 'ink',
        }),
      ),
      ...concepts.map((concept) =>
        letter({
          text: columnName(concept, words),
          x: left + (offsets.get(concept) ?? 0) + cell.width / 2,
          y: bottom + 6,
          angle: -90,
          align: 'right',
          size: 10,
        }),
      ),
    ],
  }
}

function tallLayout(popularity: Popularity, words: Words): HeatmapLayout {
  const { concepts, genders, occasions } = popularity
  const left = 112
  const cell = { width: 23, height: 14 }
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
    bars: genders.flatMap((gender) =>
      blocks.map(({ category, start, end }) => ({
        fill: categoryColour(category),
        x: left - 5,
        x2: left - 2,
        y: panelTop(gender) + start,
        y2: panelTop(gender) + end - 1,
      })),
    ),
    letters: genders.flatMap((gender) => [
      letter({ text: words.t.genderTitle[gender], x: 0, y: panelTop(gender) - 34, size: 16, bold: true, ink: 'ink' }),
      ...occasions.map((occasion, i) =>
        letter({
          text: words.capital(words.name(occasion)),
          x: left + (i + 0.5) * cell.width,
          y: panelTop(gender) - 8,
          angle: -60,
        }),
      ),
      ...blocks.map(({ category, start }) =>
        letter({
          text: words.capital(words.name(category)),
          x: left - 10,
          y: panelTop(gender) + start - 8,
          align: 'right',
          bold: true,
          ink: 'ink',
        }),
      ),
      ...concepts.map((concept) =>
        letter({
          text: columnName(concept, words),
          x: left - 10,
          y: panelTop(gender) + (offsets.get(concept) ?? 0) + cell.height / 2,
          align: 'right',
          size: 10.5,
        }),
      ),
    ]),
  }
}
