import test from 'ava'
import { CONTEXT_GRAPH, contractOf, LOOK_GRAPH } from '../../../src/inference/contextual/contract.ts'
import { manifest } from '../helpers/pack.ts'

const photo = { type: 'uint8', dims: [null, 64, 64, 3] } as const
const float = (...dims: (number | null)[]) => ({ type: 'float32', dims }) as const

test('without close-ups only the look graph sees the photo, and it finds people alone', (t) => {
  const look = contractOf(manifest(), LOOK_GRAPH)
  t.deepEqual(look.inputs, { photo })
  t.deepEqual(look.outputs.people, float(null, 5, 8, 8))
  const { inputs } = contractOf(manifest(), CONTEXT_GRAPH)
  t.deepEqual(Object.keys(inputs), [
    'features',
    'scene',
    'garment_boxes',
    'garment_mask',
    'garment_groups',
    'garment_colours',
    'person_boxes',
    'person_mask',
    'tokens',
  ])
})

test('close_ups that is false is as close_ups that is absent', (t) => {
  for (const file of [LOOK_GRAPH, CONTEXT_GRAPH])
    t.deepEqual(contractOf(manifest({ close_ups: false }), file), contractOf(manifest(), file))
})

test('with close-ups people have planes for heads, and the context graph takes heads and the photo', (t) => {
  const stated = manifest({ close_ups: true })
  const look = contractOf(stated, LOOK_GRAPH)
  t.deepEqual(look.outputs, { ...contractOf(manifest(), LOOK_GRAPH).outputs, people: float(null, 10, 8, 8) })
  const [context, before] = [contractOf(stated, CONTEXT_GRAPH), contractOf(manifest(), CONTEXT_GRAPH)]
  t.deepEqual(context.inputs, { ...before.inputs, photo, head_boxes: float(null, 3, 4), head_mask: float(null, 3) })
  t.deepEqual(context.outputs, before.outputs)
})
