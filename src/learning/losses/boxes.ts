import type { Tensor } from '../graph/graph.ts'
import {
  abs,
  add,
  cast,
  div,
  less,
  maximum,
  minimum,
  mul,
  slice,
  squeeze,
  sub,
  weightedMean,
  where,
} from '../ops/index.ts'

/** Smooth L1 (Girshick 2015): quadratic below `beta`, linear above; mean over what `mask` (same shape) admits. */
export function smoothL1(predicted: Tensor, wanted: Tensor, mask: Tensor, beta = 1): Tensor {
  const distance = abs(sub(predicted, wanted))
  const near = mul(mul(distance, distance), 0.5 / beta)
  return weightedMean(where(less(distance, beta), near, sub(distance, 0.5 * beta)), mask)
}

/**
 * 1 - generalised intersection over union (Rezatofighi et al. 2019) of boxes [..., 4] (x0, y0, x1, y1), mean over the
 * boxes that `mask` [...] admits.
 */
export function generalisedIou(predicted: Tensor, wanted: Tensor, mask: Tensor): Tensor {
  const last = predicted.shape.length - 1
  const corner = (box: Tensor, at: number) => squeeze(slice(box, last, at, at + 1), last)
  const [px0, py0, px1, py1] = [0, 1, 2, 3].map((at) => corner(predicted, at)) as [Tensor, Tensor, Tensor, Tensor]
  const [wx0, wy0, wx1, wy1] = [0, 1, 2, 3].map((at) => corner(wanted, at)) as [Tensor, Tensor, Tensor, Tensor]
  const positive = (x: Tensor) => maximum(x, 0)
  const area = (x0: Tensor, y0: Tensor, x1: Tensor, y1: Tensor) => mul(positive(sub(x1, x0)), positive(sub(y1, y0)))
  const shared = area(maximum(px0, wx0), maximum(py0, wy0), minimum(px1, wx1), minimum(py1, wy1))
  const union = sub(add(area(px0, py0, px1, py1), area(wx0, wy0, wx1, wy1)), shared)
  const hull = area(minimum(px0, wx0), minimum(py0, wy0), maximum(px1, wx1), maximum(py1, wy1))
  const iou = div(shared, add(union, 1e-7))
  const giou = sub(iou, div(sub(hull, union), add(hull, 1e-7)))
  return weightedMean(sub(1, giou), cast(mask, 'float32'))
}
