import sharp from 'sharp'

/** A photo on a square canvas as these teachers read it. */
export interface BgrCanvas {
  /** 1 x 3 x side x side, BGR, 0 to 255. */
  readonly values: Float32Array
  /** Of the photo on the canvas, in pixels; it lies top left. */
  readonly width: number
  readonly height: number
}

/** Fits an upright photo into the top left of a square of `side` pixels, the rest filled with `fill`. */
export async function bgrCanvas(file: string, side: number, fill: number): Promise<BgrCanvas> {
  const { data, info } = await sharp(file)
    .autoOrient()
    .removeAlpha()
    .toColourspace('srgb')
    .resize(side, side, { fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const values = new Float32Array(3 * side * side).fill(fill)
  for (let y = 0; y < info.height; y++) {
    for (let x = 0; x < info.width; x++) {
      const from = (y * info.width + x) * 3
      for (let c = 0; c < 3; c++) values[(2 - c) * side * side + y * side + x] = data[from + c] as number
    }
  }
  return { values, width: info.width, height: info.height }
}
