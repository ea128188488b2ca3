import test from 'ava'
import { findHeads, findPeople } from '../../../src/inference/contextual/people.ts'

const grid = { width: 8, height: 8 }
const canvas = { width: 64, height: 64 }
const whole = { x: 0, y: 0, width: 64, height: 64 }

type Centre = readonly [column: number, row: number, heat: number, reach?: readonly [number, number, number, number]]

function mapOf(...centres: Centre[]): Float32Array {
  const map = new Float32Array(5 * 64)
  for (const [column, row, heat, reach = [1.5, 1.5, 1.5, 1.5]] of centres) {
    for (const [channel, value] of [heat, ...reach].entries()) map[channel * 64 + row * 8 + column] = value
  }
  return map
}

const find = (map: Float32Array, changes: Partial<Parameters<typeof findPeople>[2]> = {}) =>
  findPeople(map, grid, { threshold: 0.5, limit: 4, placement: whole, canvas, ...changes })

test('people come left to right with the boxes their distances span', (t) => {
  const people = find(mapOf([6, 4, 0.75], [1, 3, 0.625, [1, 2, 1, 3]]))
  t.deepEqual(people, [
    { box: { x0: 0.5 / 8, y0: 1.5 / 8, x1: 2.5 / 8, y1: 6.5 / 8 }, score: 0.625 },
    { box: { x0: 5 / 8, y0: 3 / 8, x1: 1, y1: 6 / 8 }, score: 0.75 },
  ])
})

test('only the top of a hill counts, of a plateau its first cell', (t) => {
  t.is(find(mapOf([3, 3, 0.8], [4, 3, 0.9], [4, 4, 0.7])).length, 1)
  t.is(find(mapOf([3, 3, 0.8], [4, 3, 0.8])).length, 1)
  t.is(find(mapOf([3, 3, 0.4])).length, 0)
})

test('two hills with nearly the same box are one person, the surer', (t) => {
  const people = find(mapOf([2, 3, 0.8, [2, 3, 5, 4]], [4, 3, 0.9, [4, 3, 3, 4]]))
  t.deepEqual(
    people.map(({ score }) => Math.round(score * 10)),
    [9],
  )
})

test('of too many people the surest are kept', (t) => {
  const people = find(mapOf([0, 0, 0.6], [3, 3, 0.9], [6, 6, 0.8]), { limit: 2 })
  t.deepEqual(
    people.map(({ score }) => Math.round(score * 10)),
    [9, 8],
  )
})

test('boxes end where the photo does', (t) => {
  const [person] = find(mapOf([3, 3, 0.9, [9, 9, 9, 9]]), { placement: { x: 16, y: 0, width: 32, height: 64 } })
  t.deepEqual(person!.box, { x0: 0.25, y0: 0, x1: 0.75, y1: 1 })
})

test('a centre on the padding and values that are no numbers make nobody', (t) => {
  t.is(find(mapOf([0, 3, 0.9, [1, 1, 0.5, 1]]), { placement: { x: 16, y: 0, width: 32, height: 64 } }).length, 0)
  t.is(find(mapOf([3, 3, Number.NaN])).length, 0)
  t.is(find(mapOf([3, 3, 0.9, [Number.NaN, 1, 1, 1]])).length, 0)
})

/** A map of people and heads. */
const withHeads = (people: readonly Centre[], heads: readonly Centre[]): Float32Array =>
  Float32Array.of(...mapOf(...people), ...mapOf(...heads))

test('heads are found behind the people, and neither among the other', (t) => {
  const map = withHeads([[1, 3, 0.625, [1, 2, 1, 3]]], [[5, 4, 0.75, [0.5, 1, 1.5, 1]]])
  t.deepEqual(findHeads(map, grid, 0.3), [{ box: { x0: 5 / 8, y0: 3.5 / 8, x1: 7 / 8, y1: 5.5 / 8 }, score: 0.75 }])
  t.deepEqual(
    find(map).map(({ score }) => score),
    [0.625],
  )
})

test('a head at the edge reaches beyond the canvas', (t) => {
  const [head] = findHeads(withHeads([], [[0, 0, 0.9, [1, 1.5, 1, 0.5]]]), grid, 0.3)
  t.deepEqual(head!.box, { x0: -0.5 / 8, y0: -1 / 8, x1: 1.5 / 8, y1: 1 / 8 })
})

test('heads come the surest first, without duplicates and those under the threshold, as many as there are', (t) => {
  const heads: Centre[] = [
    [0, 0, 0.5],
    [3, 0, 0.75],
    [6, 0, 0.25],
    [6, 4, 0.625],
    [0, 4, 0.625, [0.5, 1, 2.5, 1]],
    [2, 4, 0.5, [2.5, 1, 0.5, 1]],
    [0, 6, 0.375],
  ]
  t.deepEqual(
    findHeads(withHeads([], heads), grid, 0.3).map(({ score }) => score),
    [0.75, 0.625, 0.625, 0.5, 0.375],
  )
})

test('a head without area, without an end or of no number is none', (t) => {
  const reaches: readonly (readonly [number, number, number, number])[] = [
    [1, 1, -1, 1],
    [1, Number.POSITIVE_INFINITY, 1, 1],
    [1, 1, 1, Number.NaN],
  ]
  for (const reach of reaches) t.deepEqual(findHeads(withHeads([], [[3, 3, 0.9, reach]]), grid, 0.3), [])
})
