import type { ConfusionMatrix } from '../../inference/manifest.ts'
import { type Class, classesOf, columnOf } from './classes.ts'
import { type Proportion, shareOf, wilson } from './proportion.ts'

/** A judged answer: the values that would be right, what was said (null = nothing), and with what probability. */
export interface Judgement {
  /** In class order. */
  readonly truth: readonly string[]
  readonly predicted: string | null
  /** Null where what was said has no probability of its own. */
  readonly score: number | null
  /** Of whom, where labels say it. */
  readonly wearer?: { readonly gender?: string; readonly age?: string }
}

/** How often answers are right. */
export interface Rate {
  readonly n: number
  /** Saying nothing counts as wrong. */
  readonly accuracy: number
  /** 95 % interval of the accuracy. */
  readonly low: number
  readonly high: number
  /** Share of cases in which something was said. */
  readonly answered: number
  /** Where something was said. */
  readonly named: Proportion
}

/** How good a family is. Saying nothing counts as wrong in all but `named`, `ece` and the confusion matrix. */
export interface FamilyEvaluation extends Rate {
  /** Mean over the classes that occur of the share found. */
  readonly balanced_accuracy: number
  /** Mean F1 over the classes that occur or are predicted. */
  readonly macro_f1: number
  /** Expected calibration error; null where nothing was said. */
  readonly ece: number | null
  readonly confusion: ConfusionMatrix
  /** Split by what labels say of the person. */
  readonly by: {
    readonly gender: { readonly [gender: string]: Rate }
    readonly age: { readonly [age: string]: Rate }
  }
}

/** Measures a family from its judgements. `labels` in class order; `data` says where they were counted. */
export function evaluateFamily(
  judgements: readonly Judgement[],
  labels: readonly string[],
  data: string,
): FamilyEvaluation {
  for (const { truth, predicted } of judgements) {
    for (const value of predicted === null ? truth : [...truth, predicted]) {
      if (!labels.includes(value)) throw new Error(`${value} is not a label`)
    }
  }
  const classes = classesOf(
    judgements.map(({ truth }) => truth),
    labels,
  )
  return {
    ...rateOf(judgements),
    ...classScores(judgements, classes),
    ece: calibrationError(judgements),
    confusion: { labels: classes.map(({ name }) => name), counts: confusionOf(judgements, classes), data },
    by: {
      gender: ratesBy(judgements, ({ wearer }) => wearer?.gender),
      age: ratesBy(judgements, ({ wearer }) => wearer?.age),
    },
  }
}

const isRight = ({ truth, predicted }: Judgement): boolean => predicted !== null && truth.includes(predicted)

function rateOf(judgements: readonly Judgement[]): Rate {
  const n = judgements.length
  const right = judgements.filter(isRight).length
  const said = judgements.filter(({ predicted }) => predicted !== null)
  return {
    n,
    accuracy: n > 0 ? right / n : 0,
    ...wilson(right, n),
    answered: n > 0 ? said.length / n : 0,
    named: shareOf(said, isRight),
  }
}

function ratesBy(
  judgements: readonly Judgement[],
  key: (one: Judgement) => string | undefined,
): { [name: string]: Rate } {
  const names = new Set(judgements.map(key).filter((name) => name !== undefined))
  return Object.fromEntries(
    [...names].sort().map((name) => [name, rateOf(judgements.filter((one) => key(one) === name))]),
  )
}

const classOf = ({ truth }: Judgement, classes: readonly Class[]): Class | undefined =>
  classes.find(({ values }) => values.join() === truth.join())

/** counts[true][said] over what was said. */
function confusionOf(judgements: readonly Judgement[], classes: readonly Class[]): number[][] {
  const counts = classes.map(() => classes.map(() => 0))
  for (const judgement of judgements) {
    const truth = classOf(judgement, classes)
    if (truth === undefined || judgement.predicted === null) continue
    const said = columnOf(judgement.predicted, truth, classes) as Class
    const row = counts[classes.indexOf(truth)] as number[]
    const column = classes.indexOf(said)
    row[column] = (row[column] as number) + 1
  }
  return counts
}

function classScores(
  judgements: readonly Judgement[],
  classes: readonly Class[],
): Pick<FamilyEvaluation, 'balanced_accuracy' | 'macro_f1'> {
  const counts = confusionOf(judgements, classes)
  const occurs = classes.map(() => 0)
  for (const judgement of judgements) {
    const at = classes.indexOf(classOf(judgement, classes) as Class)
    if (at >= 0) occurs[at] = (occurs[at] as number) + 1
  }
  const hits = (i: number): number => counts[i]?.[i] ?? 0
  const recalls = classes.flatMap((_, i) => (occurs[i] ? [hits(i) / occurs[i]] : []))
  const f1s = classes.flatMap((_, i) => {
    const total = counts.reduce((sum, row) => sum + (row[i] ?? 0), 0) + (occurs[i] ?? 0)
    return total > 0 ? [(2 * hits(i)) / total] : []
  })
  return { balanced_accuracy: mean(recalls), macro_f1: mean(f1s) }
}

const mean = (values: readonly number[]): number =>
  values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length

/** Expected calibration error in bins of equal width (Guo et al. 2017). */
export function calibrationError(judgements: readonly Judgement[], bins = 15): number | null {
  const said = judgements.filter(({ predicted, score }) => predicted !== null && score !== null)
  if (said.length === 0) return null
  const sums = Array.from({ length: bins }, () => ({ score: 0, right: 0 }))
  for (const judgement of said) {
    const score = judgement.score as number
    const bin = sums[Math.min(bins - 1, Math.max(0, Math.floor(score * bins)))] as { score: number; right: number }
    bin.score += score
    if (isRight(judgement)) bin.right++
  }
  return sums.reduce((sum, { score, right }) => sum + Math.abs(score - right), 0) / said.length
}
