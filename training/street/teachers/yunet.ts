import type { InferenceSession } from 'onnxruntime-node'
import { Tensor } from 'onnxruntime-node'
import { bgrCanvas } from './bgr.ts'
import { type Scored, suppressed } from './geometry.ts'

const SIDE = 640
const STRIDES = [8, 16, 32]

/**
 * Faces in a photo by YuNet (Wu, Peng, Yu 2023): BGR 0-255 on a 640 x 640 canvas, anchors are the grid's cells.
 * @returns boxes in shares of the photo, scores ≥ `least`
 */
export async function facesByYunet(session: InferenceSession, file: string, least: number): Promise<Scored[]> {
  const { values, width, height } = await bgrCanvas(file, SIDE, 0)
  const outputs = await session.run({ input: new Tensor('float32', values, [1, 3, SIDE, SIDE]) })
  const found: Scored[] = []
  for (const stride of STRIDES) {
    const cells = SIDE / stride
    const cls = outputs[`cls_${stride}`]?.data as Float32Array
    const obj = outputs[`obj_${stride}`]?.data as Float32Array
    const bbox = outputs[`bbox_${stride}`]?.data as Float32Array
    for (let cell = 0; cell < cells * cells; cell++) {
      const score = Math.sqrt(clamp(cls[cell] as number) * clamp(obj[cell] as number))
      if (score < least) continue
      const cx = ((cell % cells) + (bbox[cell * 4] as number)) * stride
      const cy = (Math.floor(cell / cells) + (bbox[cell * 4 + 1] as number)) * stride
      const w = Math.exp(bbox[cell * 4 + 2] as number) * stride
      const h = Math.exp(bbox[cell * 4 + 3] as number) * stride
      found.push({
        score,
        box: {
          x0: (cx - w / 2) / width,
          y0: (cy - h / 2) / height,
          x1: (cx + w / 2) / width,
          y1: (cy + h / 2) / height,
        },
      })
    }
  }
  return suppressed(found, 0.3)
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value))
}
