import test from 'ava'
import { headsOf } from '../../../src/inference/contextual/heads.ts'
import type { Box } from '../../../src/inference/findings.ts'

const person = (x0: number, y0: number, x1: number, y1: number) => ({ box: { x0, y0, x1, y1 } })

/** A head by its centre; a square of 0.1 unless another width and height are given. */
function head(x: number, y: number, score = 0.9, [width, height] = [0.1, 0.1]) {
  const box: Box = { x0: x - width! / 2, y0: y - height! / 2, x1: x + width! / 2, y1: y + height! / 2 }
  return { box, score }
}

test('of two people side by side each has the own head, in whatever order heads come', (t) => {
  const people = [person(0.1, 0.1, 0.4, 1), person(0.5, 0.2, 0.9, 1)]
  const [left, right] = [head(0.25, 0.18, 0.6), head(0.7, 0.27, 0.8)]
  t.deepEqual(headsOf(people, [left, right]), [left.box, right.box])
  t.deepEqual(headsOf(people, [right, left]), [left.box, right.box])
})

test('a head in the lower part of a person and one outside are nobody’s', (t) => {
  const people = [person(0.2, 0, 0.6, 1)]
  t.deepEqual(headsOf(people, [head(0.4, 0.61)]), [null])
  t.deepEqual(headsOf(people, [head(0.19, 0.1)]), [null])
  t.deepEqual(headsOf([person(0.2, 0.2, 0.6, 1)], [head(0.4, 0.19)]), [null])
  t.deepEqual(headsOf(people, []), [null])
  t.deepEqual(headsOf([], [head(0.5, 0.5)]), [])
})

test('in a close-up the head is where the person is', (t) => {
  const found = head(0.5, 0.5, 0.9, [0.9, 1.2])
  t.deepEqual(headsOf([person(0, 0, 1, 1)], [found]), [found.box])
})

test('of two candidates the one whose top is nearer has the head', (t) => {
  const people = [person(0.1, 0.1, 0.6, 1), person(0.3, 0.4, 0.8, 1)]
  const child = head(0.5, 0.47)
  t.deepEqual(headsOf(people, [child]), [null, child.box])
  const parent = head(0.35, 0.2)
  t.deepEqual(headsOf(people, [child, parent]), [parent.box, child.box])
})

test('nearness is measured in sides of the head, which on a wide canvas differ in shares', (t) => {
  // One side of the head across and nothing down, or half a side down: 0.1 and 0.15 of the canvas.
  const [beside, below] = [person(0.28, 0.3, 0.52, 0.9), person(0.1, 0.15, 0.9, 0.9)]
  const wide = head(0.5, 0.3, 0.9, [0.1, 0.3])
  t.deepEqual(headsOf([beside, below], [wide]), [null, wide.box])
})

test('the surer head chooses first, another goes to who is left or to nobody', (t) => {
  const people = [person(0.1, 0.1, 0.6, 1), person(0.2, 0.3, 0.8, 1)]
  const sure = head(0.35, 0.12, 0.9)
  const unsure = head(0.25, 0.31, 0.4)
  t.deepEqual(headsOf(people, [unsure]), [unsure.box, null], 'nearer to the first')
  t.deepEqual(headsOf(people, [unsure, sure]), [sure.box, unsure.box])
  t.deepEqual(headsOf(people, [unsure, sure, head(0.15, 0.2, 0.3)]), [sure.box, unsure.box])
  t.deepEqual(headsOf(people.slice(0, 1), [unsure, sure]), [sure.box])
})
