import { colour } from '../theme.ts'
import { as, place } from './canvas.ts'
import type { Row } from './chart.ts'

export interface Lettering {
  readonly text: string
  readonly x: number
  readonly y: number
  readonly align?: 'left' | 'right' | 'center'
  readonly angle?: number
  readonly bold?: boolean
  readonly size?: number
  /** A colour role. */
  readonly ink?: string
}

/** A word of a chart that places its marks itself, as a row. */
export function letter(word: Lettering): Row {
  const { text, x, y, align = 'left', angle = 0, bold = false, size = 11, ink = 'soft' } = word
  return { text, x, y, size, ink: colour(ink), kind: kindOf({ align, angle, bold }) }
}

interface Kind {
  readonly align: 'left' | 'right' | 'center'
  readonly angle: number
  readonly bold: boolean
}

function kindOf({ align, angle, bold }: Kind): string {
  return `${align} ${angle}${bold ? ' bold' : ''}`
}

/** Upright words: each alignment, plain and bold. */
export const UPRIGHT: readonly Kind[] = (['left', 'right', 'center'] as const).flatMap((align) => [
  { align, angle: 0, bold: false },
  { align, angle: 0, bold: true },
])

/** One text layer a kind of word: Vega-Lite has no channel for weight, and alignment belongs to the mark. */
export function letterLayers(kinds: readonly Kind[] = UPRIGHT, data = 'letters') {
  return kinds.map((kind) => ({
    data: { name: data },
    transform: [{ filter: { field: 'kind', equal: kindOf(kind) } }],
    mark: {
      type: 'text',
      align: kind.align,
      angle: kind.angle,
      fontWeight: kind.bold ? 600 : 400,
      baseline: 'middle',
      aria: false,
    },
    encoding: {
      ...place('x', 'y'),
      text: { field: 'text', type: 'nominal' },
      fill: as('ink'),
      size: as('size', 'quantitative'),
    },
  }))
}
