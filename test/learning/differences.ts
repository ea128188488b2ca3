import type { ExecutionContext } from 'ava'
import { gradients } from '../../src/learning/gradient/gradients.ts'
import { emit } from '../../src/learning/graph/emit.ts'
import { Graph, type Tensor } from '../../src/learning/graph/graph.ts'
import { random } from '../../src/learning/graph/random.ts'
import { size } from '../../src/learning/graph/shape.ts'
import { encodeModel } from '../../src/learning/onnx/model.ts'
import * as ops from '../../src/learning/ops/index.ts'
import { load } from '../../src/learning/train/runtime.ts'

export interface CheckOptions {
  /** Values to start from; normal unless given. */
  readonly draw?: (normal: number, index: number) => number
  readonly step?: number
  readonly tolerance?: number
}

/** Runs a graph once and gives its outputs as plain arrays. */
export async function compute(
  graph: Graph,
  outputs: Record<string, Tensor>,
  feeds: Record<string, Float32Array>,
): Promise<Record<string, Float32Array>> {
  const runner = await prepare(graph, outputs)
  return runner(feeds)
}

async function prepare(graph: Graph, outputs: Record<string, Tensor>) {
  const { session, tensor } = await load(encodeModel(emit(graph, { name: 'check', outputs })), 1)
  return async (feeds: Record<string, Float32Array>): Promise<Record<string, Float32Array>> => {
    const inputs = session.inputNames.map((name) => {
      const shape = graph.inputs.get(name)?.shape as readonly number[]
      return [name, tensor('float32', feeds[name] as Float32Array, shape)] as const
    })
    const results = await session.run(Object.fromEntries(inputs))
    return Object.fromEntries(Object.entries(results).map(([name, { data }]) => [name, data as Float32Array]))
  }
}

/**
 * Compares the derivative of a random projection of `build(...)` with central differences, for every element of every
 * input.
 */
export async function checkGradient(
  t: ExecutionContext,
  shapes: readonly (readonly number[])[],
  build: (...inputs: Tensor[]) => Tensor,
  { draw = (normal) => normal, step = 1e-2, tolerance = 1e-2 }: CheckOptions = {},
): Promise<void> {
  const source = random('check', t.title, JSON.stringify(shapes))
  const graph = new Graph('training')
  const inputs = shapes.map((shape, i) => graph.input(`x${i}`, 'float32', shape))
  const y = build(...inputs)
  const count = size(y.shape)
  const projection = graph.constant(
    'float32',
    y.shape as number[],
    Float32Array.from({ length: count }, () => source.normal()),
  )
  const loss = ops.reduceSum(ops.mul(y, projection))
  const derivatives = gradients(loss, inputs)
  const run = await prepare(graph, { loss, ...Object.fromEntries(derivatives.map((d, i) => [`d${i}`, d])) })
  const feeds: Record<string, Float32Array> = {}
  shapes.forEach((shape, i) => {
    feeds[`x${i}`] = Float32Array.from({ length: size(shape) }, (_, at) => draw(source.normal(), at))
  })
  const found = await run(feeds)
  const lossAt = async () => (await run(feeds)).loss?.[0] as number
  for (let i = 0; i < shapes.length; i++) {
    const x = feeds[`x${i}`] as Float32Array
    const derivative = found[`d${i}`] as Float32Array
    const scale = Math.max(1, ...derivative.map(Math.abs))
    for (let at = 0; at < x.length; at++) {
      const held = x[at] as number
      x[at] = held + step
      const above = await lossAt()
      x[at] = held - step
      const below = await lossAt()
      x[at] = held
      const expected = (above - below) / (2 * step)
      const difference = Math.abs(expected - (derivative[at] as number))
      if (!(difference <= tolerance * scale)) {
        t.fail(`input ${i}, element ${at}: ${derivative[at]} is not the slope ${expected}`)
        return
      }
    }
  }
  t.pass()
}

/** Values away from 0, where a function has a corner. */
export const awayFromZero = (normal: number): number => normal + Math.sign(normal) * 0.1

/** All values different by at least 0.1, in an order that depends on nothing. */
export const distinct = (_: number, index: number): number => ((index * 7919) % 1009) / 10
