import type { Tensor } from '../graph/graph.ts'
import { showShape, times } from '../graph/shape.ts'
import type { Dim } from '../onnx/model.ts'
import { abs, add, clip, greater, mul, relu, sub } from './elementwise.ts'
import { reshape, slice, transpose, unsqueeze } from './layout.ts'
import { matMul } from './linear.ts'
import { reduceMean } from './reduce.ts'

export interface RoiOptions {
  readonly height: number
  readonly width: number
  /** Points per cell and axis that are averaged. */
  readonly samples?: number
}

/**
 * Crops of features, one per box: features [batch, channels, h, w] and boxes [batch, boxes, 4] (x0, y0, x1, y1 as
 * shares of the map) → [batch, boxes, channels, height, width]. Bilinear samples at regular points (RoIAlign, He et
 * al. 2017), written as two matrix products. No gradient flows into the boxes.
 */
export function roiPool(features: Tensor, boxes: Tensor, options: RoiOptions): Tensor {
  const { graph } = features
  const { height, width, samples = 1 } = options
  const [batch, channels, h, w] = features.shape as [Dim, number, number, number]
  const [boxBatch, count, corners] = boxes.shape
  if (features.shape.length !== 4 || boxBatch !== batch || corners !== 4 || typeof count !== 'number') {
    throw graph.error(`roiPool of ${showShape(features.shape)} with boxes ${showShape(boxes.shape)}`)
  }
  if (graph.mode === 'inference') return roiAlign(features, boxes, options)
  const acrossWeights = samplingWeights(boxes, 0, w, width, samples)
  const downWeights = samplingWeights(boxes, 1, h, height, samples)
  const columns = reshape(transpose(acrossWeights, [0, 3, 1, 2]), [batch, w, count * width])
  const across = matMul(reshape(features, [batch, channels * h, w]), columns)
  const turned = transpose(reshape(across, [batch, channels, h, count, width]), [0, 3, 2, 1, 4])
  const down = matMul(downWeights, reshape(turned, [batch, count, h, channels * width]))
  const cells = reshape(down, [batch, count, height, channels, width])
  return transpose(cells, [0, 1, 3, 2, 4])
}

/** The same in one operator, which has no gradient rule: corners in pixels, and the row of the batch of each box. */
function roiAlign(features: Tensor, boxes: Tensor, { height, width, samples = 1 }: RoiOptions): Tensor {
  const { graph } = features
  const [batch, channels, h, w] = features.shape as [Dim, number, number, number]
  const [, count] = boxes.shape as [Dim, number]
  const all = times(batch, count)
  const corners = reshape(mul(boxes, graph.constant('float32', [4], Float32Array.of(w, h, w, h))), [all, 4])
  const real = greater(slice(boxes, 2, 0, 1), Number.NEGATIVE_INFINITY)
  const rows = graph.operation('NonZero', [real], [{ dtype: 'int64', shape: [3, all] }])[0] as Tensor
  const crops = graph.operation(
    'RoiAlign',
    [features, corners, reshape(slice(rows, 0, 0, 1), [all])],
    [{ dtype: 'float32', shape: [all, channels, height, width] }],
    { output_height: height, output_width: width, sampling_ratio: samples },
  )[0] as Tensor
  return reshape(crops, [batch, count, channels, height, width])
}

/** Weights of `pixels` for `cells` along one axis of each box: [batch, boxes, cells, pixels]. */
function samplingWeights(boxes: Tensor, axis: 0 | 1, pixels: number, cells: number, samples: number): Tensor {
  const { graph } = boxes
  const [batch, count] = boxes.shape as [Dim, number]
  const points = cells * samples
  const low = slice(boxes, 2, axis, axis + 1)
  const high = slice(boxes, 2, axis + 2, axis + 3)
  const steps = graph.constant(
    'float32',
    [points],
    Float32Array.from({ length: points }, (_, i) => (i + 0.5) / points),
  )
  const at = clip(sub(mul(add(low, mul(sub(high, low), steps)), pixels), 0.5), 0, pixels - 1)
  const grid = graph.constant(
    'float32',
    [pixels],
    Float32Array.from({ length: pixels }, (_, i) => i),
  )
  const weights = relu(sub(1, abs(sub(unsqueeze(at, 3), grid))))
  if (samples === 1) return weights
  const perCell = reshape(weights, [times(batch, count), cells, samples, pixels])
  return reshape(reduceMean(perCell, { axes: [2] }), [batch, count, cells, pixels])
}
