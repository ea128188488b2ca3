import type { PredictedFamily } from '../../inference/manifest.ts'
import { evaluateFamily, type FamilyEvaluation, type Judgement } from '../evaluate/metrics.ts'
import { fitTemperature } from '../evaluate/temperature.ts'
import { Evaluator } from '../export/evaluator.ts'
import { Graph, type Tensor } from '../graph/graph.ts'
import { argMax, maxPool, sigmoid } from '../ops/index.ts'
import { emptyBatch, fillRow, INPUT_FEEDS } from './batch.ts'
import type { Example } from './examples.ts'
import { feedInputs, wholeNetwork } from './network.ts'
import { emptyRecord, type PixelCache } from './pixels.ts'
import type { Recipe } from './recipe.ts'
import { GARMENT_FAMILIES, LABELS, PERSON_FAMILIES, REGIONS, THRESHOLDS } from './sizes.ts'
import { PLAIN } from './view.ts'

/** Validation of one set of weights: families judged on labelled boxes, their temperatures, and one score of all. */
export interface Validation {
  readonly families: { readonly [family in PredictedFamily]?: FamilyEvaluation }
  readonly temperatures: { readonly [family in PredictedFamily]?: number }
  /** Mean over the region classes of the share of their labelled cells that are named rightly; null without labels. */
  readonly regions: number | null
  /** Share of labelled people near whose centre somebody is seen; null without labels. */
  readonly people: number | null
  /** Mean of the families' accuracies, `regions` and `people`, as far as there are labels. */
  readonly score: number
}

/** Photos of one run. */
const ROWS = 8

/** Runs the network on the validation photos, boxes given, and compares with their labels. */
export async function validate(
  recipe: Recipe,
  weights: ReadonlyMap<string, Float32Array>,
  examples: readonly Example[],
  cache: { readonly pixels: PixelCache; readonly first: number },
  threads: number,
): Promise<Validation> {
  const graph = new Graph('inference')
  const { families: named, found: seen } = wholeNetwork(feedInputs(graph, INPUT_FEEDS, 'N'), recipe)
  const outputs: Record<string, Tensor> = {
    ...(named as Record<string, Tensor>),
    regions: argMax(seen.regions, 1),
    // The best centre of each cell and its neighbours.
    people: maxPool(sigmoid(seen.people.centres), 3, { stride: 1, pads: 1 }),
  }
  const evaluator = await Evaluator.create({ graph, outputs, weights, threads })
  const cells = REGIONS.map(() => ({ right: 0, n: 0 }))
  const persons = { right: 0, n: 0 }
  const gathered = new Map<PredictedFamily, { logits: number[]; labels: number[] }>()
  const record = emptyRecord()
  try {
    for (let start = 0; start < examples.length; start += ROWS) {
      const part = examples.slice(start, start + ROWS)
      const batch = emptyBatch(part.length)
      for (const [row, example] of part.entries()) {
        await cache.pixels.read(cache.first + start + row, record)
        fillRow(batch, row, example, record, PLAIN)
      }
      const found = await evaluator.run(batch)
      for (const [at, label] of (batch.region_label as Int32Array).entries()) {
        const cell = cells[label]
        if (cell === undefined) continue
        cell.n++
        if (Number(found.regions?.data[at]) === label) cell.right++
      }
      for (const [at, heat] of (batch.people_heat as Float32Array).entries()) {
        if (heat !== 1) continue
        persons.n++
        if (Number(found.people?.data[at]) >= THRESHOLDS.person) persons.right++
      }
      for (const family of JUDGED) {
        const classes = LABELS[family].length
        const logits = found[family]?.data as Float32Array
        const into = gathered.get(family) ?? { logits: [], labels: [] }
        gathered.set(family, into)
        for (const [slot, label] of (batch[`${family}_label`] as Int32Array).entries()) {
          if (label < 0) continue
          into.labels.push(label)
          into.logits.push(...logits.subarray(slot * classes, (slot + 1) * classes))
        }
      }
    }
  } finally {
    await evaluator.release()
  }
  return summary(gathered, cells, persons)
}

const JUDGED: readonly PredictedFamily[] = [...GARMENT_FAMILIES, ...PERSON_FAMILIES, 'occasion']

interface Tally {
  right: number
  n: number
}

function summary(
  gathered: ReadonlyMap<PredictedFamily, { logits: number[]; labels: number[] }>,
  cells: readonly Tally[],
  persons: Tally,
): Validation {
  const families: { [family in PredictedFamily]?: FamilyEvaluation } = {}
  const temperatures: { [family in PredictedFamily]?: number } = {}
  for (const [family, { logits, labels }] of gathered) {
    if (labels.length === 0) continue
    const names = LABELS[family]
    const temperature = fitTemperature(
      Float32Array.from(logits),
      labels.map((label) => [label]),
      names.length,
    )
    const judgements = labels.map((label, row): Judgement => {
      const values = logits.slice(row * names.length, (row + 1) * names.length).map((value) => value / temperature)
      const top = Math.max(...values)
      const total = values.reduce((sum, value) => sum + Math.exp(value - top), 0)
      return { truth: [names[label] as string], predicted: names[values.indexOf(top)] as string, score: 1 / total }
    })
    families[family] = evaluateFamily(judgements, names, 'validation photos, boxes given')
    temperatures[family] = temperature
  }
  const shares = cells.filter(({ n }) => n > 0).map(({ right, n }) => right / n)
  const regions = shares.length > 0 ? mean(shares) : null
  const people = persons.n > 0 ? persons.right / persons.n : null
  const found = [regions, people].filter((share) => share !== null)
  const score = mean([...Object.values(families).map(({ accuracy }) => accuracy), ...found])
  return { families, temperatures, regions, people, score }
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)
