import test from 'ava'
import { layoutGraph } from '../../src/report/layout/force.ts'
import { placeLabels } from '../../src/report/layout/labels.ts'

const knots = Array.from({ length: 14 }, (_, i) => ({ id: `n${i}`, r: 8 + (i % 4) * 4, labelWidth: 50 }))
const bonds = knots.slice(1).map(({ id }, i) => ({ a: `n${Math.floor(i / 2)}`, b: id, strength: (i % 5) / 5 }))

test('the same graph is laid out the same each time', (t) => {
  t.deepEqual([...layoutGraph(knots, bonds, 700, 500)], [...layoutGraph(knots, bonds, 700, 500)])
})

test('nodes keep apart and inside the frame', (t) => {
  const places = layoutGraph(knots, bonds, 700, 500)
  for (const a of knots) {
    const p = places.get(a.id)!
    t.true(p.x - a.r >= 0 && p.x + a.r <= 700 && p.y - a.r >= 0 && p.y + a.r <= 500)
    for (const b of knots) {
      const q = places.get(b.id)!
      if (a.id < b.id) t.true(Math.hypot(p.x - q.x, p.y - q.y) > a.r + b.r)
    }
  }
})

test('names of close discs do not cover one another', (t) => {
  const discs = [0, 1, 2, 3].map((i) => ({
    x: 100 + i * 22,
    y: 100 + (i % 2) * 18,
    r: 8,
    labelWidth: 40,
    labelHeight: 12,
  }))
  const labels = placeLabels(discs, 300, 200)
  const boxes = labels.map(({ x, y, align }) => {
    const x0 = align === 'left' ? x : align === 'right' ? x - 40 : x - 20
    return { x0, x1: x0 + 40, y0: y - 6, y1: y + 6 }
  })
  boxes.forEach((a, i) => {
    for (const b of boxes.slice(i + 1)) t.true(a.x1 <= b.x0 || b.x1 <= a.x0 || a.y1 <= b.y0 || b.y1 <= a.y0)
  })
})

test('a name that fits is written inside its disc', (t) => {
  const [label] = placeLabels([{ x: 50, y: 50, r: 30, labelWidth: 40, labelHeight: 12 }], 100, 100)
  t.deepEqual(label, { x: 50, y: 50, align: 'center' })
})
