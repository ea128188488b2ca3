import type { LoaderData } from './batches/loader-worker.ts'
import { prepareBatches } from './batches/prepare.ts'
import { closeUpTrainingGraph } from './close-ups/graph.ts'
import { prepareCloseUps } from './close-ups/prepare.ts'
import { CLOSE_UP_RECIPES, type CloseUpName } from './close-ups/settings.ts'
import type { Folders } from './folders.ts'
import { RECIPE } from './recipe.ts'
import { type TrainingGraph, trainingGraph } from './training-graph.ts'

/** The networks that the pack is made of, each trained by itself. */
export const TRAINED_NAMES = ['street', 'heads', 'garments'] as const
export type TrainedName = (typeof TRAINED_NAMES)[number]

/** What a trainer needs to know of a network. */
export interface Trained {
  readonly recipe: typeof RECIPE | (typeof CLOSE_UP_RECIPES)[CloseUpName]
  /** Its checkpoint and log in the cache folder. */
  readonly checkpoint: string
  readonly log: string
  graph(rows: number): TrainingGraph
  /** All that its batches are drawn from, made in the cache folder where it is not there. */
  prepare(folders: Folders, rows: number): Promise<LoaderData>
}

/** The network called `name`. */
export function trained(name: TrainedName): Trained {
  if (name === 'street') {
    return {
      recipe: RECIPE,
      checkpoint: 'checkpoint.bin',
      log: 'log.jsonl',
      graph: trainingGraph,
      prepare: prepareBatches,
    }
  }
  const recipe = CLOSE_UP_RECIPES[name]
  return {
    recipe,
    checkpoint: `${name}.bin`,
    log: `${name}.jsonl`,
    graph: (rows) => closeUpTrainingGraph(name, rows),
    async prepare(folders, rows) {
      const kept = await prepareCloseUps(name, folders, 'train')
      return { name, ...kept, shares: recipe.shares, rows, seed: recipe.seed }
    },
  }
}

/** A network's name from the command line. */
export function trainedName(said: string): TrainedName {
  const name = TRAINED_NAMES.find((one) => one === said)
  if (name === undefined) throw new Error(`there is no network \`${said}\`; there are ${TRAINED_NAMES.join(', ')}`)
  return name
}
