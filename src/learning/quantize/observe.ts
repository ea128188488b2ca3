import { type DType, encodeModel, type OnnxGraph, type Shape } from '../onnx/model.ts'
import { type Feeds, load, type Runtime, resolveShape } from '../train/runtime.ts'
import { bestRange, count, emptyHistogram, type Histogram, type Range } from './range.ts'

/** What was seen of a value: its best range, the mean of each channel, and its sizes for the last sample. */
export interface Observed {
  readonly range: Range
  /** Along the second axis. */
  readonly means: Float32Array
  readonly shape: readonly number[]
}

/**
 * Runs a float graph over samples and chooses a range for each of the named values: once for the least and largest
 * values, a second time for how often each is met.
 * @param samples feeds of the graph's inputs, each of any number of rows
 */
export async function observe(
  graph: OnnxGraph,
  names: readonly string[],
  samples: readonly Feeds[],
): Promise<ReadonlyMap<string, Observed>> {
  if (samples.length === 0) throw new RangeError('no samples to choose ranges from')
  if (names.length === 0) return new Map()
  const runtime = await load(encodeModel(withOutputs(graph, names)), 1)
  try {
    const limits = new Map(names.map((name) => [name, { low: 0, high: 0 }]))
    await each(runtime, names, samples, (name, { data }) => {
      const known = limits.get(name) as { low: number; high: number }
      for (const value of data) {
        if (value < known.low) known.low = value
        else if (value > known.high) known.high = value
      }
    })
    const seen = new Map([...limits].map(([name, { low, high }]) => [name, new Seen(low, high)]))
    await each(runtime, names, samples, (name, values) => seen.get(name)?.add(values))
    return new Map([...seen].map(([name, one]) => [name, one.observed()]))
  } finally {
    await runtime.session.release()
  }
}

interface Values {
  readonly data: Float32Array
  readonly shape: readonly number[]
}

class Seen {
  readonly #histogram: Histogram
  #sums = new Float64Array(0)
  #perChannel = 0
  #shape: readonly number[] = []

  constructor(low: number, high: number) {
    this.#histogram = emptyHistogram(low, high)
  }

  add({ data, shape }: Values): void {
    count(this.#histogram, data)
    const [batch = 1, channels = 1] = shape
    const each = data.length / (batch * channels)
    if (this.#shape.length === 0) this.#sums = new Float64Array(channels)
    for (let i = 0; i < batch * channels; i++) {
      let sum = 0
      for (let at = i * each; at < (i + 1) * each; at++) sum += data[at] as number
      this.#sums[i % channels] = (this.#sums[i % channels] as number) + sum
    }
    this.#perChannel += batch * each
    this.#shape = shape
  }

  observed(): Observed {
    const means = Float32Array.from(this.#sums, (sum) => sum / this.#perChannel)
    return { range: bestRange(this.#histogram), means, shape: this.#shape }
  }
}

function withOutputs(graph: OnnxGraph, names: readonly string[]): OnnxGraph {
  const own = new Set(graph.outputs.map(({ name }) => name))
  const added = names.filter((name) => !own.has(name)).map((name) => ({ name, dtype: 'float32' as const }))
  return { ...graph, outputs: [...graph.outputs, ...added] }
}

/** One sample at a time and its results released before the next: all values of one photo are 20 MB. */
async function each(
  { session, tensor }: Runtime,
  names: readonly string[],
  samples: readonly Feeds[],
  see: (name: string, values: Values) => void,
): Promise<void> {
  for (const sample of samples) {
    const feeds = session.inputMetadata.map((input) => {
      const data = sample[input.name]
      const { type, shape } = input as { type: DType; shape: Shape }
      const dims = data === undefined ? undefined : resolveShape(shape, data.length)
      if (data === undefined || dims === undefined) throw new RangeError(`a sample does not fit input ${input.name}`)
      return [input.name, tensor(type, data, dims)] as const
    })
    const results = await session.run(Object.fromEntries(feeds), names)
    for (const [name, result] of Object.entries(results)) {
      see(name, { data: result.data as Float32Array, shape: result.dims })
      result.dispose()
    }
  }
}
