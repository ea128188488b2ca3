import type { Tensor } from '../graph/graph.ts'
import {
  add,
  concat,
  globalAveragePool,
  mul,
  relu,
  sigmoid,
  slice,
  softmax,
  softplus,
  sub,
  upsampleNearest,
} from '../ops/index.ts'
import { convolution, mapHead, normalised, residual } from './layers.ts'

export interface LookSizes {
  /** Of the trunk at strides 2, 4, 8, 16 and 32. */
  readonly widths: readonly [number, number, number, number, number]
  /** Residual blocks at strides 4, 8, 16 and 32. */
  readonly blocks: readonly [number, number, number, number]
  /** Width of the fused maps at strides 16 and 8, from which crops are taken. */
  readonly fused: number
  /** Width of the finest map, at stride 4, and of the one persons are found on. */
  readonly fine: number
  readonly regions: number
  /** Are heads found too? */
  readonly heads?: boolean
}

/** Boxes as points (Zhou et al. 2019, arXiv 1904.07850). */
export interface CentreMaps {
  /** Logits [batch, 1, h / 8, w / 8] of a box's centre. */
  readonly centres: Tensor
  /** Distances to the sides of the box [batch, 4, h / 8, w / 8], in cells, positive. */
  readonly distances: Tensor
}

export interface Look {
  /** [batch, fused, h / 8, w / 8] */
  readonly features: Tensor
  /** [batch, widths[4], h / 32, w / 32]: the trunk's last map. */
  readonly deep: Tensor
  /** [batch, widths[4]]: the whole photo. */
  readonly scene: Tensor
  /** Logits [batch, regions, h / 4, w / 4]. */
  readonly regions: Tensor
  readonly people: CentreMaps
  /** Where {@link LookSizes.heads} asks for them. */
  readonly heads?: CentreMaps
}

/** A box reaches from its centre this many cells to each side, to begin with. */
const FIRST_DISTANCE = 4
/** Share of cells with a centre, to begin with (Lin et al. 2017, arXiv 1708.02002, section 4.1). */
const FIRST_CENTRE = 0.02

/**
 * The convolutional part of the network: plain dense convolutions down to stride 32 and a top-down path back to
 * stride 4 (feature pyramid, Lin et al. 2017, arXiv 1612.03144). Garment regions rest on its finest map; persons and
 * the crops of the second part, which ask for meaning more than for place, on the one at stride 8.
 * @param photo uint8 [batch, h, w, 3]; normalisation is part of the graph
 */
export function look(photo: Tensor, sizes: LookSizes): Look {
  const { graph } = photo
  const { widths, blocks, fused, fine } = sizes
  return graph.scope('look', () => {
    const stem = convolution(normalised(photo), 'stem', { channels: widths[0], stride: 2 })
    const stages: Tensor[] = []
    let x = stem
    for (const [index, count] of blocks.entries()) {
      x = stage(x, `stage_${index + 1}`, widths[index + 1] as number, count)
      stages.push(x)
    }
    const [s4, s8, s16, s32] = stages as [Tensor, Tensor, Tensor, Tensor]
    const p16 = merge(s16, s32, 'merge_16', fused)
    const p8 = merge(s8, p16, 'merge_8', fused)
    const p4 = merge(s4, p8, 'merge_4', fine)
    const people = convolution(p8, 'people', { channels: fine })
    return {
      features: p8,
      deep: s32,
      scene: globalAveragePool(s32),
      regions: mapHead(p4, 'regions', sizes.regions),
      people: centreMaps(people, ''),
      ...(sizes.heads ? { heads: centreMaps(people, 'head_') } : {}),
    }
  })
}

function centreMaps(x: Tensor, prefix: string): CentreMaps {
  return {
    centres: mapHead(x, `${prefix}centres`, 1, Math.log(FIRST_CENTRE / (1 - FIRST_CENTRE))),
    distances: softplus(mapHead(x, `${prefix}distances`, 4, FIRST_DISTANCE)),
  }
}

/** The outputs of `look.onnx` under the names of the pack's contract. */
export function lookOutputs(found: Look): Record<string, Tensor> {
  return {
    features: found.features,
    scene: found.scene,
    regions: softmax(found.regions, 1),
    people: concat(
      [found.people, found.heads].flatMap((maps) =>
        maps === undefined ? [] : [sigmoid(maps.centres), maps.distances],
      ),
      1,
    ),
  }
}

function stage(x: Tensor, name: string, channels: number, blocks: number): Tensor {
  return x.graph.scope(name, () => {
    let y = convolution(x, 'down', { channels, stride: 2 })
    for (let block = 0; block < blocks; block++) y = residual(y, `block_${block + 1}`)
    return y
  })
}

/** The finer map and the coarser one, twice as large, added and smoothed. */
function merge(fine: Tensor, coarse: Tensor, name: string, channels: number): Tensor {
  return fine.graph.scope(name, () => {
    const side = convolution(fine, 'side', { channels, kernel: 1, activation: 'none' })
    const top = convolution(coarse, 'top', { channels, kernel: 1, activation: 'none' })
    return convolution(relu(add(side, upsampleNearest(top))), 'smooth', { channels })
  })
}

/** The upper part of every box, where a standing person's head is. Boxes [batch, n, 4]. */
export function headBoxes(boxes: Tensor, share: number): Tensor {
  const at = (corner: number) => slice(boxes, 2, corner, corner + 1)
  const height = sub(at(3), at(1))
  return concat([at(0), at(1), at(2), add(at(1), mul(height, share))], 2)
}
