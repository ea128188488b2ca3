import type { Kind } from '../kind.ts'
import { CONTEXT_GRAPH, contractOf, LOOK_GRAPH } from './contract.ts'
import { readPhotos } from './read.ts'
import { sampleOutputs } from './sample.ts'

/**
 * The paper's network in two graphs: `look.onnx` sees the photo (features, regions, people), and `context.onnx` names
 * the garments, their wearers and the occasion from what was seen together with the caption.
 */
export const contextual: Kind = {
  graphs: [LOOK_GRAPH, CONTEXT_GRAPH],
  contract: contractOf,
  reader: readPhotos,
  sample: sampleOutputs,
}
