import type { Tensor } from '../graph/graph.ts'
import { showShape } from '../graph/shape.ts'
import type { TypedArray } from '../onnx/model.ts'
import { type Feeds, load, type Runtime, resolveShape } from '../train/runtime.ts'
import { type ExportOptions, exportGraph } from './export.ts'

export interface EvaluatorResult {
  readonly [output: string]: { readonly data: TypedArray; readonly shape: readonly number[] }
}

/** Runs a network with given weights: validation during training, teachers' outputs. */
export class Evaluator {
  readonly #runtime: Runtime
  readonly #inputs: ReadonlyMap<string, Tensor>

  private constructor(runtime: Runtime, inputs: ReadonlyMap<string, Tensor>) {
    this.#runtime = runtime
    this.#inputs = inputs
  }

  static async create(options: ExportOptions & { readonly threads?: number }): Promise<Evaluator> {
    return new Evaluator(await load(exportGraph(options), options.threads ?? 1), options.graph.inputs)
  }

  /** Outputs for a batch of any size. */
  async run(feeds: Feeds): Promise<EvaluatorResult> {
    const tensors = this.#runtime.session.inputNames.map((name) => {
      const { dtype, shape } = this.#inputs.get(name) as Tensor
      const data = feeds[name]
      const dims = data === undefined ? undefined : resolveShape(shape, data.length)
      if (data === undefined || dims === undefined) {
        throw new Error(`feed ${name}: ${data?.length ?? 'no'} values for ${dtype} ${showShape(shape)}`)
      }
      return [name, this.#runtime.tensor(dtype, data, dims)] as const
    })
    const results = await this.#runtime.session.run(Object.fromEntries(tensors))
    return Object.fromEntries(
      Object.entries(results).map(([name, { data, dims }]) => [name, { data: data as TypedArray, shape: dims }]),
    )
  }

  async release(): Promise<void> {
    await this.#runtime.session.release()
  }
}

/** Runs a network once, see {@link Evaluator}. */
export async function evaluateGraph(options: ExportOptions, feeds: Feeds): Promise<EvaluatorResult> {
  const evaluator = await Evaluator.create(options)
  try {
    return await evaluator.run(feeds)
  } finally {
    await evaluator.release()
  }
}
