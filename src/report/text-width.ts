/**
 * Advance widths of Helvetica, Arial and Liberation Sans (metrically the same), in thousandths of the font size,
 * for the characters from space to tilde. Vega without a canvas guesses 0.8 of the font size a character and then
 * cuts labels that would fit.
 */
const advances = [
  278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
  556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
  722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
  556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
  260, 334, 584,
]
const FIRST = 32
const BOLD = 1.07

/** Width of a line of text in pixels. Ideographs and full-width forms take a whole em. */
export function textWidth(text: string, fontSize: number, bold = false): number {
  let thousandths = 0
  for (const character of text) {
    const code = character.codePointAt(0) as number
    thousandths += advances[code - FIRST] ?? (code >= 0x2e80 ? 1000 : 556)
  }
  return (thousandths / 1000) * fontSize * (bold ? BOLD : 1)
}

interface TextItem {
  readonly fontSize?: number
  readonly fontWeight?: string | number
}

/** In the shape of `vega.textMetrics.width`. */
export function measureTextItem(item: TextItem, text: unknown): number {
  const bold = item.fontWeight === 'bold' || Number(item.fontWeight) >= 600
  return textWidth(String(text), item.fontSize ?? 11, bold)
}
