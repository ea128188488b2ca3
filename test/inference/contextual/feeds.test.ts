import test from 'ava'
import { batchOf, contextFeeds, type Seen } from '../../../src/inference/contextual/feeds.ts'
import type { PhotoInput } from '../../../src/inference/kind.ts'
import { manifest } from '../helpers/pack.ts'
import { scene } from '../helpers/paint.ts'

const photo = (seed: number): PhotoInput => ({
  pixels: scene(seed),
  caption: 'a day out',
  placement: { x: 0, y: 0, width: 64, height: 64 },
})
const box = { x0: 0.25, y0: 0, x1: 0.75, y1: 1 }
const head = { x0: 0.375, y0: -0.125, x1: 0.625, y1: 0.125 }
const seen: readonly Seen[] = [
  {
    people: [
      { box, score: 1, head: null },
      { box, score: 1, head },
    ],
    garments: [{ group: 'outerwear', person: 0, box, cells: [0], score: 1 }],
  },
  { people: [{ box, score: 1, head }], garments: [] },
]

test('without close-ups the context graph is fed no photo and no heads', (t) => {
  const feeds = contextFeeds(batchOf([photo(0), photo(1)], manifest()), seen, manifest())
  t.deepEqual(Object.keys(feeds).sort(), [
    'garment_boxes',
    'garment_colours',
    'garment_groups',
    'garment_mask',
    'person_boxes',
    'person_mask',
    'tokens',
  ])
  t.deepEqual([...feeds.person_mask!.data], [1, 1, 0, 1, 0, 0])
  t.deepEqual([...feeds.garment_mask!.data], [1, 0, 0, 0, 0, 0, 0, 0])
  t.deepEqual([...feeds.person_boxes!.data.subarray(0, 12)], [0.25, 0, 0.75, 1, 0.25, 0, 0.75, 1, 0, 0, 0, 0])
})

test('with close-ups each head is in the row of its person, beyond the photo where it reaches there', (t) => {
  const stated = manifest({ close_ups: true })
  const { head_boxes, head_mask, ...others } = contextFeeds(batchOf([photo(0), photo(1)], stated), seen, stated)
  t.deepEqual(head_boxes!.dims, [2, 3, 4])
  t.deepEqual(head_mask!.dims, [2, 3])
  t.deepEqual([...head_mask!.data], [0, 1, 0, 1, 0, 0])
  const [none, some] = [
    [0, 0, 0, 0],
    [0.375, -0.125, 0.625, 0.125],
  ]
  t.deepEqual([...head_boxes!.data], [none, some, none, some, none, none].flat())
  t.deepEqual([...others.person_mask!.data], [1, 1, 0, 1, 0, 0])
})

test('both graphs are handed the same bytes, copied once', (t) => {
  const stated = manifest({ close_ups: true })
  const photos = [photo(0), photo(1)]
  const batch = batchOf(photos, stated)
  t.deepEqual(batch.pixels.dims, [2, 64, 64, 3])
  t.deepEqual(batch.pixels.data, Uint8Array.of(...photos[0]!.pixels, ...photos[1]!.pixels))
  t.is(contextFeeds(batch, seen, stated).photo, batch.pixels)
})
