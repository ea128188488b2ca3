import type { InferenceSession } from 'onnxruntime-node'
import { Tensor } from 'onnxruntime-node'
import { bgrCanvas } from './bgr.ts'
import { type Scored, suppressed } from './geometry.ts'

const SIDE = 416
const STRIDES = [8, 16, 32]
const VALUES = 85

/**
 * Persons in a photo by YOLOX (Ge et al. 2021, arXiv 2107.08430): BGR 0-255, fitted top left, filled with 114;
 * the output is relative to each grid cell and decoded here.
 * @returns boxes in shares of the photo, scores ≥ `least`
 */
export async function personsByYolox(session: InferenceSession, file: string, least: number): Promise<Scored[]> {
  const { values, width, height } = await bgrCanvas(file, SIDE, 114)
  const { output } = await session.run({ images: new Tensor('float32', values, [1, 3, SIDE, SIDE]) })
  return suppressed(persons(output?.data as Float32Array, width, height, least), 0.6)
}

function persons(output: Float32Array, width: number, height: number, least: number): Scored[] {
  const found: Scored[] = []
  let row = 0
  for (const stride of STRIDES) {
    const cells = SIDE / stride
    for (let cell = 0; cell < cells * cells; cell++, row++) {
      const at = row * VALUES
      const value = (index: number) => output[at + index] as number
      const score = value(4) * value(5)
      if (score < least) continue
      const cx = (value(0) + (cell % cells)) * stride
      const cy = (value(1) + Math.floor(cell / cells)) * stride
      const w = Math.exp(value(2)) * stride
      const h = Math.exp(value(3)) * stride
      const box = {
        x0: Math.max(0, (cx - w / 2) / width),
        y0: Math.max(0, (cy - h / 2) / height),
        x1: Math.min(1, (cx + w / 2) / width),
        y1: Math.min(1, (cy + h / 2) / height),
      }
      found.push({ score, box })
    }
  }
  return found
}
