import type { Tensor } from '../graph/graph.ts'
import {
  cast,
  concat,
  conv2d,
  dropout,
  gather,
  greater,
  mul,
  reduceMax,
  reduceSum,
  relu,
  transpose,
  unsqueeze,
} from '../ops/index.ts'
import { dense } from './layers.ts'

export interface TextSizes {
  readonly buckets: number
  readonly embedding: number
  /** Filters of each width. */
  readonly filters: number
  readonly width: number
}

/** Filter widths in tokens, as in the paper (paper.md section 2). */
const FILTERS = [2, 3, 4, 5]

/**
 * The text branch: a convolutional network for sentences (Kim 2014, arXiv 1408.5882) over tokens, each the sum of
 * the vectors of its hashed pieces (Bojanowski et al. 2017), so that it has no closed vocabulary and no one language.
 * @param tokens int32 [batch, tokens, pieces], 0 = nothing
 * @returns [batch, width]; the same for every caption without tokens
 */
export function textCnn(tokens: Tensor, sizes: TextSizes): Tensor {
  const { graph } = tokens
  return graph.scope('text', () => {
    const table = graph.parameter('embedding', [sizes.buckets, sizes.embedding], {
      init: { normal: 0.1 },
      decay: false,
    })
    const there = cast(greater(tokens, 0), 'float32')
    const vectors = reduceSum(mul(gather(table, tokens), unsqueeze(there, 3)), { axes: [2] })
    const sentence = unsqueeze(transpose(vectors, [0, 2, 1]), 2)
    const pooled = FILTERS.map((filter) =>
      graph.scope(`filter_${filter}`, () => {
        const weight = graph.parameter('weight', [sizes.filters, sizes.embedding, 1, filter])
        const bias = graph.parameter('bias', [sizes.filters], { init: { constant: 0 } })
        return reduceMax(relu(conv2d(sentence, weight, { bias, pads: [0, filter - 1, 0, filter - 1] })), {
          axes: [2, 3],
        })
      }),
    )
    return dense(dropout(concat(pooled, 1), 0.3), 'output', sizes.width, 'relu')
  })
}
