import test from 'ava'
import type { SeenBox } from '../../../src/inference/contextual/people.ts'
import { findGarments, type RegionOptions, wearerAt } from '../../../src/inference/contextual/regions.ts'

const grid = { width: 10, height: 10 }
const classes = ['background', 'outerwear', 'upper_body_garment', 'lower_body_garment']
const symbols = '.oul'
const person = (x0: number, x1: number): SeenBox => ({ box: { x0, y0: 0, x1, y1: 1 }, score: 1 })
const options: RegionOptions = {
  classes,
  pixel: 0.5,
  area: 0.03,
  garment: 0.5,
  limit: 8,
  placement: { x: 0, y: 0, width: 40, height: 40 },
}

/** Maps from a drawing of 10 lines: `.` background, `o` outerwear, `u` upper, `l` lower. */
function drawn(lines: readonly string[], sure = 0.97): Float32Array {
  const maps = new Float32Array(classes.length * 100)
  for (const [cell, symbol] of [...lines.join('').padEnd(100, '.')].entries()) {
    for (let index = 0; index < classes.length; index++) {
      maps[index * 100 + cell] = index === symbols.indexOf(symbol) ? sure : (1 - sure) / 3
    }
  }
  return maps
}

const find = (lines: readonly string[], people: readonly SeenBox[], changes: Partial<RegionOptions> = {}) =>
  findGarments(drawn(lines), grid, people, { ...options, ...changes }).map(({ group, person: wearer, box, cells }) => ({
    group: group.split('_')[0],
    wearer,
    box: [box.x0, box.y0, box.x1, box.y1].map((side) => Math.round(side * 10)),
    cells: cells.length,
  }))

test('what one person wears of a group is one garment, also in two pieces', (t) => {
  const jacket = ['..........', '.o..o.....', '.o..o.....', '.o..o.....']
  t.deepEqual(find(jacket, [person(0, 1)]), [{ group: 'outerwear', wearer: 0, box: [1, 1, 5, 4], cells: 6 }])
})

test('regions of nobody stay apart', (t) => {
  const found = find(['.ooo..ooo.'], [])
  t.deepEqual(
    found.map(({ wearer, box }) => [wearer, ...box]),
    [
      [null, 1, 0, 4, 1],
      [null, 6, 0, 9, 1],
    ],
  )
})

test('one region across two people is two garments', (t) => {
  const found = find(['uuuuuuuuuu'], [person(0, 0.5), person(0.5, 1)])
  t.deepEqual(
    found.map(({ wearer, cells }) => [wearer, cells]),
    [
      [0, 5],
      [1, 5],
    ],
  )
})

test('garments come by wearer, then from top to bottom, those of nobody last', (t) => {
  const lines = ['....lll...', '..........', 'uuu....uuu', '..........', 'lll....lll']
  const found = find(lines, [person(0, 0.3), person(0.7, 1)])
  t.deepEqual(
    found.map(({ group, wearer }) => `${group} ${wearer}`),
    ['upper 0', 'lower 0', 'upper 1', 'lower 1', 'lower null'],
  )
})

test('specks do not stretch a garment, and small regions are none', (t) => {
  const lines = ['uuuuuuu...', 'uuuuuuu...', '..........', '.........u', '..........', 'll........']
  t.deepEqual(find(lines, [person(0, 1)]), [{ group: 'upper', wearer: 0, box: [0, 0, 7, 2], cells: 14 }])
})

test('where a garment is likely but not which one, what else the wearer shows decides', (t) => {
  const maps = drawn(['uuuuuu....', 'uuuuuu....'], 0.9)
  // Two cells of a jacket, a little likelier there than the shirt.
  for (const cell of [2, 3])
    for (const [index, value] of [0.1, 0.45, 0.35, 0.1].entries()) maps[index * 100 + cell] = value
  const groups = (people: readonly SeenBox[]) =>
    findGarments(maps, grid, people, { ...options, area: 0.01, garment: 0.3 }).map(({ group, cells }) => [
      group,
      cells.length,
    ])
  t.deepEqual(groups([person(0, 1)]), [['upper_body_garment', 12]])
  t.deepEqual(groups([]), [
    ['upper_body_garment', 10],
    ['outerwear', 2],
  ])
})

test('unsure cells are nothing', (t) => {
  t.is(findGarments(drawn(['uuuuuuuuuu'], 0.4), grid, [], options).length, 0)
  t.is(findGarments(drawn(['uuuuuuuuuu'], 0.6), grid, [], { ...options, garment: 0.7 }).length, 0)
  t.is(findGarments(drawn(['uuuuuuuuuu'], Number.NaN), grid, [], options).length, 0)
})

test('cells on the padding are nothing', (t) => {
  const [garment] = find(['uuuuuuuuuu'], [], { placement: { x: 8, y: 0, width: 24, height: 40 } })
  t.deepEqual(garment!.box, [2, 0, 8, 1])
})

test('of too many garments the largest are kept', (t) => {
  const found = find(['ooo.......', '..........', 'uuuuuu....', '..........', 'llll......'], [], { limit: 2 })
  t.deepEqual(
    found.map(({ group }) => group),
    ['upper', 'lower'],
  )
})

test('the score is the mean probability of the cells', (t) => {
  t.is(findGarments(drawn(['uuuuu'], 0.75), grid, [], options)[0]!.score, 0.75)
})

test('clothes belong to the person round them, or just beside them', (t) => {
  const people = [person(0, 0.4), person(0.3, 0.8)]
  t.is(wearerAt(0.32, 0.5, people), 0)
  t.is(wearerAt(0.38, 0.5, people), 1)
  t.is(wearerAt(0.84, 0.5, people), 1, 'a coat reaches a little beyond the box')
  t.is(wearerAt(0.95, 0.5, people), 2, 'nobody')
  t.is(wearerAt(0.42, 0.5, [person(0, 0.4), person(0.41, 0.9)]), 1, 'inside counts before beside')
})
