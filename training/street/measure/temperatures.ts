import type { PredictedFamily } from '../../../src/inference/manifest.ts'
import { fitTemperature } from '../../../src/learning/evaluate/temperature.ts'
import type { Folders } from '../folders.ts'
import { LABELS } from '../settings.ts'
import { labelledLogits } from './logits.ts'

export type Temperatures = { readonly [family in PredictedFamily]?: number }

/** The temperature of each family of a pack on {@link labelledLogits}; families that no photo labels have none. */
export async function temperaturesOf(pack: string, folders: Folders): Promise<Temperatures> {
  const fitted = [...(await labelledLogits(pack, folders))].flatMap(([family, { logits, sets }]) => {
    if (sets.length === 0) return []
    return [[family, Number(fitTemperature(logits, sets, LABELS[family].length).toFixed(3))]]
  })
  return Object.fromEntries(fitted) as Temperatures
}
