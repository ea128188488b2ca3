import type { Tensor as OrtTensor } from 'onnxruntime-node'
import { EXIT, UserError } from '../../errors.ts'
import type { Graph, Tensor } from '../graph/graph.ts'
import { initialValues } from '../graph/initialise.ts'
import { showShape, size } from '../graph/shape.ts'
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts'
import { named } from './flat.ts'
import { noiseMask } from './noise.ts'
import { type Optimiser, type OptimiserOptions, optimiserOf, schedule } from './optimiser.ts'
import { planTraining, type Role, renewedName, signatureOf, type TrainingPlan } from './plan.ts'
import { type Feeds, load, type Runtime } from './runtime.ts'

export interface TrainerOptions {
  /** A graph in training mode. Gradients and optimiser are added to it. */
  readonly graph: Graph
  /** One number, to be made small. */
  readonly loss: Tensor
  /** Other numbers to be told after each step. */
  readonly metrics?: { readonly [name: string]: Tensor }
  readonly optimiser?: OptimiserOptions
  readonly threads?: number
  readonly seed?: number
  /** Start values by parameter name, in place of the initialiser's. */
  readonly weights?: ReadonlyMap<string, Float32Array>
}

/** Loss and metrics of one step, before the weights moved; `gradient_norm` before clipping. */
export interface StepResult {
  readonly loss: number
  readonly gradient_norm: number
  readonly [metric: string]: number
}

/** The vectors that a step hands to the next, by name. */
type State = Map<string, OrtTensor>

/**
 * Trains a network: forward pass, backward pass and optimiser are one ONNX graph, a step is one run, and the state
 * goes from one run to the next as it is. Same seed, same feeds, same number of threads: same weights.
 */
export class Trainer {
  readonly #graph: Graph
  readonly #feeds: ReadonlyMap<string, Tensor>
  readonly #plan: TrainingPlan
  readonly #runtime: Runtime
  readonly #optimiser: Optimiser
  readonly #seed: number
  #state: State
  #steps = 0

  private constructor(
    options: { graph: Graph; feeds: ReadonlyMap<string, Tensor>; optimiser: Optimiser; seed: number },
    plan: TrainingPlan,
    runtime: Runtime,
    state: State,
  ) {
    this.#graph = options.graph
    this.#feeds = options.feeds
    this.#optimiser = options.optimiser
    this.#seed = options.seed
    this.#plan = plan
    this.#runtime = runtime
    this.#state = state
  }

  /** Writes and loads the training graph. A graph can have one trainer. */
  static async create(options: TrainerOptions): Promise<Trainer> {
    const { graph, loss, metrics = {}, seed = 0, threads = 1, weights } = options
    const optimiser = optimiserOf(options.optimiser ?? {})
    const feeds = new Map(graph.inputs)
    const plan = planTraining(graph, loss, metrics, optimiser)
    const runtime = await load(plan.model, threads)
    const trainer = new Trainer({ graph, feeds, optimiser, seed }, plan, runtime, new Map())
    const start = new Map<string, Float32Array>()
    for (const { name, role, entries } of plan.vectors) {
      if (role === 'first' || role === 'second') continue
      start.set(name, joined(entries.map((entry) => weights?.get(entry.name) ?? startOf(graph, entry.name, seed))))
    }
    trainer.#replace(start)
    return trainer
  }

  /** Steps done. */
  get steps(): number {
    return this.#steps
  }

