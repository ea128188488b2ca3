import type { Tensor } from '../graph/graph.ts'
import { showShape } from '../graph/shape.ts'
import { reshape } from './layout.ts'
import { matMul } from './linear.ts'
import { reduceMean } from './reduce.ts'

/** Mean over height and width: [batch, channels, height, width] → [batch, channels]. */
export function globalAveragePool(x: Tensor): Tensor {
  if (x.shape.length !== 4) throw x.graph.error(`globalAveragePool of ${showShape(x.shape)}`)
  const [batch, channels, height, width] = x.shape as number[]
  return reduceMean(reshape(x, [batch as number, channels as number, (height as number) * (width as number)]), {
    axes: [2],
  })
}

/** Each pixel twice in both directions. */
export function upsampleNearest(x: Tensor): Tensor {
  if (x.shape.length !== 4) throw x.graph.error(`upsampleNearest of ${showShape(x.shape)}`)
  const { graph } = x
  const [batch, channels, height, width] = x.shape as number[]
  const scales = graph.constant('float32', [4], Float32Array.of(1, 1, 2, 2))
  const attributes = { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
  const shape = [batch as number, channels as number, 2 * (height as number), 2 * (width as number)]
  return graph.operation('Resize', [x, null, scales], [{ dtype: 'float32', shape }], attributes)[0] as Tensor
}

/**
 * Bilinear resizing to any size, corners not aligned: a matrix product along each axis, so that its gradient is one
 * too.
 */
export function resizeBilinear(x: Tensor, height: number, width: number): Tensor {
  if (x.shape.length !== 4) throw x.graph.error(`resizeBilinear of ${showShape(x.shape)}`)
  const [, , h, w] = x.shape as number[]
  const { graph } = x
  const across = graph.constant('float32', [w as number, width], interpolation(w as number, width, true))
  const down = graph.constant('float32', [height, h as number], interpolation(h as number, height, false))
  return matMul(down, matMul(x, across))
}

/** Weights of `from` pixels for each of `to` pixels, as [to, from] or, `turned`, as [from, to]. */
function interpolation(from: number, to: number, turned: boolean): Float32Array {
  const weights = new Float32Array(from * to)
  for (let i = 0; i < to; i++) {
    const at = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1)
    for (let j = 0; j < from; j++) {
      weights[turned ? j * to + i : i * from + j] = Math.max(0, 1 - Math.abs(at - j))
    }
  }
  return weights
}
