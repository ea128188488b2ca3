import test from 'ava'
import type { PhotoInput } from '../../../src/inference/kind.ts'
import { kindOf } from '../../../src/inference/kinds.ts'
import { loadPack } from '../../../src/inference/pack/load.ts'
import { openGraphs, type PackSource } from '../../../src/inference/session/open.ts'
import { decodeModel } from '../../../src/learning/onnx/read.ts'
import { quantizePack } from '../../../src/learning/quantize/pack.ts'
import { lookModel } from '../../inference/helpers/graphs.ts'
import { manifest, writePack } from '../../inference/helpers/pack.ts'
import { scene } from '../../inference/helpers/paint.ts'

const photo = (seed: number, caption: string | null): PhotoInput => ({
  pixels: scene(seed),
  caption,
  placement: { x: 0, y: 0, width: 64, height: 64 },
})

async function findings(pack: PackSource, photos: readonly PhotoInput[]) {
  const graphs = await openGraphs(pack, 'cpu')
  const found = await kindOf(pack.manifest).reader(pack.manifest, graphs, { people: true })(photos)
  for (const graph of Object.values(graphs)) await graph.release()
  return found
}

/** All numbers of findings, and the findings without them. */
function parted(found: unknown): { numbers: number[]; rest: unknown } {
  const numbers: number[] = []
  const text = JSON.stringify(found, (_, value) => (typeof value === 'number' ? numbers.push(value) && '#' : value))
  return { numbers, rest: JSON.parse(text) }
}

test('each graph of a pack is shown what the pack feeds it, and finds what it found', async (t) => {
  const pack = await loadPack(await writePack())
  const shown = [photo(1, 'a day out #party'), photo(2, null), photo(3, 'work')]
  const graphs = await quantizePack(pack, shown)
  t.deepEqual(Object.keys(graphs), ['look.onnx', 'context.onnx'])
  const fresh = [photo(4, 'at the beach'), photo(6, null)]
  const expected = parted(await findings(pack, fresh))
  const found = parted(await findings({ ...pack, graphs }, fresh))
  t.deepEqual(found.rest, expected.rest)
  // Half-precision weights move scores in the fourth digit.
  t.true(found.numbers.every((value, i) => Math.abs(value - (expected.numbers[i] as number)) < 0.002))
  // Heads alone: nothing here is worth integers.
  const operators = (model: Uint8Array) => decodeModel(model).nodes.map(({ op }) => op)
  t.deepEqual(operators(graphs['look.onnx'] as Uint8Array), operators(lookModel(manifest())))
})

test('without a photo there is nothing to choose ranges from', async (t) => {
  const pack = await loadPack(await writePack())
  await t.throwsAsync(quantizePack(pack, []), { message: 'no samples to choose ranges from' })
})
