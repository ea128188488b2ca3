import type { Tensor } from '../graph/graph.ts'
import type { Window } from '../ops/convolution.ts'
import { mul } from '../ops/elementwise.ts'
import { concat, pad, reshape, slice, stack, transpose } from '../ops/layout.ts'
import { gemm, matMul } from '../ops/linear.ts'
import { reduceSum } from '../ops/reduce.ts'

type Grouped = Window & { readonly groups: number }

/**
 * Gradient of a convolution's weight [out, in / groups, h, w]: for each tap of the kernel, the product of the output's
 * gradient with what the tap saw of the input.
 */
export function weightGradient(dy: Tensor, x: Tensor, window: Grouped): Tensor {
  const { kernel, strides, pads, groups } = window
  const [out, into] = [dy.shape[1] as number, x.shape[1] as number]
  const unit = strides[0] === 1 && strides[1] === 1
  if (groups > 1) return groups === into && groups === out ? depthwise(dy, x, window) : grouped(dy, x, window)
  if (unit && kernel[0] === 1 && kernel[1] === 1 && pads.every((amount) => amount === 0)) return pointwise(dy, x)
  return columns(dy, x, window)
}

function padInput(x: Tensor, { pads }: Window): Tensor {
  return pad(x, [
    [0, 0],
    [0, 0],
    [pads[0], pads[2]],
    [pads[1], pads[3]],
  ])
}

/** Channels first, then the batch: one long row per channel. */
const byChannel = (x: Tensor): Tensor => transpose(x, [1, 0, 2, 3])

/** What each tap of the kernel sees of the padded input: its first two axes and the output's height and width. */
function taps(input: Tensor, dy: Tensor, { kernel, strides, dilations }: Window): Tensor[] {
  const [height, width] = dy.shape.slice(2) as [number, number]
  const seen: Tensor[] = []
  for (let i = 0; i < kernel[0]; i++) {
    const top = i * dilations[0]
    const rows = slice(input, 2, top, top + (height - 1) * strides[0] + 1, strides[0])
    for (let j = 0; j < kernel[1]; j++) {
      const start = j * dilations[1]
      seen.push(slice(rows, 3, start, start + (width - 1) * strides[1] + 1, strides[1]))
    }
  }
  return seen
}

/** [out, taps · in] → [out, in, h, w] */
function asWeight(product: Tensor, out: number, into: number, { kernel }: Window): Tensor {
  const perTap = reshape(product, [out, kernel[0] * kernel[1], into])
  return reshape(transpose(perTap, [0, 2, 1]), [out, into, ...kernel])
}

/** 1 x 1: one product per photo, added up. */
function pointwise(dy: Tensor, x: Tensor): Tensor {
  const [batch, out, height, width] = dy.shape as [number, number, number, number]
  const into = x.shape[1] as number
  const rows = reshape(x, [batch, into, height * width])
  const product = matMul(reshape(dy, [batch, out, height * width]), transpose(rows, [0, 2, 1]))
  return reshape(reduceSum(product, { axes: [0] }), [out, into, 1, 1])
}

/**
 * All taps under one another and one product over the pixels of all photos. Against a product per tap, per photo, or a
 * convolution with the two transposed, this was the quickest or near it for every layer of a trunk
 * (`npm run bench -- training`).
 */
function columns(dy: Tensor, x: Tensor, window: Window): Tensor {
  const [batch, out, height, width] = dy.shape as [number, number, number, number]
  const into = x.shape[1] as number
  const pixels = batch * height * width
  const seen = taps(byChannel(padInput(x, window)), dy, window).map((tap) => reshape(tap, [into, pixels]))
  const product = gemm(reshape(byChannel(dy), [out, pixels]), concat(seen, 0), { transB: true })
  return asWeight(product, out, into, window)
}

function depthwise(dy: Tensor, x: Tensor, window: Grouped): Tensor {
  const perTap = taps(padInput(x, window), dy, window).map((tap) => reduceSum(mul(dy, tap), { axes: [0, 2, 3] }))
  return reshape(stack(perTap, 1), [x.shape[1] as number, 1, ...window.kernel])
}

function grouped(dy: Tensor, x: Tensor, window: Grouped): Tensor {
  const [batch, out, height, width] = dy.shape as [number, number, number, number]
  const { groups } = window
  const into = (x.shape[1] as number) / groups
  const seen = taps(padInput(x, window), dy, window).map((tap) => reshape(tap, [batch, groups, into, height * width]))
  const rows = transpose(concat(seen, 2), [0, 1, 3, 2])
  const product = matMul(reshape(dy, [batch, groups, out / groups, height * width]), rows)
  return asWeight(reshape(reduceSum(product, { axes: [0] }), [out, -1]), out, into, window)
}
