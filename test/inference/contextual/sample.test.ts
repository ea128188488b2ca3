import test from 'ava'
import { sampleOutputs } from '../../../src/inference/contextual/sample.ts'
import type { Graph, Values } from '../../../src/inference/kind.ts'
import { manifest } from '../helpers/pack.ts'

/** What the context graph is fed for the sample photo. */
async function fedFor(close_ups: boolean): Promise<{ readonly [name: string]: Values }> {
  let fed: { readonly [name: string]: Values } = {}
  const nothing = { data: new Float32Array(0), dims: [0] }
  const graph = (run: Graph['run']): Graph => ({ run, release: async () => {} })
  const graphs = {
    'look.onnx': graph(async () => ({ features: nothing, scene: nothing })),
    'context.onnx': graph(async (feeds) => {
      fed = feeds
      return {}
    }),
  }
  await sampleOutputs(manifest({ close_ups }), graphs)
  return fed
}

test('the made-up person has a head within the photo where the pack has close-ups', async (t) => {
  const { head_boxes, head_mask, photo } = await fedFor(true)
  t.deepEqual([...head_mask!.data], [1, 0, 0])
  const [x0, y0, x1, y1] = head_boxes!.data
  t.true(0 < x0! && x0! < x1! && x1! < 1 && 0 < y0! && y0! < y1! && y1! < 1)
  t.deepEqual(photo!.dims, [1, 64, 64, 3])
  t.true(photo!.data.some((byte) => byte > 0))
})

test('the sample of a pack without close-ups is fed neither head nor photo', async (t) => {
  const fed = await fedFor(false)
  t.deepEqual([...fed.person_mask!.data], [1, 0, 0])
  t.false('photo' in fed || 'head_boxes' in fed || 'head_mask' in fed)
})
