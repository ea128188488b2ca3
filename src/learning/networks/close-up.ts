import type { Tensor } from '../graph/graph.ts'
import type { Dim } from '../onnx/model.ts'
import { add, concat, dropout, flatten, mul, reshape, roiPool, slice, sub } from '../ops/index.ts'
import { convolution, dense } from './layers.ts'

export interface CloseUpSizes {
  /** Of a cut-out, in pixels. */
  readonly width: number
  readonly height: number
  /** How far beyond its box a cut-out reaches on each side, as a share of the box. */
  readonly margin: number
  /** Channels at strides 2, 4, 8 and so on. */
  readonly widths: readonly number[]
  /** Convolutions at each of these strides, the one that halves among them. */
  readonly layers: readonly number[]
  /** Numbers that a cut-out becomes. */
  readonly vector: number
  /** What is named, and of how many classes each is. */
  readonly outputs: readonly (readonly [string, number])[]
}

/**
 * A plain stack of convolutions over a cut-out of the photo's own pixels (Simonyan and Zisserman 2015, with batch
 * normalisation): what a feature map at stride 8 cannot show, such as a face or a neckline.
 * @param pixels normalised [n, 3, height, width]
 * @returns [n, vector]
 */
export function closeUpVector(pixels: Tensor, sizes: CloseUpSizes): Tensor {
  let x = pixels
  for (const [stage, channels] of sizes.widths.entries()) {
    for (let layer = 0; layer < (sizes.layers[stage] as number); layer++) {
      x = convolution(x, `stage_${stage + 1}_${layer + 1}`, { channels, stride: layer === 0 ? 2 : 1 })
    }
  }
  return dense(flatten(x), 'vector', sizes.vector, 'relu')
}

/** Logits of everything named, from the vectors of {@link closeUpVector}: [..., classes] each. */
export function closeUpLogits(vector: Tensor, sizes: CloseUpSizes): Readonly<Record<string, Tensor>> {
  const seen = dropout(vector, 0.4)
  return Object.fromEntries(sizes.outputs.map(([name, classes]) => [name, dense(seen, `name_${name}`, classes)]))
}

/**
 * The same for boxes on photos: cut out, looked at, named.
 * @param photo normalised [batch, 3, h, w]
 * @param boxes [batch, count, 4] in shares of the photo
 * @returns logits [batch, count, classes]
 */
export function closeUps(photo: Tensor, boxes: Tensor, sizes: CloseUpSizes): Readonly<Record<string, Tensor>> {
  const { width, height, margin } = sizes
  const [batch, count] = boxes.shape as [Dim, number]
  const crops = roiPool(photo, enlarged(boxes, margin), { height, width, samples: 2 })
  const vector = closeUpVector(reshape(crops, [-1, 3, height, width]), sizes)
  return closeUpLogits(reshape(vector, [batch, count, sizes.vector]), sizes)
}

/** Boxes [..., 4] a share of their size larger on each side. Boxes of no size stay so. */
function enlarged(boxes: Tensor, margin: number): Tensor {
  const low = slice(boxes, 2, 0, 2)
  const high = slice(boxes, 2, 2, 4)
  const more = mul(sub(high, low), margin)
  return concat([sub(low, more), add(high, more)], 2)
}
