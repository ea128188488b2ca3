export interface Disc {
  readonly x: number
  readonly y: number
  readonly r: number
  readonly labelWidth: number
  readonly labelHeight: number
}

export interface Label {
  /** Where the text is anchored, vertically its middle. */
  readonly x: number
  readonly y: number
  readonly align: 'left' | 'right' | 'center'
}

interface Box {
  readonly x0: number
  readonly y0: number
  readonly x1: number
  readonly y1: number
}

const GAP = 4

/**
 * A place for the name of each disc: inside where it fits, else the one of eight positions around it that covers the
 * least of other discs and of names already placed. Larger discs choose first. The same input gives the same places.
 */
export function placeLabels(discs: readonly Disc[], width: number, height: number): Label[] {
  const order = discs.map((_, i) => i).sort((a, b) => (discs[b]?.r ?? 0) - (discs[a]?.r ?? 0))
  const taken: Box[] = []
  const labels: Label[] = []
  for (const i of order) {
    const disc = discs[i] as Disc
    const others = discs.filter((_, j) => j !== i).map(boxOfDisc)
    const options = candidates(disc)
    const costs = options.map((option, preference) => {
      const box = boxOfLabel(option, disc)
      const covered = taken.reduce((sum, other) => sum + 4 * overlap(box, other), 0)
      const discsCovered = others.reduce((sum, other) => sum + overlap(box, other), 0)
      const outside = area(box) - overlap(box, { x0: 0, y0: 0, x1: width, y1: height })
      return covered + discsCovered + 6 * outside + preference * 3
    })
    const best = options[costs.indexOf(Math.min(...costs))] as Label
    labels[i] = best
    taken.push(boxOfLabel(best, disc))
  }
  return labels
}

function candidates({ x, y, r, labelWidth, labelHeight }: Disc): Label[] {
  if (labelWidth < 2 * r - 6) return [{ x, y, align: 'center' }]
  const side = r + GAP
  const diagonal = r * 0.72 + GAP
  const above = r + labelHeight / 2 + 2
  return [
    { x: x + side, y, align: 'left' },
    { x: x - side, y, align: 'right' },
    { x, y: y - above, align: 'center' },
    { x, y: y + above, align: 'center' },
    { x: x + diagonal, y: y - diagonal, align: 'left' },
    { x: x + diagonal, y: y + diagonal, align: 'left' },
    { x: x - diagonal, y: y - diagonal, align: 'right' },
    { x: x - diagonal, y: y + diagonal, align: 'right' },
  ]
}

function boxOfLabel({ x, y, align }: Label, { labelWidth: w, labelHeight: h }: Disc): Box {
  const x0 = align === 'left' ? x : align === 'right' ? x - w : x - w / 2
  return { x0, x1: x0 + w, y0: y - h / 2, y1: y + h / 2 }
}

function boxOfDisc({ x, y, r }: Disc): Box {
  return { x0: x - r, y0: y - r, x1: x + r, y1: y + r }
}

function overlap(a: Box, b: Box): number {
  return (
    Math.max(0, Math.min(a.x1, b.x1) - Math.max(a.x0, b.x0)) * Math.max(0, Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0))
  )
}

function area({ x0, y0, x1, y1 }: Box): number {
  return (x1 - x0) * (y1 - y0)
}
