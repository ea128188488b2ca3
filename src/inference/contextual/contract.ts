import { FAMILIES, type Family, GROUPS } from '../../vocabulary/vocabulary.ts'
import type { GraphContract, TensorContract } from '../kind.ts'
import type { PackManifest, PredictedFamily } from '../manifest.ts'
import { gridOf, PEOPLE_STRIDE, REGION_STRIDE } from './grid.ts'

export const LOOK_GRAPH = 'look.onnx'
export const CONTEXT_GRAPH = 'context.onnx'

/** Planes of the `people` output that say where people are, and again as many for heads: heat and four distances. */
export const CENTRE_PLANES = 5

/** The attribute families that a pack predicts, in vocabulary order. */
export function attributeFamilies(manifest: PackManifest): readonly Family[] {
  return FAMILIES.filter((family) => manifest.families.includes(family))
}

/** The photos' bytes as they were decoded. */
const photo = ({ input }: PackManifest): TensorContract => ({
  type: 'uint8',
  dims: [null, input.height, input.width, 3],
})

const float = (...dims: readonly (number | null)[]): TensorContract => ({ type: 'float32', dims })

/** What the two graphs must take and give (docs/packs.md); the first size is always the number of photos. */
export function contractOf(manifest: PackManifest, file: string): GraphContract {
  return file === LOOK_GRAPH ? lookContract(manifest) : contextContract(manifest)
}

function lookContract(manifest: PackManifest): GraphContract {
  const { input, regions } = manifest
  const cells = gridOf(input, REGION_STRIDE)
  const centres = gridOf(input, PEOPLE_STRIDE)
  return {
    inputs: { photo: photo(manifest) },
    outputs: {
      features: float(null, null, null, null),
      scene: float(null, null),
      regions: float(null, regions.length, cells.height, cells.width),
      people: float(null, manifest.close_ups ? 2 * CENTRE_PLANES : CENTRE_PLANES, centres.height, centres.width),
    },
  }
}

function contextContract(manifest: PackManifest): GraphContract {
  const { people, garments } = manifest.limits
  const classes = (family: PredictedFamily): number => manifest.labels[family]?.length ?? 0
  const outputs: { [name: string]: TensorContract } = {}
  for (const family of manifest.families) {
    if (family === 'occasion') outputs[family] = float(null, classes(family))
    else outputs[family] = float(null, family === 'gender' || family === 'age' ? people : garments, classes(family))
  }
  return {
    inputs: {
      features: float(null, null, null, null),
      scene: float(null, null),
      garment_boxes: float(null, garments, 4),
      garment_mask: float(null, garments),
      garment_groups: float(null, garments, GROUPS.length),
      garment_colours: float(null, garments, manifest.colours.bins),
      person_boxes: float(null, people, 4),
      person_mask: float(null, people),
      tokens: { type: 'int32', dims: [null, manifest.text.tokens, manifest.text.pieces] },
      ...(manifest.close_ups
        ? { photo: photo(manifest), head_boxes: float(null, people, 4), head_mask: float(null, people) }
        : {}),
    },
    outputs,
  }
}
