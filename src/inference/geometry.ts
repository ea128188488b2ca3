import type { Placement } from '../photo/placement.ts'
import type { Box } from './findings.ts'

/** Width and height in pixels. */
export interface Size {
  readonly width: number
  readonly height: number
}

const clamp = (value: number): number => Math.min(1, Math.max(0, value))

/** The part of a box inside 0..1. May be empty: see {@link area}. */
export function clipBox(box: Box): Box {
  return { x0: clamp(box.x0), y0: clamp(box.y0), x1: clamp(box.x1), y1: clamp(box.y1) }
}

/** Share of the picture that a box covers; 0 where it is empty or turned inside out. */
export function area(box: Box): number {
  return Math.max(0, box.x1 - box.x0) * Math.max(0, box.y1 - box.y0)
}

/** The common part of two boxes; empty (area 0) where they do not meet. */
export function intersection(a: Box, b: Box): Box {
  return { x0: Math.max(a.x0, b.x0), y0: Math.max(a.y0, b.y0), x1: Math.min(a.x1, b.x1), y1: Math.min(a.y1, b.y1) }
}

/** Intersection over union of two boxes, 0 to 1. */
export function intersectionOverUnion(a: Box, b: Box): number {
  const common = area(intersection(a, b))
  const union = area(a) + area(b) - common
  return union > 0 ? common / union : 0
}

/** Shares of the photo → shares of the canvas. */
export function photoToCanvas(box: Box, placement: Placement, canvas: Size): Box {
  return {
    x0: (placement.x + box.x0 * placement.width) / canvas.width,
    y0: (placement.y + box.y0 * placement.height) / canvas.height,
    x1: (placement.x + box.x1 * placement.width) / canvas.width,
    y1: (placement.y + box.y1 * placement.height) / canvas.height,
  }
}

/** Shares of the canvas → shares of the photo, clipped to it. The inverse of {@link photoToCanvas} inside the photo. */
export function canvasToPhoto(box: Box, placement: Placement, canvas: Size): Box {
  return clipBox({
    x0: (box.x0 * canvas.width - placement.x) / placement.width,
    y0: (box.y0 * canvas.height - placement.y) / placement.height,
    x1: (box.x1 * canvas.width - placement.x) / placement.width,
    y1: (box.y1 * canvas.height - placement.y) / placement.height,
  })
}
