import { mkdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { EXIT, UserError } from '../../errors.ts'
import { random, shuffled } from '../graph/random.ts'
import { readCheckpoint, writeCheckpoint } from '../train/checkpoint.ts'
import { learningRateAt } from '../train/schedule.ts'
import { Trainer } from '../train/trainer.ts'
import { type Batch, emptyBatch, fillRow } from './batch.ts'
import type { Epoch } from './curve.ts'
import { type Example, readExamples } from './examples.ts'
import { trainingGraph } from './network.ts'
import { writePack } from './pack.ts'
import { emptyRecord, PixelCache, recompress } from './pixels.ts'
import type { Recipe } from './recipe.ts'
import { validate } from './validate.ts'
import { randomView } from './view.ts'

export interface TrainOptions {
  readonly threads: number
  /** Aborted by Ctrl-C: the epoch's last checkpoint is kept, the same command goes on from it. */
  readonly signal: AbortSignal
  /** Told after each step. */
  readonly onStep: (state: { epoch: number; step: number; steps: number; loss: number }) => void
  readonly onEpoch: (epoch: Epoch) => void
}

export interface TrainSummary {
  readonly pack: string
  readonly epochs: readonly Epoch[]
  /** The epoch whose weights the pack has. */
  readonly best: number
  readonly accuracy: { readonly [family: string]: number }
  /** Stopped by Ctrl-C before a pack was made. */
  readonly interrupted: boolean
}

/** What a checkpoint remembers besides tensors. */
interface Progress {
  readonly epochs: readonly Epoch[]
  readonly best: number
}

/**
 * Trains the contextual network as a recipe says and writes a pack: after each epoch validation with the averaged
 * weights, a checkpoint, and the best weights so far; ends when validation has not improved for `patience` epochs.
 * Run again it goes on from the last finished epoch, and ends with the same weights as a run undisturbed.
 */
export async function train(recipe: Recipe, options: TrainOptions): Promise<TrainSummary> {
  const examples = await readExamples(recipe)
  const folder = join(recipe.output, 'training')
  await mkdir(folder, { recursive: true })
  const all = [...examples.clean, ...examples.weak, ...examples.validation]
  const pixels = await PixelCache.open(
    folder,
    all.map(({ file }) => file),
  )
  const { graph, loss, parts } = trainingGraph(recipe, examples)
  const optimiser = { weightDecay: recipe.weight_decay, clipNorm: 10, averageDecay: 0.998 }
  const { seed } = recipe
  const trainer = await Trainer.create({ graph, loss, metrics: parts, optimiser, seed, threads: options.threads })
  const [checkpoint, bestFile] = [join(folder, 'last.checkpoint'), join(folder, 'best.checkpoint')]
  try {
    let progress: Progress = { epochs: [], best: -1 }
    if (await exists(checkpoint)) progress = (await trainer.load(checkpoint)) as Progress
    const draw = drawer(recipe, examples.clean, examples.weak, pixels)
    const schedule = {
      peak: recipe.learning_rate,
      steps: recipe.epochs * draw.steps,
      warmUp: Math.min(200, draw.steps),
    }
    while (progress.epochs.length < recipe.epochs && !exhausted(progress, recipe)) {
      const epoch = progress.epochs.length
      const started = performance.now()
      let sum = 0
      for (let step = 0; step < draw.steps; step++) {
        if (options.signal.aborted) return { ...summaryOf(recipe, progress), interrupted: true }
        const learningRate = learningRateAt(trainer.steps, schedule)
        const told = await trainer.step(await draw.batch(epoch, step), { learningRate })
        sum += told.loss
        options.onStep({ epoch, step: step + 1, steps: draw.steps, loss: told.loss })
      }
      const seconds = (performance.now() - started) / 1000
      const weights = trainer.weights('average')
      const held = { pixels, first: examples.clean.length + examples.weak.length }
      const { score } = await validate(recipe, weights, examples.validation, held, options.threads)
      const finished: Epoch = {
        epoch: epoch + 1,
        loss: sum / draw.steps,
        validation: score,
        photos_per_second: (draw.steps * recipe.batch) / seconds,
      }
      const better = progress.best < 0 || score >= (progress.epochs[progress.best] as Epoch).validation
      if (better) await writeCheckpoint(bestFile, { step: trainer.steps, signature: '', note: null, tensors: weights })
      progress = { epochs: [...progress.epochs, finished], best: better ? epoch : progress.best }
      await trainer.save(checkpoint, progress)
      options.onEpoch(finished)
    }
    const { tensors: weights } = await readCheckpoint(bestFile)
    const held = { pixels, first: examples.clean.length + examples.weak.length }
    const validation = await validate(recipe, weights, examples.validation, held, options.threads)
    const counts = {
      clean: examples.clean.length,
      weak: examples.weak.length,
      validation: examples.validation.length,
    }
    await writePack(recipe, { weights, validation, epochs: progress.epochs, counts })
    const accuracy = Object.fromEntries(Object.entries(validation.families).map(([name, one]) => [name, one.accuracy]))
    return { ...summaryOf(recipe, progress), accuracy }
  } finally {
    await trainer.release()
    await pixels.close()
  }
}

/** Forgets an earlier training of this recipe. */
export async function forget(recipe: Recipe): Promise<void> {
  await rm(join(recipe.output, 'training'), { recursive: true, force: true })
}

function summaryOf(recipe: Recipe, { epochs, best }: Progress): TrainSummary {
  return { pack: recipe.output, epochs, best: best + 1, accuracy: {}, interrupted: false }
}

function exhausted({ epochs, best }: Progress, { patience }: Recipe): boolean {
  return best >= 0 && epochs.length - 1 - best >= patience
}

/** Share of photos that are put through JPEG once more. */
const RECOMPRESSED = 0.25

/** Batches: checked photos in an order of their own each epoch, machine-labelled ones filling their share. */
function drawer(recipe: Recipe, clean: readonly Example[], weak: readonly Example[], pixels: PixelCache) {
  const weakRows = weak.length === 0 ? 0 : Math.round(recipe.batch * recipe.weak_share)
  const cleanRows = recipe.batch - weakRows
  if (cleanRows < 1) {
    throw new UserError('recipe_invalid', `A batch of \`${recipe.batch}\` has no room for checked photos.`, {
      exit: EXIT.usage,
      hint: 'Make `batch` larger or `weak_share` smaller.',
    })
  }
  const record = emptyRecord()
  const steps = Math.ceil(clean.length / cleanRows)
  const orders = new Map<string, Uint32Array>()
  const orderOf = (kind: string, count: number, epoch: number): Uint32Array => {
    const key = `${kind} ${epoch}`
    const order = orders.get(key) ?? shuffled(count, random(recipe.seed, key))
    if (orders.size > 4) orders.clear()
    orders.set(key, order)
    return order
  }
  const batch = async (epoch: number, step: number): Promise<Batch> => {
    const rows = emptyBatch(recipe.batch)
    const source = random(recipe.seed, 'view', epoch, step)
    for (let row = 0; row < recipe.batch; row++) {
      const fromWeak = row >= cleanRows
      const [examples, offset] = fromWeak ? [weak, clean.length] : [clean, 0]
      const at = fromWeak
        ? ((epoch * steps + step) * weakRows + row - cleanRows) % weak.length
        : (step * cleanRows + row) % clean.length
      const index = orderOf(fromWeak ? 'weak' : 'clean', examples.length, epoch)[at] as number
      await pixels.read(offset + index, record)
      if (source.next() < RECOMPRESSED) await recompress(record, 25 + source.integer(60))
      fillRow(rows, row, examples[index] as Example, record, randomView(source))
    }
    return rows
  }
  return { steps, batch }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
