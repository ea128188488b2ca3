import type { Tensor } from '../graph/graph.ts'
import type { Window } from '../ops/convolution.ts'
import { mul } from '../ops/elementwise.ts'
import { concat, pad, reshape, slice, stack, transpose } from '../ops/layout.ts'
import { gemm, matMul } from '../ops/linear.ts'
import { reduceSum } from '../ops/reduce.ts'
import { gather } from '../ops/select.ts'

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
  return gathered(dy, x, window)
}

function padInput(x: Tensor, { pads }: Window): Tensor {
  return pad(x, [
    [0, 0],
    [0, 0],
    [pads[0], pads[2]],
    [pads[1], pads[3]],
  ])
}

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
 * What each pixel of the output saw, gathered into rows (im2col), and one product over the pixels of all photos.
 * Against slices for each tap, a product per photo, or a convolution with the two transposed, this was the quickest or
 * near it for every layer of a trunk: the gathering is one operator on all threads.
 */
function gathered(dy: Tensor, x: Tensor, window: Window): Tensor {
  const [batch, out, height, width] = dy.shape as [number, number, number, number]
  const [, into, h, w] = x.shape as [number, number, number, number]
  const { kernel } = window
  const pixels = batch * height * width
  // One row per input pixel, and a row of zeros for the padding.
  const rows = pad(reshape(transpose(x, [0, 2, 3, 1]), [batch * h * w, into]), [
    [0, 1],
    [0, 0],
  ])
  const seen = reshape(gather(rows, positions(x, dy, window)), [pixels, kernel[0] * kernel[1] * into])
  const product = gemm(reshape(transpose(dy, [1, 0, 2, 3]), [out, pixels]), seen)
  return asWeight(product, out, into, window)
}

/** For each output pixel and tap the input pixel it sees; the one after the last where it sees padding. */
function positions(x: Tensor, dy: Tensor, { kernel, strides, dilations, pads }: Window): Tensor {
  const [batch, , height, width] = dy.shape as [number, number, number, number]
  const [h, w] = x.shape.slice(2) as [number, number]
  const key = `positions ${[batch, height, width, h, w]} ${kernel} ${strides} ${dilations} ${pads}`
  return x.graph.once(key, () => {
    const found = new Int32Array(batch * height * width * kernel[0] * kernel[1])
    let at = 0
    for (let b = 0; b < batch; b++) {
      for (let row = 0; row < height; row++) {
        for (let column = 0; column < width; column++) {
          for (let i = 0; i < kernel[0]; i++) {
            const v = row * strides[0] + i * dilations[0] - pads[0]
            for (let j = 0; j < kernel[1]; j++) {
              const u = column * strides[1] + j * dilations[1] - pads[1]
              found[at++] = v < 0 || u < 0 || v >= h || u >= w ? batch * h * w : (b * h + v) * w + u
            }
          }
        }
      }
    }
    return x.graph.constant('int32', [batch * height * width, kernel[0] * kernel[1]], found)
  })
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
