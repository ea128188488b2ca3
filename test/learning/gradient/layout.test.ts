import test from 'ava'
import { type Tensor, typedArray } from '../../../src/learning/graph/graph.ts'
import * as ops from '../../../src/learning/ops/index.ts'
import { checkGradient, distinct } from '../differences.ts'

const rules: [string, number[][], (...x: Tensor[]) => Tensor][] = [
  ['reshape', [[2, 6]], (x) => ops.reshape(x as Tensor, [3, -1])],
  ['transpose', [[2, 3, 4]], (x) => ops.transpose(x as Tensor, [2, 0, 1])],
  ['expand', [[2, 1, 3]], (x) => ops.expand(x as Tensor, [4, 2, 5, 3])],
  ['slice', [[2, 7]], (x) => ops.slice(x as Tensor, 1, 2, 6)],
  ['slice with a step', [[2, 7]], (x) => ops.slice(x as Tensor, 1, 1, 7, 2)],
  ['slice with a step that ends early', [[9]], (x) => ops.slice(x as Tensor, 0, 1, 6, 3)],
  [
    'pad',
    [[2, 3]],
    (x) =>
      ops.pad(x as Tensor, [
        [1, 0],
        [2, 3],
      ]),
  ],
  [
    'concat',
    [
      [2, 3],
      [2, 1],
      [2, 2],
    ],
    (...parts) => ops.concat(parts, 1),
  ],
  [
    'split, all parts used',
    [[2, 6]],
    (x) => {
      const [a, b, c] = ops.split(x as Tensor, 1, [1, 3, 2]) as Tensor[]
      return ops.concat([c as Tensor, ops.mul(b as Tensor, 2), a as Tensor], 1)
    },
  ],
  ['split, one part used', [[2, 6]], (x) => ops.split(x as Tensor, 1, [1, 3, 2])[1] as Tensor],
  ['stack and unstack', [[2, 3]], (x) => ops.stack([...ops.unstack(x as Tensor, 1)].reverse(), 0)],
  ['reduceSum', [[2, 3, 4]], (x) => ops.reduceSum(x as Tensor, { axes: [0, 2] })],
  ['reduceSum of everything', [[2, 3]], (x) => ops.reduceSum(x as Tensor)],
  ['reduceMean', [[2, 3, 4]], (x) => ops.reduceMean(x as Tensor, { axes: [1], keep: true })],
  [
    'gather',
    [[5, 3]],
    (x) => ops.gather(x as Tensor, (x as Tensor).graph.constant('int64', [2, 2], typedArray('int64', [4, 0, 4, 2]))),
  ],
  ['gather along the middle', [[2, 4, 3]], (x) => ops.gather(x as Tensor, (x as Tensor).graph.integers([3, 3, 0]), 1)],
  [
    'gatherElements',
    [[3, 4]],
    (x) =>
      ops.gatherElements(
        x as Tensor,
        (x as Tensor).graph.constant('int64', [3, 2], typedArray('int64', [0, 0, 3, 1, 2, 2])),
        1,
      ),
  ],
  [
    'weightedMean',
    [[2, 3]],
    (x) =>
      ops.weightedMean(x as Tensor, (x as Tensor).graph.constant('float32', [2, 3], Float32Array.of(1, 0, 2, 1, 0, 0))),
  ],
]
for (const [name, shapes, build] of rules) {
  test(`the gradient of ${name} is its slope`, (t) => checkGradient(t, shapes, build))
}

test('the gradient of reduceMax goes to the greatest', (t) =>
  checkGradient(t, [[3, 4]], (x) => ops.reduceMax(x, { axes: [1] }), { draw: distinct }))
