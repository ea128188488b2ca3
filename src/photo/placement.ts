/** Where the upright photo lies on the canvas, in canvas pixels. */
export interface Placement {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Fits a photo into a canvas without distortion, centred; small photos are enlarged. At least one pixel a side. */
export function placeInside(
  photo: { readonly width: number; readonly height: number },
  canvas: { readonly width: number; readonly height: number },
): Placement {
  const scale = Math.min(canvas.width / photo.width, canvas.height / photo.height)
  const width = Math.min(canvas.width, Math.max(1, Math.round(photo.width * scale)))
  const height = Math.min(canvas.height, Math.max(1, Math.round(photo.height * scale)))
  return { x: (canvas.width - width) >> 1, y: (canvas.height - height) >> 1, width, height }
}
