import type { Engine } from '../../../src/inference/engine.ts'
import type { Findings } from '../../../src/inference/findings.ts'
import type { FindingsEvaluation, JudgedPhoto } from '../../../src/learning/evaluate/judge.ts'
import type { Proportion } from '../../../src/learning/evaluate/proportion.ts'
import type { Labelled } from './labelled.ts'
import { lookAt } from './look-at.ts'

/** Shares by what they are of. */
export type Figures = Readonly<Record<string, Proportion>>

/** What `measure.js --json` prints and `card.js` reads. */
export interface Measured {
  /** By data set. */
  readonly figures: Readonly<Record<string, Figures>>
  /** The whole comparison by data set, as `wearabouts evaluate --json` prints it. */
  readonly evaluations: Readonly<Record<string, FindingsEvaluation>>
}

/** Lets a pack look at labelled photos. */
export async function judge(engine: Engine, photos: readonly Labelled[]): Promise<JudgedPhoto[]> {
  const found = await lookAt(
    engine,
    photos.map(({ file, truth }) => ({ file, caption: truth.caption ?? null })),
  )
  return photos.map(({ truth }, index) => ({ truth, found: found[index] as Findings }))
}

/** The shares of an evaluation that a model card quotes; `unknown` counts as wrong unless the name says otherwise. */
export function figuresOf({ regions, people, main, children, families }: FindingsEvaluation): Figures {
  const figures: Record<string, Proportion> = {}
  const add = (name: string, share: Proportion | null | undefined) => {
    if (share !== null && share !== undefined) figures[name] = share
  }
  add('region recall', regions?.intervals.recall)
  add('region precision', regions?.intervals.precision)
  add('main garment found', main.garment)
  add('main person found', main.person)
  for (const [family, { n, accuracy, low, high, named }] of Object.entries(families)) {
    const name = family.replaceAll('_', ' ')
    add(name, { share: accuracy, low, high, n })
    if (named.n < n) add(`${name}, where named`, named)
  }
  add('persons found', people?.intervals.recall)
  add('children given neither gender nor age', children)
  return figures
}