  /**
   * One step on a batch. Throws a `UserError` that names the step where the loss or the gradient is not a number; the
   * weights are then those before the step.
   */
  async step(feeds: Feeds, options: { readonly learningRate: number }): Promise<StepResult> {
    const step = this.#steps + 1
    const all: Record<string, OrtTensor> = this.#inputTensors(feeds)
    for (const [name, tensor] of this.#state) all[name] = tensor
    const numbers = schedule(this.#optimiser, step, options.learningRate)
    all.schedule = this.#runtime.tensor('float32', numbers, [numbers.length])
    this.#fillNoise(all, step)
    const results = await this.#runtime.session.run(this.#known(all))
    const told = results.numbers?.data as Float32Array
    const result = Object.fromEntries(this.#plan.metrics.map((name, i) => [name, told[i] as number])) as StepResult
    const sound = Number.isFinite(result.loss) && Number.isFinite(result.gradient_norm)
    for (const { name } of this.#plan.vectors.filter((vector) => vector.renewed)) {
      const renewed = results[renewedName(name)] as OrtTensor
      if (sound) {
        this.#state.get(name)?.dispose()
        this.#state.set(name, renewed)
      } else renewed.dispose()
    }
    if (!sound) {
      const culprit = Number.isFinite(result.loss) ? 'gradient' : 'loss'
      throw new UserError('training_diverged', `The ${culprit} is not a number at step \`${step}\`.`, {
        exit: EXIT.input,
        hint: 'The weights before this step are kept. Lower the learning rate or set a limit for the gradient.',
      })
    }
    this.#steps = step
    return result
  }

  /** Weights by name, running averages among them: `raw` as trained, `average` over the last steps. */
  weights(kind: 'raw' | 'average' = 'raw'): Map<string, Float32Array> {
    const { vectors } = this.#plan
    const learned = kind === 'average' && this.#optimiser.averageDecay !== undefined ? 'average' : 'parameters'
    const roles: Role[] = [learned, 'frozen', 'averages']
    const parts = vectors
      .filter(({ role }) => roles.includes(role))
      .flatMap(({ name, entries }) => [...named(this.#numbers(name).slice(), entries)])
    return new Map(parts)
  }

  /** Writes all that training needs to go on as if it had not stopped. */
  async save(path: string, note: unknown = null): Promise<void> {
    const tensors = new Map([...this.#state].map(([name, tensor]) => [name, tensor.data as Float32Array]))
    await writeCheckpoint(path, { step: this.#steps, signature: signatureOf(this.#plan.vectors), note, tensors })
  }

  /** Goes on from a checkpoint of the same network; gives back its note. */
  async load(path: string): Promise<unknown> {
    const { step, signature, note, tensors } = await readCheckpoint(path)
    if (signature !== signatureOf(this.#plan.vectors)) {
      throw new UserError('checkpoint_other', `\`${path}\` is a checkpoint of another network.`, {
        exit: EXIT.input,
        hint: 'Remove it to start training anew, or use the recipe it was made with.',
      })
    }
    this.#replace(tensors)
    this.#steps = step
    return note
  }

  /** Frees the runtime's memory. */
  async release(): Promise<void> {
    for (const tensor of this.#state.values()) tensor.dispose()
    this.#state = new Map()
    await this.#runtime.session.release()
  }

  #numbers(name: string): Float32Array {
    const tensor = this.#state.get(name)
    if (tensor === undefined) throw new Error('the trainer was released')
    return tensor.data as Float32Array
  }

  #replace(vectors: ReadonlyMap<string, Float32Array>): void {
    for (const tensor of this.#state.values()) tensor.dispose()
    this.#state = new Map()
    for (const { name, length } of this.#plan.vectors) {
      const data = vectors.get(name) ?? new Float32Array(length)
      this.#state.set(name, this.#runtime.tensor('float32', data, [length]))
    }
  }

  #inputTensors(feeds: Feeds): Record<string, OrtTensor> {
    const tensors: Record<string, OrtTensor> = {}
    for (const [name, { dtype, shape }] of this.#feeds) {
      const data = feeds[name]
      if (data === undefined || data.length !== size(shape)) {
        throw new Error(`feed ${name}: ${data?.length ?? 'no'} values for ${dtype} ${showShape(shape)}`)
      }
      tensors[name] = this.#runtime.tensor(dtype, data, shape as readonly number[])
    }
    return tensors
  }

  #fillNoise(all: Record<string, OrtTensor>, step: number): void {
    for (const { name, tensor, keep } of this.#graph.noises) {
      const mask = noiseMask(name, keep, size(tensor.shape), this.#seed, step)
      all[name] = this.#runtime.tensor('uint8', mask, tensor.shape as readonly number[])
    }
  }

  /** Only what the model asks for: an input that no loss depends on is not part of it. */
  #known(all: Record<string, OrtTensor>): Record<string, OrtTensor> {
    return Object.fromEntries(this.#runtime.session.inputNames.map((name) => [name, all[name] as OrtTensor]))
  }
}

function startOf(graph: Graph, name: string, seed: number): Float32Array {
  const parameter = graph.parameters.get(name)
  if (parameter !== undefined) return initialValues(parameter, seed)
  const state = graph.states.get(name)
  if (state === undefined) throw new Error(`no parameter ${name}`)
  return new Float32Array(size(state.shape)).fill(state.init)
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const flat = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0))
  let offset = 0
  for (const part of parts) {
    flat.set(part, offset)
    offset += part.length
  }
  return flat
}
