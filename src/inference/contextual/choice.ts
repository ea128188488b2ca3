import type { PackManifest, PredictedFamily } from '../manifest.ts'

/** A label and its probability among those that were allowed. */
export interface Choice {
  readonly label: string
  readonly probability: number
}

/**
 * Softmax over the allowed labels only, at the family's temperature (Guo et al. 2017).
 * @param logits one row a garment, person or photo, one column a label of the family
 * @returns the probability of each label; 0 for those not allowed
 */
export function probabilitiesOf(
  manifest: PackManifest,
  family: PredictedFamily,
  logits: Float32Array,
  row: number,
  allowed: (label: string) => boolean = () => true,
): readonly Choice[] {
  const labels = manifest.labels[family]!
  const temperature = manifest.temperatures[family] ?? 1
  const scaled = labels.map((label, index) =>
    allowed(label) ? logits[row * labels.length + index]! / temperature : Number.NEGATIVE_INFINITY,
  )
  const highest = Math.max(...scaled)
  const powers = scaled.map((value) => Math.exp(value - highest))
  const sum = powers.reduce((total, power) => total + power, 0)
  return labels.map((label, index) => ({ label, probability: powers[index]! / sum }))
}

/** The likeliest choice, the first of equals; undefined where none is possible (no label allowed, or NaN). */
export function likeliest(choices: readonly Choice[]): Choice | undefined {
  let best: Choice | undefined
  for (const choice of choices) if (choice.probability > (best?.probability ?? 0)) best = choice
  return best
}

/** The likeliest choice if it reaches the family's threshold. */
export function sureChoice(
  manifest: PackManifest,
  family: PredictedFamily,
  choices: readonly Choice[],
): Choice | undefined {
  const best = likeliest(choices)
  return best !== undefined && best.probability >= (manifest.thresholds[family] ?? 0) ? best : undefined
}
