import type { InferenceSession } from 'onnxruntime-node'
import { Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import type { Box } from '../../../src/inference/findings.ts'

const SIDE = 112

export interface FaceReading {
  readonly years: number
  /** Probability of `male`. */
  readonly male: number
}

/**
 * Age in years and gender of one face by the age and gender network of face-api.js.
 * @param face in shares of the photo; the crop is squared around it and mirrored at the photo's edges
 */
export async function readFace(session: InferenceSession, file: string, face: Box): Promise<FaceReading> {
  const upright = sharp(file).autoOrient().removeAlpha().toColourspace('srgb')
  const { data: photo, info } = await upright.raw().toBuffer({ resolveWithObject: true })
  const side = Math.max((face.x1 - face.x0) * info.width, (face.y1 - face.y0) * info.height) * 1.1
  const left = ((face.x0 + face.x1) / 2) * info.width - side / 2
  const top = ((face.y0 + face.y1) / 2) * info.height - side / 2
  const input = new Float32Array(3 * SIDE * SIDE)
  for (let y = 0; y < SIDE; y++) {
    const fromY = within(Math.round(top + ((y + 0.5) * side) / SIDE - 0.5), info.height)
    for (let x = 0; x < SIDE; x++) {
      const fromX = within(Math.round(left + ((x + 0.5) * side) / SIDE - 0.5), info.width)
      for (let c = 0; c < 3; c++) {
        input[c * SIDE * SIDE + y * SIDE + x] = photo[(fromY * info.width + fromX) * 3 + c] as number
      }
    }
  }
  const { age, gender } = await session.run({ input: new Tensor('float32', input, [1, 3, SIDE, SIDE]) })
  const [male = 0, female = 0] = (gender?.data ?? []) as Float32Array
  const asProbability = male >= 0 && female >= 0 && Math.abs(male + female - 1) < 0.01
  return {
    years: Number(age?.data[0]),
    male: asProbability ? male : 1 / (1 + Math.exp(female - male)),
  }
}

function within(at: number, size: number): number {
  return Math.min(size - 1, Math.max(0, at))
}
