import type { Tensor } from '../../src/learning/graph/graph.ts'
import {
  type ContextInputs,
  type ContextOutputs,
  type ContextSizes,
  contextual,
} from '../../src/learning/networks/context.ts'
import { type Look, type LookSizes, look } from '../../src/learning/networks/look.ts'
import { mul, reshape } from '../../src/learning/ops/index.ts'
import { GARMENT_FAMILIES, LABELS, PERSON_FAMILIES, STREET } from './settings.ts'

/** About 0.6 GMAC a photo; `README.md` has the table of what was tried. */
export const LOOK: LookSizes = {
  widths: [16, 32, 64, 128, 256],
  blocks: [1, 2, 2, 1],
  fused: 96,
  fine: 48,
  regions: STREET.regions.length,
  heads: true,
}

export const CONTEXT: ContextSizes = {
  context: 'all',
  text: { buckets: STREET.text.buckets, embedding: 48, filters: 48, width: 96 },
  crop: 128,
  region: 192,
  garments: 128,
  tasks: 48,
  garmentFamilies: GARMENT_FAMILIES.map((family) => [family, LABELS[family].length] as const),
  personFamilies: PERSON_FAMILIES.map((family) => [family, LABELS[family].length] as const),
  occasions: LABELS.occasion.length,
}

/**
 * The group of a region is not told: found regions are so often of another group that a category named without it is
 * right more often (`README.md`). As many zeros as a box has numbers, as there are groups.
 */
export function untoldGroups(boxes: Tensor): Tensor {
  return mul(boxes, 0)
}

/** The whole network in one graph, as it is trained: the second part reads what the first one made. */
export function streetNetwork(inputs: Readonly<Record<string, Tensor>>): Look & { families: ContextOutputs } {
  const found = look(inputs.photo as Tensor, LOOK)
  const [rows, captions, ...caption] = (inputs.tokens as Tensor).shape as readonly number[]
  const tokens = reshape(inputs.tokens as Tensor, [(rows as number) * (captions as number), ...caption])
  const garment_groups = untoldGroups(inputs.garment_boxes as Tensor)
  const families = contextual(
    { ...(inputs as unknown as ContextInputs), features: found.features, scene: found.scene, garment_groups, tokens },
    CONTEXT,
  )
  return { ...found, families }
}
