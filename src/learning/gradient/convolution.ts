import type { Operation, Tensor } from '../graph/graph.ts'
import { size } from '../graph/shape.ts'
import { avgPool, conv2d, convTranspose2d, type Pads, type Pair, type Window } from '../ops/convolution.ts'
import { mul } from '../ops/elementwise.ts'
import { expand, reshape, transpose } from '../ops/layout.ts'
import { reduceSum } from '../ops/reduce.ts'
import { weightGradient } from './convolution-weight.ts'
import { scatterAdd } from './layout.ts'
import { type Rules, simple } from './rule.ts'

function windowOf({ attributes }: Operation): Window & { groups: number } {
  return {
    kernel: attributes.kernel_shape as unknown as Pair,
    strides: attributes.strides as unknown as Pair,
    pads: attributes.pads as unknown as Pads,
    dilations: (attributes.dilations ?? [1, 1]) as unknown as Pair,
    groups: (attributes.group ?? 1) as number,
  }
}

/** Both spatial axes backwards. */
function flipped(weight: Tensor): Tensor {
  const { graph, shape } = weight
  if (shape[2] === 1 && shape[3] === 1) return weight
  const inputs = [
    weight,
    ...[
      [-1, -1],
      [-1e6, -1e6],
      [2, 3],
      [-1, -1],
    ].map((values) => graph.integers(values)),
  ]
  return graph.operation('Slice', inputs, [{ dtype: 'float32', shape }])[0] as Tensor
}

/** Gradient of a convolution's input. */
function inputGradient(dy: Tensor, x: Tensor, weight: Tensor, window: Window & { groups: number }): Tensor {
  const { kernel, strides, pads, dilations, groups } = window
  const reach = dilations.map((dilation, i) => dilation * ((kernel[i] as number) - 1)) as [number, number]
  const mirrored = pads.map((amount, i) => (reach[i % 2] as number) - amount) as unknown as Pads
  if (strides[0] === 1 && strides[1] === 1 && groups === 1 && mirrored.every((amount) => amount >= 0)) {
    const turned = transpose(flipped(weight), [1, 0, 2, 3])
    return conv2d(dy, turned, { pads: mirrored, dilation: dilations })
  }
  const left = ([0, 1] as const).map((axis) => {
    const reached = ((dy.shape[axis + 2] as number) - 1) * strides[axis] + (reach[axis] as number) + 1
    return (x.shape[axis + 2] as number) - (reached - pads[axis] - pads[(axis + 2) as 2 | 3])
  }) as unknown as Pair
  return convTranspose2d(dy, weight, { stride: strides, pads, dilation: dilations, groups, outputPadding: left })
}

export const convolutionRules: Rules = {
  Conv: (operation, [gradient], wanted) => {
    const [x, weight] = operation.inputs as [Tensor, Tensor]
    const dy = gradient as Tensor
    const window = windowOf(operation)
    return [
      wanted[0] ? inputGradient(dy, x, weight, window) : null,
      wanted[1] ? weightGradient(dy, x, window) : null,
      wanted[2] ? reduceSum(dy, { axes: [0, 2, 3] }) : null,
    ]
  },
  ConvTranspose: (operation, [gradient], wanted) => {
    const [x, weight] = operation.inputs as [Tensor, Tensor]
    const dy = gradient as Tensor
    const { groups, strides, pads, dilations } = windowOf(operation)
    return [
      wanted[0] ? conv2d(dy, weight, { stride: strides, pads, dilation: dilations, groups }) : null,
      wanted[1] ? weightGradient(x, dy, windowOf(operation)) : null,
      wanted[2] ? reduceSum(dy, { axes: [0, 2, 3] }) : null,
    ]
  },
  MaxPool: ({ inputs, outputs }, [gradient]) => {
    const x = inputs[0] as Tensor
    const dy = gradient as Tensor
    const count = size(dy.shape)
    const flat = { graph: x.graph, shape: [size(x.shape)] }
    return [reshape(scatterAdd(flat, reshape(outputs[1] as Tensor, [count]), reshape(dy, [count]), 0), x.shape)]
  },
  AveragePool: simple((dy, x, _, operation) => {
    const window = windowOf(operation)
    const [height, width] = window.kernel
    const [batch, channels, ...map] = x.shape as [number, number, number, number]
    const share = mul(dy, 1 / (height * width))
    const [rows, columns] = dy.shape.slice(2) as [number, number]
    if (
      window.strides[0] === height &&
      window.strides[1] === width &&
      rows * height === map[0] &&
      columns * width === map[1]
    ) {
      const apart = reshape(share, [batch, channels, rows, 1, columns, 1])
      return reshape(expand(apart, [batch, channels, rows, height, columns, width]), x.shape)
    }
    const ones = new Float32Array(height * width).fill(1)
    const kernel = x.graph.constant('float32', [1, 1, height, width], ones)
    const single = { graph: x.graph, shape: [batch * channels, 1, ...map] } as unknown as Tensor
    const spread = inputGradient(reshape(share, [batch * channels, 1, rows, columns]), single, kernel, window)
    return reshape(spread, x.shape)
  }),
  // Each pixel was written twice in both directions.
  Resize: simple((dy) => mul(avgPool(dy, 2), 4)),
}
