import type { ConfusionMatrix } from '../../../src/inference/manifest.ts'
import type { Judgement } from '../../../src/learning/evaluate/metrics.ts'

/**
 * Counts of (true, named) as `pack.json` has them: by the pack's own labels, so only cases with one true value count.
 */
export function confusionOf(judged: readonly Judgement[], labels: readonly string[], data: string): ConfusionMatrix {
  const counts = labels.map(() => labels.map(() => 0))
  for (const { truth, predicted } of judged) {
    if (truth.length !== 1 || predicted === null) continue
    const row = counts[labels.indexOf(truth[0] as string)] as number[]
    const column = labels.indexOf(predicted)
    row[column] = (row[column] as number) + 1
  }
  return { labels, counts, data }
}
