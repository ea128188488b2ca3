import type { Size } from '../../../src/inference/geometry.ts'
import { constant, node, type Parts, whole } from './onnx.ts'

/** Planes `name`: heat where the weighted colour of a cell is above the bias, and the same reach to all sides. */
export function centres(name: string, weights: number[], bias: number, reach: number): Parts {
  return {
    initialisers: [
      constant(`${name}_weights`, [1, 3, 1, 1], weights),
      constant(`${name}_bias`, [1], [bias]),
      constant(`${name}_reach_weights`, [4, 3, 1, 1], Array(12).fill(0)),
      constant(`${name}_reach_bias`, [4], Array(4).fill(reach)),
    ],
    nodes: [
      node('Conv', ['features', `${name}_weights`, `${name}_bias`], `${name}_logits`),
      node('Sigmoid', [`${name}_logits`], `${name}_heat`),
      node('Conv', ['features', `${name}_reach_weights`, `${name}_reach_bias`], `${name}_reach`),
      node('Concat', [`${name}_heat`, `${name}_reach`], name, { axis: 1 }),
    ],
  }
}

/**
 * From `photo` and `head_boxes` the value `head_colours` [N, P, 3]: the mean colour, 0 to 1, of the pixels with their
 * centre in each head's box; 0 where there are none.
 */
export function headColours({ width, height }: Size): Parts {
  const pixels = Array.from({ length: width * height }, (_, index) => index)
  const sides = ['x0', 'y0', 'x1', 'y1']
  return {
    initialisers: [
      constant(
        'pixel_x',
        [pixels.length],
        pixels.map((index) => ((index % width) + 0.5) / width),
      ),
      constant(
        'pixel_y',
        [pixels.length],
        pixels.map((index) => (Math.floor(index / width) + 0.5) / height),
      ),
      constant('ones', [pixels.length, 1], Array(pixels.length).fill(1)),
      constant('one', [], [1]),
      constant('byte', [], [1 / 255]),
      whole('pixel_rows', 0, -1, 3),
      ...sides.map((side, index) => whole(`at_${side}`, index)),
    ],
    nodes: [
      node('Cast', ['photo'], 'photo_numbers', { to: 1 }),
      node('Reshape', ['photo_numbers', 'pixel_rows'], 'photo_rows'),
      node('Mul', ['photo_rows', 'byte'], 'photo_colours'),
      ...sides.map((side) => node('Gather', ['head_boxes', `at_${side}`], side, { axis: 2 })),
      node('Less', ['x0', 'pixel_x'], 'right_of_x0'),
      node('Less', ['y0', 'pixel_y'], 'below_y0'),
      node('Greater', ['x1', 'pixel_x'], 'left_of_x1'),
      node('Greater', ['y1', 'pixel_y'], 'above_y1'),
      node('And', ['right_of_x0', 'left_of_x1'], 'across'),
      node('And', ['below_y0', 'above_y1'], 'down'),
      node('And', ['across', 'down'], 'inside'),
      node('Cast', ['inside'], 'shown', { to: 1 }),
      node('MatMul', ['shown', 'photo_colours'], 'colour_sums'),
      node('MatMul', ['shown', 'ones'], 'shown_pixels'),
      node('Max', ['shown_pixels', 'one'], 'divisor'),
      node('Div', ['colour_sums', 'divisor'], 'head_colours'),
    ],
  }
}
