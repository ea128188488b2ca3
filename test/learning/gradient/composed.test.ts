import test from 'ava'
import { Graph, type Tensor } from '../../../src/learning/graph/graph.ts'
import * as ops from '../../../src/learning/ops/index.ts'
import { checkGradient, compute } from '../differences.ts'

const running = (x: Tensor) => {
  const channels = x.shape[1] as number
  const row = () => x.graph.constant('float32', [channels], new Float32Array(channels))
  return { mean: row(), variance: row() }
}

test('the gradients of batchNorm are its slopes', async (t) => {
  for (const shape of [
    [3, 2, 4, 3],
    [6, 3],
  ]) {
    const channels = [shape[1] as number]
    await checkGradient(t, [shape, channels, channels], (x, scale, bias) =>
      ops.batchNorm(x as Tensor, { scale: scale as Tensor, bias: bias as Tensor, ...running(x as Tensor) }),
    )
  }
})

test('the gradients of layerNorm are its slopes', (t) =>
  checkGradient(t, [[2, 3, 4], [4], [4]], (x, scale, bias) =>
    ops.layerNorm(x as Tensor, scale as Tensor, bias as Tensor),
  ))

const weights = (parts: Tensor[]): ops.RecurrentWeights => {
  const [input, hidden, bias, hiddenBias] = parts as [Tensor, Tensor, Tensor, Tensor | undefined]
  return { input, hidden, bias, ...(hiddenBias ? { hiddenBias } : {}) }
}

for (const backward of [false, true]) {
  test(`the gradients of a GRU with missing steps are its slopes, backward ${backward}`, (t) =>
    checkGradient(t, [[2, 3, 2], [2, 2], [2, 6], [2, 6], [6], [2]], (x, initial, ...parts) => {
      const mask = x?.graph.constant('float32', [2, 3], Float32Array.of(1, 1, 0, 1, 1, 1)) as Tensor
      return ops.gru(x as Tensor, weights(parts), { backward, mask, initial: initial as Tensor }).states
    }))
  test(`the gradients of an LSTM are its slopes, backward ${backward}`, (t) =>
    checkGradient(
      t,
      [[2, 3, 2], [2, 8], [2, 8], [8]],
      (x, ...parts) => ops.lstm(x as Tensor, weights(parts), { backward }).states,
    ))
}

test('the gradient of roiPool with respect to the features is its slope', (t) =>
  checkGradient(t, [[2, 2, 4, 5]], (x) => {
    const corners = [0, 0, 1, 1, 0.1, 0.2, 0.6, 0.9, 0.5, 0.5, 0.7, 0.6, 0.3, 0, 0.9, 0.4]
    const boxes = x.graph.constant('float32', [2, 2, 4], Float32Array.from(corners))
    return ops.roiPool(x, boxes, { height: 3, width: 2, samples: 2 })
  }))

test('roiPool of the whole map at its own size is the map', async (t) => {
  const graph = new Graph()
  const x = graph.input('x', 'float32', [1, 1, 2, 3])
  const boxes = graph.constant('float32', [1, 1, 4], Float32Array.of(0, 0, 1, 1))
  const y = ops.roiPool(x, boxes, { height: 2, width: 3 })
  const { out } = await compute(graph, { out: y }, { x: Float32Array.of(1, 2, 3, 4, 5, 6) })
  t.deepEqual(
    Array.from(out as Float32Array, (v) => Math.round(v * 1e4) / 1e4),
    [1, 2, 3, 4, 5, 6],
  )
  t.deepEqual(y.shape, [1, 1, 1, 2, 3])
})

test('a missing step leaves the hidden state as it was', async (t) => {
  const graph = new Graph()
  const x = graph.input('x', 'float32', [1, 3, 2])
  const constant = (shape: number[]) =>
    graph.constant('float32', shape, new Float32Array(shape.reduce((a, b) => a * b)).fill(0.3))
  const mask = graph.constant('float32', [1, 3], Float32Array.of(1, 0, 1))
  const weights = { input: constant([2, 6]), hidden: constant([2, 6]), bias: constant([6]) }
  const { states } = await compute(
    graph,
    { states: ops.gru(x, weights, { mask }).states },
    { x: Float32Array.of(1, 2, 3, 4, 5, 6) },
  )
  const row = (at: number) => [...(states as Float32Array).slice(2 * at, 2 * at + 2)]
  t.deepEqual(row(1), row(0))
  t.notDeepEqual(row(2), row(1))
})
