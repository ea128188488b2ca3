import test from 'ava'
import type { Tensor } from '../../../src/learning/graph/graph.ts'
import * as ops from '../../../src/learning/ops/index.ts'
import { checkGradient, distinct } from '../differences.ts'

const convolutions: [string, number[], number[], ops.ConvolutionOptions][] = [
  ['3 x 3', [2, 2, 5, 4], [3, 2, 3, 3], { pads: 'same' }],
  ['1 x 1', [2, 3, 4, 3], [2, 3, 1, 1], {}],
  ['stride 2, even size', [2, 2, 6, 4], [3, 2, 3, 3], { pads: 'same', stride: 2 }],
  ['stride 2, odd size', [1, 2, 7, 5], [2, 2, 3, 3], { pads: 'same', stride: 2 }],
  ['1 x 1, stride 2', [1, 2, 5, 6], [3, 2, 1, 1], { stride: 2 }],
  ['dilation 2', [1, 2, 7, 6], [2, 2, 3, 3], { pads: 'same', dilation: 2 }],
  ['2 groups', [1, 4, 4, 4], [6, 2, 3, 3], { pads: 'same', groups: 2 }],
  ['depthwise', [2, 3, 5, 4], [3, 1, 3, 3], { pads: 'same', groups: 3 }],
  ['depthwise, stride 2', [1, 3, 6, 6], [3, 1, 3, 3], { pads: 'same', groups: 3, stride: 2 }],
  ['uneven pads', [1, 2, 5, 5], [2, 2, 3, 2], { pads: [0, 1, 2, 0] }],
  ['1 x 3 over words', [2, 4, 1, 6], [3, 4, 1, 3], {}],
  ['5 x 5, stride 4', [1, 2, 9, 9], [2, 2, 5, 5], { pads: 'same', stride: 4 }],
]
for (const [name, x, weight, options] of convolutions) {
  test(`the gradients of conv2d are its slopes: ${name}`, (t) =>
    checkGradient(t, [x, weight, [weight[0] as number]], (a, b, bias) =>
      ops.conv2d(a as Tensor, b as Tensor, { ...options, bias }),
    ))
}

const transposed: [string, number[], number[], ops.TransposedOptions][] = [
  ['stride 2', [1, 2, 3, 3], [2, 3, 2, 2], { stride: 2 }],
  ['stride 2, 3 x 3', [2, 2, 3, 2], [2, 2, 3, 3], { stride: 2, pads: 1, outputPadding: [1, 1] }],
  ['stride 1', [1, 2, 4, 3], [2, 3, 3, 3], { pads: 1 }],
]
for (const [name, x, weight, options] of transposed) {
  test(`the gradients of convTranspose2d are its slopes: ${name}`, (t) =>
    checkGradient(t, [x, weight, [weight[1] as number]], (a, b, bias) =>
      ops.convTranspose2d(a as Tensor, b as Tensor, { ...options, bias }),
    ))
}

test('the gradient of maxPool goes to the greatest', async (t) => {
  await checkGradient(t, [[2, 2, 4, 6]], (x) => ops.maxPool(x, 2), { draw: distinct, tolerance: 2e-2 })
  await checkGradient(t, [[1, 2, 5, 5]], (x) => ops.maxPool(x, 3, { stride: 2, pads: 1 }), {
    draw: distinct,
    tolerance: 2e-2,
  })
})

test('the gradient of avgPool is its slope', async (t) => {
  await checkGradient(t, [[2, 2, 4, 6]], (x) => ops.avgPool(x, 2))
  await checkGradient(t, [[1, 2, 5, 5]], (x) => ops.avgPool(x, 3, { stride: 2, pads: 1 }))
})

const resizing: [string, (x: Tensor) => Tensor][] = [
  ['globalAveragePool', ops.globalAveragePool],
  ['upsampleNearest', ops.upsampleNearest],
  ['resizeBilinear, larger', (x) => ops.resizeBilinear(x, 6, 8)],
  ['resizeBilinear, other', (x) => ops.resizeBilinear(x, 5, 2)],
]
for (const [name, op] of resizing)
  test(`the gradient of ${name} is its slope`, (t) => checkGradient(t, [[2, 2, 3, 4]], op))
