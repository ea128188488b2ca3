import test from 'ava'
import { closeUpItems } from '../../../../training/street/close-ups/items.ts'
import type { Sample } from '../../../../training/street/sample.ts'

const whole = { x0: 0, y0: 0, x1: 1, y1: 1 }
const head = { x0: 0.4, y0: 0, x1: 0.6, y1: 0.2 }
const sample: Sample = {
  id: 'ccp/1.jpg',
  source: 'ccp',
  split: 'train',
  tiles: [{ file: '1.jpg', box: whole }],
  people: [
    { box: whole, head, labels: { gender: ['female'], age: ['30_to_49'] } },
    { box: whole, head: null, labels: { gender: ['male'] } },
    { box: whole, head, labels: {} },
  ],
  garments: [
    { box: head, labels: { category: ['dress'] } },
    { box: head, labels: {} },
  ],
  regions: null,
  occasion: [],
  caption: null,
}

test('labelled heads that show are looked at, a band standing for its age groups', (t) => {
  t.deepEqual(closeUpItems('heads', [sample], 'train'), [
    {
      record: 0,
      source: 'ccp',
      box: head,
      within: whole,
      sets: { gender: ['female'], age_group: ['30-39', '40-49'] },
    },
  ])
})

test('an age group that is known is taken as it is, also where it has no band', (t) => {
  const people = [{ box: whole, head: whole, labels: { gender: ['male'] }, ageGroup: '10-19' }]
  const [item] = closeUpItems('heads', [{ ...sample, people }], 'train')
  t.deepEqual(item?.sets, { gender: ['male'], age_group: ['10-19'] })
})

test('garments of which something is known are looked at', (t) => {
  t.deepEqual(
    closeUpItems('garments', [sample], 'train').map(({ sets }) => sets),
    [{ category: ['dress'] }],
  )
})

test('samples of other splits are left out, and records count all samples', (t) => {
  const items = closeUpItems('garments', [{ ...sample, split: 'test' }, sample], 'train')
  t.deepEqual(
    items.map(({ record }) => record),
    [1],
  )
})

test('on a canvas of several pictures, an item lies within its own', (t) => {
  const left = { x0: 0, y0: 0, x1: 0.5, y1: 1 }
  const right = { x0: 0.5, y0: 0, x1: 1, y1: 1 }
  const tiles = [left, right].map((box) => ({ file: 'x.jpg', box }))
  const garments = [{ box: { x0: 0.45, y0: 0, x1: 0.9, y1: 1 }, labels: { category: ['coat'] } }]
  const [item] = closeUpItems('garments', [{ ...sample, tiles, garments }], 'train')
  t.deepEqual(item?.within, right)
})
