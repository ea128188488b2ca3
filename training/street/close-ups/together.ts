import type { Tensor } from '../../../src/learning/graph/graph.ts'
import { closeUps } from '../../../src/learning/networks/close-up.ts'
import type { ContextOutputs } from '../../../src/learning/networks/context.ts'
import { normalised } from '../../../src/learning/networks/layers.ts'
import { add, logSumExp, mul, squeeze, sub, unsqueeze } from '../../../src/learning/ops/index.ts'
import { GARMENT_FAMILIES, LABELS, PERSON_FAMILIES } from '../settings.ts'
import { bandsOfGroups, CLOSE_UPS } from './settings.ts'

/** Families that close-ups have a say in. */
export const CLOSE_UP_FAMILIES = [...GARMENT_FAMILIES, ...PERSON_FAMILIES] as const

/** What each network's word on a family weighs: of its logits, before the temperature. */
export type Shares = { readonly [family: string]: { readonly context: number; readonly closeUp: number } }

/** The context graph's inputs that close-ups are made from. */
export interface CloseUpInputs {
  readonly photo: Tensor
  readonly garment_boxes: Tensor
  readonly head_boxes: Tensor
  readonly head_mask: Tensor
}

/**
 * What the contextual network and the close-ups say together: a product of experts (Hinton 2002), as sums of logits.
 * Who shows no head is judged by the first alone.
 */
export function namedTogether(families: ContextOutputs, inputs: CloseUpInputs, shares: Shares): ContextOutputs {
  const { graph } = inputs.photo
  const photo = normalised(inputs.photo)
  const heads = graph.scope('heads', () => closeUps(photo, inputs.head_boxes, CLOSE_UPS.heads))
  const garments = graph.scope('garments', () => closeUps(photo, inputs.garment_boxes, CLOSE_UPS.garments))
  const there = unsqueeze(inputs.head_mask, 2)
  const said: Readonly<Record<string, Tensor>> = {
    ...garments,
    gender: mul(heads.gender!, there),
    age: mul(bandsOf(heads.age_group!), there),
  }
  return Object.fromEntries(
    Object.entries(families).map(([family, logits]) => {
      const closeUp = said[family]
      if (closeUp === undefined) return [family, logits]
      const { context, closeUp: own } = shares[family] ?? EVEN
      return [family, add(mul(logits, context), mul(closeUp, own))]
    }),
  )
}

/** Before validation has chosen: both say as much. */
const EVEN = { context: 1, closeUp: 1 }
const OUT = 40

/** Logits of the age bands from those of the age groups they are made of: [batch, n, bands]. */
function bandsOf(groups: Tensor): Tensor {
  const { graph } = groups
  const bands = LABELS.age.length
  const members = graph.constant(
    'float32',
    [bands, bandsOfGroups.length],
    Float32Array.from(LABELS.age.flatMap((_, band) => bandsOfGroups.map((bandsHeld) => bandsHeld[band]!))),
  )
  return squeeze(logSumExp(add(unsqueeze(groups, 2), mul(sub(members, 1), OUT))), 3)
}
