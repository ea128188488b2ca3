import type { ConfusionMatrix } from '../../inference/manifest.ts'

/** A judged prediction: what it is, what was said (null = nothing), and with what probability. */
export interface Judgement {
  readonly truth: string
  readonly predicted: string | null
  readonly score: number
}

/** How good a family is. Saying nothing counts as wrong in all but `ece` and the confusion matrix. */
export interface FamilyEvaluation {
  readonly n: number
  readonly accuracy: number
  /** 95 % interval of the accuracy. */
  readonly low: number
  readonly high: number
  /** Mean over the labels that occur of the share found. */
  readonly balanced_accuracy: number
  /** Mean F1 over the labels that occur or are predicted. */
  readonly macro_f1: number
  /** Expected calibration error; null where nothing was said. */
  readonly ece: number | null
  /** Share of cases in which something was said. */
  readonly answered: number
  readonly confusion: ConfusionMatrix
}

/** Wilson's 95 % interval of a share (Wilson 1927). */
export function wilson(hits: number, n: number): { low: number; high: number } {
  if (n === 0) return { low: 0, high: 1 }
  const z = 1.959964
  const share = hits / n
  const centre = share + (z * z) / (2 * n)
  const spread = z * Math.sqrt((share * (1 - share)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  return { low: Math.max(0, (centre - spread) / scale), high: Math.min(1, (centre + spread) / scale) }
}

/** Measures a family from its judgements. `labels` in class order; `data` says where they were counted. */
export function evaluateFamily(
  judgements: readonly Judgement[],
  labels: readonly string[],
  data: string,
): FamilyEvaluation {
  const n = judgements.length
  const counts = labels.map(() => labels.map(() => 0))
  const at = new Map(labels.map((label, i) => [label, i]))
  const occurs = labels.map(() => 0)
  let answered = 0
  let right = 0
  for (const { truth, predicted } of judgements) {
    const row = at.get(truth)
    if (row === undefined) throw new Error(`${truth} is not a label`)
    occurs[row] = (occurs[row] as number) + 1
    if (predicted === null) continue
    const column = at.get(predicted)
    if (column === undefined) throw new Error(`${predicted} is not a label`)
    answered++
    if (row === column) right++
    const line = counts[row] as number[]
    line[column] = (line[column] as number) + 1
  }
  const cell = (row: number, column: number): number => counts[row]?.[column] ?? 0
  const recalls = labels.flatMap((_, i) => (occurs[i] ? [cell(i, i) / occurs[i]] : []))
  const f1s = labels.flatMap((_, i) => {
    const said = counts.reduce((sum, row) => sum + (row[i] ?? 0), 0)
    const total = said + (occurs[i] ?? 0)
    return total > 0 ? [(2 * cell(i, i)) / total] : []
  })
  return {
    n,
    accuracy: n > 0 ? right / n : 0,
    ...wilson(right, n),
    balanced_accuracy: mean(recalls),
    macro_f1: mean(f1s),
    ece: calibrationError(judgements),
    answered: n > 0 ? answered / n : 0,
    confusion: { labels, counts, data },
  }
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

/** Expected calibration error in bins of equal width (Guo et al. 2017). */
export function calibrationError(judgements: readonly Judgement[], bins = 15): number | null {
  const said = judgements.filter(({ predicted }) => predicted !== null)
  if (said.length === 0) return null
  const sums = Array.from({ length: bins }, () => ({ score: 0, right: 0 }))
  for (const { truth, predicted, score } of said) {
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.floor(score * bins)))] as { score: number; right: number }
    bin.score += score
    if (truth === predicted) bin.right++
  }
  return sums.reduce((sum, { score, right }) => sum + Math.abs(score - right), 0) / said.length
}
